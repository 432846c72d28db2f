package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;

/** A setting that holds {@code ${…}} for which there is no value, or none yet. */
final class UnknownPropertyException extends ConfigurationException {
  private static final long serialVersionUID = 1;
  private final boolean mayCome;

  /**
   * @param mayCome whether a plugin may set it yet; the environment stays as it is
   */
  UnknownPropertyException(String message, boolean mayCome) {
    super(message);
    this.mayCome = mayCome;
  }

  /** Whether a plugin that has not run may set it. */
  boolean mayCome() {
    return mayCome;
  }
}
