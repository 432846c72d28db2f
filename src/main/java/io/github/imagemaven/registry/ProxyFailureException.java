package io.github.imagemaven.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A proxy was not reached, or did not lead to the host: nothing was sent, and another try may help.
 */
final class ProxyFailureException extends IOException {
  private static final long serialVersionUID = 1;

  /** How OkHttp tells of an answer to CONNECT that is neither 200 nor 407. */
  private static final String NO_TUNNEL = "Unexpected response code for CONNECT:";

  private ProxyFailureException(String message, IOException cause) {
    super(message, cause);
  }

  /**
   * What a failure of a request that went through a proxy means.
   *
   * @param proxy which proxy, and who names it
   * @return a refusal where it is the proxy that does not know us; the failure itself where the
   *     proxy had led to the host
   */
  static IOException explain(HttpUrl url, String proxy, IOException e) {
    if ((NO_TUNNEL + " 401").equals(e.getMessage())) {
      // tinyproxy: 407 where nobody has logged in, 401 where the password is wrong.
      return new ProxyRefusalException(
          proxy + " opens no tunnel (401). Correct <username> and <password> of that <proxy>");
    }
    String what = meaning(url, e);
    return what == null
        ? e
        : new ProxyFailureException(
            "%s is reached through %s, which %s".formatted(Addresses.withPort(url), proxy, what),
            e);
  }

  private static @Nullable String meaning(HttpUrl url, IOException e) {
    if (e instanceof UnknownHostException) {
      return "has an unknown name: correct its host";
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "does not accept connections: correct its host and port, or start it";
    }
    if (e instanceof SocketTimeoutException timeout && Silence.isOfConnecting(timeout)) {
      return "did not accept a connection within %d s: correct its host and port"
          .formatted(HttpStack.CONNECT.toSeconds());
    }
    String said = String.valueOf(e.getMessage());
    return said.startsWith(NO_TUNNEL)
        ? "opens no tunnel to it (%s): have the proxy lead there, or, if this machine reaches %s itself, add that to <nonProxyHosts>"
            .formatted(said.substring(NO_TUNNEL.length()).strip(), url.host())
        : null;
  }
}
