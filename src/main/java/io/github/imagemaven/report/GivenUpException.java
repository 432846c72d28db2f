package io.github.imagemaven.report;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Work was given up because the run was asked to end. Unlike other {@link InterruptedIOException}s,
 * such as a socket's time-out, it says nothing of what was worked on.
 */
public final class GivenUpException extends InterruptedIOException {
  private static final long serialVersionUID = 1;

  /** Where the run is to end. */
  public GivenUpException() {
    super("interrupted");
  }

  /**
   * Where a thread was interrupted, and stays so.
   *
   * @param awaited what it waited for
   */
  public static GivenUpException waitingFor(String awaited, @Nullable InterruptedException cause) {
    Thread.currentThread().interrupt();
    GivenUpException failure = new GivenUpException("interrupted, waiting for " + awaited);
    failure.initCause(cause);
    return failure;
  }

  private GivenUpException(String message) {
    super(message);
  }
}
