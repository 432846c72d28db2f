package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.util.Set;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A registry's token server: GET with Basic or anonymously (<a
 * href="https://distribution.github.io/distribution/spec/auth/token/">Distribution, token
 * authentication</a>), or POST with an identity token (<a
 * href="https://distribution.github.io/distribution/spec/auth/oauth/">Distribution, OAuth2</a>).
 */
final class TokenEndpoint {
  private static final String CLIENT = "image-maven-plugin";

  private final RegistryHost host;
  private final Set<String> insecureHosts;
  private final HttpStack http;
  private final String userAgent;
  private final Refusals refusals;
  private final Time time;

  TokenEndpoint(
      RegistryHost host, RegistryOptions options, HttpStack http, Refusals refusals, Time time) {
    this.host = host;
    this.insecureHosts = options.insecureHosts();
    this.userAgent = options.userAgent();
    this.http = http;
    this.refusals = refusals;
    this.time = time;
  }

  /**
   * A new token.
   *
   * @throws RegistryException with {@code IMG-6} where we are refused, with {@code IMG-4} where the
   *     realm is not one that may see credentials, or its answer is none
   */
  Token fetch(Authorizer.Demand demand, Scopes scopes, Credentials.Lookup lookup)
      throws TransientFailure, InterruptedException {
    HttpUrl realm = checked(demand.realm());
    Credential credential = lookup.credential();
    if (credential != null) {
      host.secrets().sent(credential);
    }
    if (credential instanceof Credential.IdentityToken identity) {
      Token token = post(realm, demand, scopes, identity);
      if (token != null) {
        return token;
      }
    }
    return get(realm, demand, scopes, credential);
  }

  private HttpUrl checked(String realm) {
    HttpUrl url = HttpUrl.parse(realm);
    if (url == null) {
      throw refused(realm, "it is no http or https URL");
    }
    String name =
        Addresses.named(url)
            + (url.port() == HttpUrl.defaultPort(url.scheme()) ? "" : ":" + url.port());
    boolean own = url.host().equals(host.base().host());
    boolean bothLoopback = host.isLoopback() && Addresses.isLoopback(url.host());
    boolean vouchedFor = bothLoopback || insecureHosts.contains(name) || (own && host.isTrusting());
    if (!url.isHttps() && !vouchedFor) {
      throw refused(realm, "credentials would travel without encryption");
    }
    if (Addresses.isInternalLiteral(url.host()) && !own && !vouchedFor) {
      throw refused(realm, "it is an address of a private network and not the registry itself");
    }
    return url;
  }

  private RegistryException refused(String realm, String why) {
    return new RegistryException(
        Code.PUBLICATION,
        "%s sends us to the token server '%s', which is not asked: %s. Name the host in image.insecureRegistries if you trust it."
            .formatted(host.name(), Locations.shown(host, realm), why),
        null);
  }

  private @Nullable Token post(
      HttpUrl realm, Authorizer.Demand demand, Scopes scopes, Credential.IdentityToken identity)
      throws TransientFailure, InterruptedException {
    RequestBody form =
        new FormBody.Builder()
            .add("grant_type", "refresh_token")
            .add("service", demand.service())
            .add("client_id", CLIENT)
            .add("scope", String.join(" ", scopes.lines()))
            .add("refresh_token", identity.token())
            .build();
    Buffer bytes = new Buffer();
    try {
      form.writeTo(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    Request request =
        new Request.Builder()
            .url(realm)
            .post(new Bytes("application/x-www-form-urlencoded", bytes.readByteArray()))
            .header("User-Agent", userAgent)
            .build();
    try (Response response = send(request)) {
      return response.code() == 404 ? null : token(response, scopes, identity);
    }
  }

  private Token get(
      HttpUrl realm, Authorizer.Demand demand, Scopes scopes, @Nullable Credential credential)
      throws TransientFailure, InterruptedException {
    HttpUrl.Builder url = realm.newBuilder();
    if (!demand.service().isEmpty()) {
      url.addQueryParameter("service", demand.service());
    }
    scopes.lines().forEach(scope -> url.addQueryParameter("scope", scope));
    Request.Builder request =
        new Request.Builder().url(url.build()).header("User-Agent", userAgent);
    if (credential instanceof Credential.Basic basic) {
      request.header("Authorization", Authorizer.basicHeader(basic));
    } else if (credential instanceof Credential.IdentityToken identity) {
      request.header("Authorization", Authorizer.basicHeader(asBasic(identity)));
    }
    try (Response response = send(request.build())) {
      return token(response, scopes, credential);
    }
  }

  /** Under the name by which Docker's credential stores keep identity tokens. */
  static Credential.Basic asBasic(Credential.IdentityToken identity) {
    return new Credential.Basic("<token>", identity.token());
  }

  private Response send(Request request) throws TransientFailure, InterruptedException {
    host.sharedWait().await();
    boolean trustAny =
        (host.isTrusting() && request.url().host().equals(host.base().host()))
            || insecureHosts.contains(Addresses.named(request.url()))
            || insecureHosts.contains(Addresses.withPort(request.url()));
    try {
      return http.send(request, trustAny, HttpStack.SILENCE, WholeAnswer.LIMIT);
    } catch (IOException e) {
      throw refusals.ofConnection(request.url(), e, HttpStack.SILENCE).unsent();
    } catch (UnansweredException e) {
      throw e.unsent();
    }
  }

  private Token token(Response response, Scopes scopes, @Nullable Credential credential)
      throws TransientFailure {
    if (!response.isSuccessful()) {
      throw refusals.ofTokenServer(response, scopes);
    }
    WholeAnswer whole = WholeAnswer.begin(response, WholeAnswer.LIMIT);
    try {
      byte[] body = response.body().byteStream().readNBytes(ErrorBody.LIMIT + 1);
      if (body.length > ErrorBody.LIMIT) {
        throw new MalformedContentException("the token answer is longer than 64 KiB");
      }
      Token token = Token.parse(body, scopes, Holder.of(credential), time.now());
      host.secrets().sent(token);
      return token;
    } catch (MalformedContentException e) {
      // Neither the parser's words nor the body: they may hold a token.
      throw new RegistryException(
          Code.PUBLICATION,
          "The token server %s of %s gave an answer that holds no token."
              .formatted(response.request().url().host(), host.name()),
          null);
    } catch (IOException e) {
      throw refusals
          .ofConnection(response.request().url(), whole.explained(e), HttpStack.SILENCE)
          .unsent();
    }
  }
}
