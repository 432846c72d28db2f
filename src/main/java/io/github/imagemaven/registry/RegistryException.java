package io.github.imagemaven.registry;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/**
 * A registry that cannot be reached, refuses, or contradicts itself: {@code IMG-4}; or, where it
 * refuses who we are or what we may, {@code IMG-6}.
 */
public class RegistryException extends ImageException {
  /**
   * @param code {@link Code#PUBLICATION} or {@link Code#CREDENTIALS}
   * @param message host, repository, what was tried, what came back, what to do
   * @param cause what was caught, if anything
   */
  public RegistryException(Code code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
