package io.github.imagemaven.registry;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * TLS that cannot come about however often it is tried: a certificate that nobody vouches for, or
 * something that speaks no TLS. A handshake that was closed or reset is neither; a balancer does so
 * with a connection too many.
 */
final class Distrust {
  private Distrust() {}

  static boolean isAt(SSLException e) {
    return isNoTls(e) || isCausedBy(e);
  }

  /** Whether something answered that speaks no TLS. */
  static boolean isNoTls(@Nullable IOException e) {
    return e instanceof SSLException
        && String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message");
  }

  private static boolean isCausedBy(SSLException e) {
    // Causes may go round in a circle; no chain of them is that long.
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof SSLPeerUnverifiedException
          || cause instanceof CertificateException
          || cause instanceof CertPathValidatorException
          || cause instanceof CertPathBuilderException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
