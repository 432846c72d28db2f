package io.github.imagemaven.layer;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that should go into a layer cannot: {@code IMG-3}. */
public final class LayerException extends ImageException {
  private final transient Path file;

  /**
   * @param file the file concerned
   * @param message what was expected of it, what was found, what to do
   * @param cause what was caught, if anything
   */
  LayerException(Path file, String message, @Nullable Throwable cause) {
    super(Code.BUILD, message, cause);
    this.file = file;
  }

  /** The file is missing, or something else than a file, or may not be read. */
  static LayerException unreadable(Path file, @Nullable IOException cause) {
    String found =
        !Files.exists(file)
            ? " does not exist"
            : cause == null ? " is not a regular file" : " cannot be read (" + cause + ")";
    return new LayerException(
        file,
        file
            + found
            + ", but a layer of the image is to hold it: make sure that it may be read and that no"
            + " other build cleans or rewrites its folder, and run again",
        cause);
  }

  /** The file concerned. */
  public Path file() {
    return file;
  }
}
