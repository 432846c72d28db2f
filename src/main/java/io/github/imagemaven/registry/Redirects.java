package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through redirects to the answer, with what authorises it as long as it
 * stays at home.
 */
final class Redirects {
  private static final int MOST_REDIRECTS = 5;

  private final RegistryHost host;
  private final RepositoryName repository;
  private final HttpStack http;
  private final String userAgent;
  private final Log log;

  Redirects(
      RegistryHost host, RepositoryName repository, HttpStack http, String userAgent, Log log) {
    this.host = host;
    this.repository = repository;
    this.http = http;
    this.userAgent = userAgent;
    this.log = log;
  }

  /**
   * An answer and how it was asked for.
   *
   * @param authorization what was sent; null where nothing was
   * @param home whether it was the registry itself that answered
   */
  record Sent(Response response, @Nullable String authorization, boolean home) {}

  /**
   * Sends, and follows where it is sent on.
   *
   * @throws RegistryException where the way leads where it must not, or has no end
   */
  Sent follow(Ask ask, HttpUrl start, @Nullable String authorization)
      throws IOException, InterruptedException {
    HttpUrl url = start;
    String sent = authorization;
    for (int redirects = 0; ; redirects++) {
      Response response =
          http.send(request(ask, url, sent), mayTrustAny(url), ask.silence(), limit(ask));
      warn(response);
      if (host.isHome(url)) {
        host.learnReadsLeft(response);
      }
      String location = response.header("Location");
      boolean mayFollow = ask.body() == null || response.code() == 307 || response.code() == 308;
      boolean redirected = response.isRedirect() && location != null && mayFollow;
      if (!redirected) {
        return new Sent(response, sent, host.isHome(url));
      }
      response.close();
      if (redirects == MOST_REDIRECTS) {
        throw new RegistryException(
            Code.PUBLICATION,
            "%s: the registry sends us on more than %d times (redirects)."
                .formatted(repository, MOST_REDIRECTS),
            null);
      }
      url = Locations.checked(host, repository, url, location);
      if (!host.isHome(url)) {
        // Never put back on, even if the way leads home again.
        sent = null;
      }
    }
  }

  /** A blob may take as long as bytes move. */
  private static @Nullable Duration limit(Ask ask) {
    return ask.body() instanceof UploadBody ? null : ask.whole();
  }

  private Request request(Ask ask, HttpUrl url, @Nullable String authorization) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .method(ask.method(), ask.body())
            .header("User-Agent", userAgent)
            // Bytes as they are stored: a digest is that of the stored bytes.
            .header("Accept-Encoding", "identity");
    ask.headers().forEach(request::header);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private boolean mayTrustAny(HttpUrl url) {
    return host.isTrusting() && url.host().equals(host.base().host());
  }

  private void warn(Response response) {
    for (String warning : response.headers("Warning")) {
      if (warning.startsWith("299") && host.isNewWarning(warning)) {
        String shown = host.secrets().hide(warning);
        log.warn(
            "%s says: %s"
                .formatted(host.name(), shown.substring(0, Math.min(shown.length(), 300))));
      }
    }
  }
}
