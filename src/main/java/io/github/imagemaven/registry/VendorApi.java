package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The API that a registry's vendor has beside the distribution-spec: JSON over HTTPS, with the
 * connections, limits, waits and retries that registries have. Safe for use by many threads.
 */
public final class VendorApi {
  private static final int MOST_REDIRECTS = 3;

  private final RegistryHost host;
  private final HttpUrl root;
  private final @Nullable String authorization;
  private final HttpStack http;
  private final String userAgent;
  private final Refusals refusals;
  private final Retries retries;
  private final VendorAnswers answers;

  /**
   * @param root without query and fragment, its path ends with a slash
   */
  VendorApi(
      RegistryHost host,
      HttpUrl root,
      Optional<String> authorization,
      HttpStack http,
      String userAgent,
      Refusals refusals,
      Retries retries) {
    this.host = host;
    this.root = root;
    this.authorization = authorization.orElse(null);
    this.http = http;
    this.userAgent = userAgent;
    this.refusals = refusals;
    this.retries = retries;
    this.answers = new VendorAnswers(host);
    authorization.ifPresent(host.secrets()::sent);
  }

  /**
   * An answer of a status that is the caller's matter: any but 408, 429, 5xx, and 403 that speaks
   * of a rate limit, which are tried again.
   *
   * @param status the HTTP status
   * @param body the JSON, an object or an array; null where there is none, as in 204, and where a
   *     refusal has none
   * @param next the address of the next page by the {@code Link} header; null at the last one
   * @param date the server's time; null where it did not say
   * @param headers by lower-case name, the first value of each
   * @param description status and what the body says, one line for people, without secrets
   */
  public record Answer(
      int status,
      @Nullable JsonNode body,
      @Nullable String next,
      @Nullable Instant date,
      Map<String, String> headers,
      String description) {
    /** Copies the map. */
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** Whether the status is 2xx. */
    public boolean isSuccessful() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends a request and reads the answer, at most 4 MiB of JSON. A GET is followed where the same
   * host sends it on, as GitHub does for what has been renamed; nothing is followed to another.
   *
   * @param method GET or POST
   * @param path below the API's root, percent-encoded, with its query; or an address that {@link
   *     Answer#next} or a body gave, which is refused where it is on another host or port
   * @param headers besides {@code User-Agent} and {@code Authorization}; {@code Accept} is {@code
   *     application/json} unless it is among them
   * @param json the body, whose members {@code secret}, {@code password} and {@code token} are
   *     never shown; null where there is none
   * @throws RegistryException where it cannot be reached, answers something that is no JSON, sends
   *     us elsewhere, or has us wait for longer than we may
   */
  public Answer send(
      String method, String path, Map<String, String> headers, @Nullable JsonNode json) {
    HttpUrl url = url(path);
    if (json != null) {
      host.secrets().sent(json);
    }
    RateLimit limit = new RateLimit(host.time());
    return retries.runOnline(
        method + " " + url.encodedPath(), last -> ask(method, url, headers, json, limit, () -> {}));
  }

  /**
   * Sends a DELETE. Where it has to be repeated, or to wait, its caller looks again before.
   *
   * @param path as for {@link #send}
   * @param recheck the look that the caller has made just before
   * @return empty where it may not go any more; an attempt before may have been done all the same
   * @throws IOException where the look fails so
   * @throws RegistryException as {@link #send}
   */
  public Optional<Answer> delete(String path, Map<String, String> headers, Recheck recheck)
      throws IOException {
    HttpUrl url = url(path);
    RateLimit limit = new RateLimit(host.time());
    RecheckedDeletion deletion = new RecheckedDeletion(host.time(), recheck);
    return retries.run(
        "DELETE " + url.encodedPath(),
        last -> deletion.attempt(gate -> ask("DELETE", url, headers, null, limit, gate)));
  }

  private HttpUrl url(String path) {
    boolean absolute = path.startsWith("https://") || path.startsWith("http://");
    HttpUrl url =
        absolute
            ? HttpUrl.parse(path)
            : HttpUrl.parse(root + (path.startsWith("/") ? path.substring(1) : path));
    if (url == null || !isOurs(url)) {
      throw answers.contradiction(
          "leads to '%s', which is another host and is not asked"
              .formatted(Locations.shown(host, path)));
    }
    if (!absolute && !url.encodedPath().startsWith(root.encodedPath())) {
      throw new IllegalArgumentException(path + " is not below " + root);
    }
    return url;
  }

  private boolean isOurs(HttpUrl url) {
    return url.scheme().equals(root.scheme())
        && url.host().equals(root.host())
        && url.port() == root.port()
        && url.username().isEmpty()
        && url.password().isEmpty();
  }

  private Answer ask(
      String method,
      HttpUrl url,
      Map<String, String> headers,
      @Nullable JsonNode json,
      RateLimit limit,
      Exchange.Gate gate)
      throws TransientFailure, InterruptedException {
    Semaphore permits = host.requests();
    permits.acquire();
    try {
      host.sharedWait().await();
      gate.check();
      return follow(method, url, headers, json, limit);
    } catch (IOException e) {
      throw refusals.ofConnection(url, e, HttpStack.SILENCE);
    } finally {
      permits.release();
    }
  }

  private Answer follow(
      String method,
      HttpUrl start,
      Map<String, String> headers,
      @Nullable JsonNode json,
      RateLimit limit)
      throws TransientFailure, IOException, InterruptedException {
    HttpUrl url = start;
    for (int redirects = 0; ; redirects++) {
      Request request = request(method, url, headers, json);
      try (Response response =
          http.send(request, host.isTrusting(), HttpStack.SILENCE, WholeAnswer.LIMIT)) {
        String location = response.header("Location");
        if (!response.isRedirect() || location == null || !method.equals("GET")) {
          return read(response, limit);
        }
        if (redirects == MOST_REDIRECTS) {
          throw answers.contradiction(
              "sends us on more than " + MOST_REDIRECTS + " times (redirects)");
        }
        url = redirected(url, location);
      }
    }
  }

  private HttpUrl redirected(HttpUrl from, String location) {
    HttpUrl to = from.resolve(location);
    if (to == null || !isOurs(to)) {
      throw answers.contradiction(
          "sends us to '%s', which is not followed".formatted(Locations.shown(host, location)));
    }
    return to;
  }

  private Request request(
      String method, HttpUrl url, Map<String, String> headers, @Nullable JsonNode json) {
    Bytes body =
        json != null
            ? new Bytes("application/json", Json.bytes(json))
            // A deletion has one so that it is not repeated without a look: see HttpStack.
            : method.equals("GET") ? null : Bytes.none();
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .method(method, body)
            .header("Accept", "application/json")
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    request.header("User-Agent", userAgent);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private Answer read(Response response, RateLimit limit) throws TransientFailure, IOException {
    if (response.isSuccessful()) {
      WholeAnswer whole = WholeAnswer.begin(response, WholeAnswer.LIMIT);
      try {
        return answers.success(response);
      } catch (IOException e) {
        throw whole.explained(e);
      }
    }
    ErrorBody body = refusals.read(response);
    TransientFailure again = limit.failure(host.name(), response, body);
    if (again != null) {
      throw again;
    }
    return answers.refusal(response, body);
  }

  /** Checks what a header is to have. */
  static String checkedAuthorization(RegistryHost host, String value) {
    if (!value.matches("[ -~]+")) {
      throw new RegistryException(
          Code.CREDENTIALS,
          "What was given to authorise us at %s cannot be sent: no header can have it."
              .formatted(host.name()),
          null);
    }
    return value;
  }
}
