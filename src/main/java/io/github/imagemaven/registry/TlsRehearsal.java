package io.github.imagemaven.registry;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * The beginning of a handshake with nobody. The first of a JVM takes a tenth of a second more than
 * any later one, for classes that have to be loaded and code that has not been compiled; all of it
 * is the JDK's own and can be had while other work is done.
 */
final class TlsRehearsal {
  private TlsRehearsal() {}

  /**
   * Makes a client's greeting and throws it away.
   *
   * @throws GeneralSecurityException where this JVM has no TLS
   * @throws SSLException where it cannot make a greeting
   */
  static SSLEngineResult hold() throws GeneralSecurityException, SSLException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    SSLEngine engine = context.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    ByteBuffer greeting = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    return engine.wrap(ByteBuffer.allocate(0), greeting);
  }
}
