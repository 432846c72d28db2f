package io.github.imagemaven.build.engine;

import io.github.imagemaven.credentials.InstalledProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A session of its own for what is started: a terminal at Ctrl-C, and a CI system, ask all
 * processes of a session to end, and podman does so at once, with its containers left. Who started
 * it knows better how to stop it.
 */
final class OwnSession {
  private OwnSession() {}

  /**
   * The command with what gives it a session before it; as it is where nothing does. The process
   * stays the same, since {@code setsid} of one that leads no group starts no other.
   */
  static List<String> of(List<String> command, Map<String, String> environment) {
    Path setsid = InstalledProgram.find("setsid", environment);
    if (setsid == null) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of(setsid.toString()));
    all.addAll(command);
    return all;
  }
}
