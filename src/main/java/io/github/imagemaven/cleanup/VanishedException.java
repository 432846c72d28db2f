package io.github.imagemaven.cleanup;

/** A manifest that a list has is not there: it went since, or is hidden. */
final class VanishedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the manifest, and how it is listed
   */
  VanishedException(String what) {
    super(what);
  }
}
