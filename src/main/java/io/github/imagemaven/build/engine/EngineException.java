package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/** No engine that is installed can build the Containerfile: {@code IMG-5}. */
public final class EngineException extends ImageException {
  /**
   * @param message what the file needs, what was found, what to install or to change
   * @param cause what was caught, if anything
   */
  public EngineException(String message, @Nullable Throwable cause) {
    super(Code.ENGINE, message, cause);
  }
}
