package io.github.imagemaven.registry;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Figures;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.time.Duration;

/**
 * The one owner of retry: a blob, a manifest, a check is one unit and is tried as a whole.
 *
 * <p>This is no Failsafe policy because the waits are not a policy's own: a 429 stops everything
 * that goes to the host, the server says for how long, and the sum is bounded and told.
 */
final class Retries {
  /** No unit waits longer than this in all, whatever a server asks for. */
  static final Duration MOST_WAIT = Duration.ofMinutes(10);

  private static final Duration FLOOR = Duration.ofSeconds(1);

  private final RegistryOptions options;
  private final String subject;
  private final SharedWait hostWait;
  private final Time time;
  private final Log log;

  /**
   * @param subject the repository, or what else the units are of, for messages
   */
  Retries(RegistryOptions options, String subject, SharedWait hostWait, Time time, Log log) {
    this.options = options;
    this.subject = subject;
    this.hostWait = hostWait;
    this.time = time;
    this.log = log;
  }

  /** One attempt at the whole unit. */
  interface Attempt<T> {
    /**
     * Tries once.
     *
     * @param last whether no other attempt follows
     * @throws IOException where the disk fails; never retried
     */
    T run(boolean last) throws TransientFailure, IOException, InterruptedException;
  }

  /**
   * Tries until it succeeds, fails for good, or has been tried often enough. What is thrown is
   * {@linkplain RegistryException#isInDoubt in doubt} where any attempt was.
   *
   * @param unit for messages: "blob sha256:…"
   */
  <T> T run(String unit, Attempt<T> attempt) throws IOException {
    Duration waited = Duration.ZERO;
    boolean inDoubt = false;
    for (int number = 1; ; number++) {
      try {
        return attempt.run(number >= options.attempts());
      } catch (RegistryException refusal) {
        throw doubted(refusal, inDoubt);
      } catch (TransientFailure failure) {
        inDoubt |= failure.isInDoubt();
        Duration wait = waitAfter(number, failure);
        if (number >= options.attempts() || waited.plus(wait).compareTo(MOST_WAIT) > 0) {
          throw givenUp(unit, number, waited, wait, failure, inDoubt);
        }
        log.info(
            "%s: %s: attempt %d of %d failed (%s); next in %s"
                .formatted(
                    subject,
                    unit,
                    number,
                    options.attempts(),
                    failure.reason(),
                    Figures.seconds(wait)));
        pause(unit, wait, failure, inDoubt);
        waited = waited.plus(wait);
      } catch (InterruptedException e) {
        throw interrupted(unit, e, inDoubt);
      }
    }
  }

  /** An attempt before may still take effect, whatever the last one was answered. */
  private static RegistryException doubted(RegistryException failure, boolean inDoubt) {
    if (inDoubt) {
      failure.putInDoubt();
    }
    return failure;
  }

  /** {@link #run} for what touches no disk. */
  <T> T runOnline(String unit, Attempt<T> attempt) {
    try {
      return run(unit, attempt);
    } catch (IOException e) {
      throw new IllegalStateException("nothing here reads the disk", e);
    }
  }

  /** What the server asked for, or the first delay doubled each time; and up to a tenth more. */
  private Duration waitAfter(int number, TransientFailure failure) {
    Duration wait = options.firstDelay().multipliedBy(1L << Math.min(number - 1, 20));
    Duration asked = failure.asked();
    if (asked != null) {
      Duration floor = min(options.firstDelay(), FLOOR);
      wait = asked.compareTo(floor) < 0 ? floor : asked;
    }
    // Far beyond the bound is as good as any length there, and cannot overflow.
    wait = min(wait, MOST_WAIT.multipliedBy(1000));
    return wait.plusMillis((long) (wait.toMillis() * 0.1 * time.chance()));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void pause(String unit, Duration wait, TransientFailure failure, boolean inDoubt) {
    try {
      if (failure.isOfTheHost()) {
        hostWait.extendBy(wait);
        hostWait.await();
      } else {
        time.sleep(wait);
      }
    } catch (InterruptedException e) {
      throw interrupted(unit, e, inDoubt);
    }
  }

  private RegistryException givenUp(
      String unit,
      int attempts,
      Duration waited,
      Duration next,
      TransientFailure failure,
      boolean inDoubt) {
    String why =
        attempts >= options.attempts()
            ? "Try again later, or raise image.retry.attempts."
            : "The next attempt would have to wait %s, and no more than %s of waiting is allowed. Try again later."
                .formatted(Figures.seconds(next), Figures.seconds(MOST_WAIT));
    return new RegistryException(
            Code.PUBLICATION,
            "%s: %s failed after %d attempt%s and %s of waiting: %s. %s"
                .formatted(
                    subject,
                    unit,
                    attempts,
                    attempts == 1 ? "" : "s",
                    Figures.seconds(waited),
                    failure.reason(),
                    why),
            failure.getCause(),
            inDoubt)
        .passing();
  }

  private RegistryException interrupted(String unit, InterruptedException e, boolean inDoubt) {
    Thread.currentThread().interrupt();
    return new RegistryException(
        Code.PUBLICATION,
        subject + ": " + unit + " was interrupted.",
        e,
        inDoubt || e instanceof UnansweredException);
  }
}
