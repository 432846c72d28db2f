package io.github.imagemaven.build;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Reference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code image.from}: what an image stands on. */
public sealed interface BaseReference {
  /** Nothing at all: {@code scratch}. */
  record Scratch() implements BaseReference {
    @Override
    public String toString() {
      return "scratch";
    }
  }

  /**
   * An image in a registry.
   *
   * @param reference by tag, digest or both
   */
  record InRegistry(Reference reference) implements BaseReference {
    @Override
    public String toString() {
      return reference.toString();
    }
  }

  /**
   * Whatever a Containerfile names.
   *
   * @param file as its module calls it, with slashes
   */
  record OfContainerfile(String file) implements BaseReference {
    /** What its text begins with. */
    public static final String PREFIX = "containerfile:";

    @Override
    public String toString() {
      return PREFIX + file;
    }
  }

  /**
   * An image in a layout on this machine: {@code oci:DIR[:tag]} or {@code oci:DIR@digest}.
   *
   * @param directory absolute
   * @param tag null where the layout holds one image only, or a digest was given
   * @param digest null where none was given
   */
  record InLayout(Path directory, @Nullable String tag, @Nullable Digest digest)
      implements BaseReference {
    @Override
    public String toString() {
      return "oci:"
          + directory
          + (tag == null ? "" : ":" + tag)
          + (digest == null ? "" : "@" + digest);
    }
  }
}
