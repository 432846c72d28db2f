package io.github.imagemaven.load;

import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An engine that runs images, and answers. */
interface LocalEngine {
  /** The program by which people speak to it, {@code docker}. */
  String program();

  /** What it runs without an emulator. */
  Platform platform();

  /** What it calls an image that we call {@code name:tag}. */
  String nameOf(String name);

  /** Whether this id of an image, as it gives them, is one of our image. */
  boolean isOf(String id, DeskImage image);

  /** What it has. */
  EngineImages images();

  /**
   * Layers, as digests of tars and lowest first, of images that it has: an image that begins with
   * the same may be sent without those. None where it takes whole images only.
   *
   * @param base what the base is called
   */
  List<List<String>> layers(String base);

  /**
   * Brings an image there under a name.
   *
   * @param held how many of its lowest layers are there and need not be sent
   * @return bytes that were sent, or may have been read
   * @throws LoadException where it does not take it
   */
  long load(DeskImage image, String name, int held, LoadRun run, Path log) throws IOException;

  /** For messages: {@code Docker 20.10.24}. */
  @Override
  String toString();
}
