package io.github.imagemaven.registry;

/**
 * The calling thread was interrupted while a request was under way: it may take effect, or may have
 * taken it. An interruption of any other kind comes while nothing is.
 */
final class UnansweredException extends InterruptedException {
  private static final long serialVersionUID = 1;

  /** The same of a request that changes nothing. */
  InterruptedException unsent() {
    InterruptedException interruption = new InterruptedException(getMessage());
    interruption.initCause(this);
    return interruption;
  }
}
