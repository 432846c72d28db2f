package io.github.imagemaven.mojo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * What the process that Maven is was started with.
 *
 * @param environment its variables
 * @param console its standard output, past whatever Maven puts before a line
 */
record Surroundings(Map<String, String> environment, OutputStream console) {
  /** Without a CI system, and nowhere to write to. */
  static final Surroundings NONE = new Surroundings(Map.of(), OutputStream.nullOutputStream());

  /** Copies the map. */
  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** This one's; the stream is never closed, since the descriptor is not ours. */
  static Surroundings ofThisProcess() {
    return new Surroundings(System.getenv(), new FileOutputStream(FileDescriptor.out));
  }
}
