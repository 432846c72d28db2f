package io.github.imagemaven.registry;

import java.io.IOException;
import java.net.ConnectException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** Finds out whether a host that may answer by http or by https answers by which of them. */
final class FirstAnswer {
  private final RegistryHost host;
  private final Refusals refusals;
  private final Redirects redirects;

  FirstAnswer(RegistryHost host, Refusals refusals, Redirects redirects) {
    this.host = host;
    this.refusals = refusals;
    this.redirects = redirects;
  }

  /**
   * Asks each place where the host may answer; nothing that authorises is known, so none is sent.
   *
   * @param repeatable whether it may be sent to the second where the first has lost the connection,
   *     and may have done it
   */
  Redirects.Sent of(Ask ask, boolean repeatable) throws TransientFailure, InterruptedException {
    HttpUrl likely = host.candidates().get(0);
    HttpUrl other = host.candidates().get(1);
    Redirects.Sent sent = null;
    IOException failure = null;
    try {
      host.settle(likely);
      sent = redirects.follow(ask, ask.at(host.base()), null);
      if (!answersLikeAnotherProtocol(sent.response())) {
        return sent;
      }
    } catch (ConnectException e) {
      if (likely.port() == other.port()) {
        throw refusals.ofConnection(likely, e, ask.silence());
      }
      failure = e;
    } catch (IOException e) {
      if (!repeatable && !(e instanceof SSLException)) {
        throw refusals.ofConnection(likely, e, ask.silence());
      }
      failure = e;
    }
    try {
      host.settle(other);
      // Something that speaks no TLS may never answer a greeting in TLS.
      Redirects.Sent second =
          redirects.follow(
              host.isLoopback() ? ask.within(HttpStack.GREETING) : ask, ask.at(host.base()), null);
      if (failure != null && answersForTls(second.response(), likely)) {
        // It was TLS all along, and only the connection broke.
        second.response().close();
        throw failure;
      }
      if (sent != null) {
        sent.response().close();
      }
      return second;
    } catch (IOException e) {
      host.settle(likely);
      if (sent != null) {
        return sent;
      }
      // Without TLS is what this host was said to be; what failed is the rest.
      boolean isSecond = e instanceof ProxyRefusalException || Distrust.isNoTls(failure);
      IOException first = failure == null || isSecond ? e : failure;
      throw refusals.ofConnection(likely, first, ask.silence());
    } catch (RuntimeException | InterruptedException e) {
      if (sent != null) {
        sent.response().close();
      }
      throw e;
    }
  }

  /**
   * A TLS port answers plain http with 400 and a text, by Go's server without any header; a
   * registry's 400 says that it has a JSON body.
   */
  private static boolean answersLikeAnotherProtocol(Response response) {
    String type = response.header("Content-Type");
    return response.code() == 400
        && !response.request().isHttps()
        && (type == null || type.startsWith("text/"));
  }

  /** Whether what was asked by plain http only says that one has to come by https. */
  private static boolean answersForTls(Response response, HttpUrl likely) {
    HttpUrl from = response.request().url();
    boolean sentOn = from.isHttps() && from.host().equals(likely.host());
    return likely.isHttps() && (sentOn || answersLikeAnotherProtocol(response));
  }
}
