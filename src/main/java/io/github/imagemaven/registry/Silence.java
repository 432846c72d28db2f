package io.github.imagemaven.registry;

import io.github.imagemaven.report.Figures;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/** What is said where a limit on silence was reached, and which limit that was. */
final class Silence {
  private Silence() {}

  /**
   * The sentence, without a full stop.
   *
   * @param at host and port
   * @param limit what the request allowed the server to be silent
   */
  static String describe(String at, SocketTimeoutException e, Duration limit) {
    if (isOfConnecting(e)) {
      return "no connection to %s within %s: a firewall may drop it, or a proxy is needed and not named in settings.xml"
          .formatted(at, seconds(HttpStack.CONNECT));
    }
    String what =
        limit.equals(HttpStack.COMMIT)
            ? "took no bytes for %s, or had them all and gave no answer for %s"
                .formatted(seconds(HttpStack.SILENCE), seconds(limit))
            : "was silent for " + seconds(limit);
    return "%s %s, which is the limit: it, or a proxy before it, is overloaded or has lost the connection"
        .formatted(at, what);
  }

  /** Whether no connection came about, so that nothing was sent. */
  static boolean isOfConnecting(SocketTimeoutException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : Figures.seconds(limit);
  }
}
