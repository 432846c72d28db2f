package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;

/** A setting that holds {@code ${…}} for which there is no value, or none yet. */
final class UnknownPropertyException extends ConfigurationException {
  private static final long serialVersionUID = 1;
  private final String what;
  private final boolean mayCome;

  /**
   * @param what {@code image.tag holds ${number}}
   * @param message what follows
   * @param mayCome whether a plugin may set it yet; the environment stays as it is
   */
  UnknownPropertyException(String what, String message, boolean mayCome) {
    super(what + message);
    this.what = what;
    this.mayCome = mayCome;
  }

  /** Which setting holds what. */
  String what() {
    return what;
  }

  /** Whether a plugin that has not run may set it. */
  boolean mayCome() {
    return mayCome;
  }
}
