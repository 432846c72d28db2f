package io.github.imagemaven.registry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure that another attempt may mend. Never leaves this room: see {@link Retries}. */
final class TransientFailure extends Exception {
  private static final long serialVersionUID = 1;
  private final String reason;
  private final @Nullable Duration asked;
  private final boolean ofTheHost;
  private final boolean inDoubt;

  private TransientFailure(
      String reason,
      @Nullable Duration asked,
      boolean ofTheHost,
      boolean inDoubt,
      @Nullable Throwable cause) {
    super(reason, cause);
    this.reason = reason;
    this.asked = asked;
    this.ofTheHost = ofTheHost;
    this.inDoubt = inDoubt;
  }

  /** Something that concerns one request: a lost connection, a 500. */
  static TransientFailure of(String reason, @Nullable Throwable cause) {
    return new TransientFailure(reason, null, false, cause != null, cause);
  }

  /** No connection came about, so that nothing can have taken effect. */
  static TransientFailure unsent(String reason, Throwable cause) {
    return new TransientFailure(reason, null, false, false, cause);
  }

  /** A refusal that concerns all that we send to the host: 429, 503, a secondary rate limit. */
  static TransientFailure ofTheHost(String reason, @Nullable Duration asked) {
    return new TransientFailure(reason, asked, true, false, null);
  }

  /** Something just pushed that is not seen yet; worth a short wait. */
  static TransientFailure lag(String reason, Duration wait) {
    return new TransientFailure(reason, wait, false, false, null);
  }

  /** The same of a request that may have taken effect all the same, or does so yet. */
  TransientFailure inDoubt() {
    return new TransientFailure(reason, asked, ofTheHost, true, getCause());
  }

  /** The same of a request that was never sent, since something that it needs could not be had. */
  TransientFailure unsent() {
    return new TransientFailure(reason, asked, ofTheHost, false, getCause());
  }

  /** Whether the request may have taken effect, as one whose connection was lost. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** For messages, without a full stop. */
  String reason() {
    return reason;
  }

  /** How long to wait at least; null where nobody said. */
  @Nullable Duration asked() {
    return asked;
  }

  /** Whether everything else that talks to the host has to wait as well. */
  boolean isOfTheHost() {
    return ofTheHost;
  }
}
