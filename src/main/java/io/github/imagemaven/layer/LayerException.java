package io.github.imagemaven.layer;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
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

  /** The file concerned. */
  public Path file() {
    return file;
  }
}
