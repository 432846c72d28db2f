package io.github.imagemaven.layer;

import io.github.imagemaven.layer.LayerEntry.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Entries for tests. */
final class Entries {
  private Entries() {}

  static LayerEntry file(String path, Path file) {
    return new LayerEntry(path, new Content.File(file), 0644, 0, 0);
  }

  static LayerEntry text(String path, String text) {
    return bytes(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static LayerEntry bytes(String path, byte[] bytes) {
    return new LayerEntry(path, new Content.Bytes(bytes), 0644, 0, 0);
  }

  static LayerEntry directory(String path, int mode) {
    return new LayerEntry(path, new Content.Directory(), mode, 0, 0);
  }

  static LayerEntry link(String path, String target) {
    return new LayerEntry(path, new Content.SymbolicLink(target), 0777, 0, 0);
  }
}
