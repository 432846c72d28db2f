package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a host did not do into either a reason to try again or the sentence for the user.
 *
 * <p>Tried again: lost connections, 408, 429, 5xx, and a 403 that is a rate limit: it says how long
 * to wait, or, as GHCR's, "exceeded a secondary rate limit". Nothing else.
 */
final class Refusals {
  private final RegistryHost host;
  private final Credentials credentials;
  private final Time time;

  Refusals(RegistryHost host, Credentials credentials, Time time) {
    this.host = host;
    this.credentials = credentials;
    this.time = time;
  }

  /**
   * A request without an answer.
   *
   * @param silence how long the server might be silent
   * @return why to try again
   * @throws RegistryException where another try cannot help: no trust, no TLS
   */
  TransientFailure ofConnection(HttpUrl url, IOException e, Duration silence) {
    String at = Addresses.withPort(url);
    if (e instanceof ProxyRefusalException) {
      throw new RegistryException(
          Code.CREDENTIALS,
          "%s cannot be reached: %s.".formatted(host.name(), e.getMessage()),
          e,
          false);
    }
    if (e instanceof ProxyFailureException) {
      return TransientFailure.unsent(String.valueOf(e.getMessage()), e);
    }
    if (e instanceof UnknownHostException) {
      return TransientFailure.unsent(
          "the host "
              + url.host()
              + " is unknown (is the name right? if a proxy leads there, settings.xml has to name"
              + " it)",
          e);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return TransientFailure.unsent("nothing accepts connections at " + at, e);
    }
    if (e instanceof SocketTimeoutException timeout) {
      String what = Silence.describe(at, timeout, silence);
      return Silence.isOfConnecting(timeout)
          ? TransientFailure.unsent(what, e)
          : TransientFailure.of(what, e);
    }
    if (e instanceof SlowAnswerException) {
      return TransientFailure.of(at + " " + e.getMessage(), e);
    }
    if (e instanceof SSLException tls && Distrust.isAt(tls)) {
      throw new RegistryException(
          Code.PUBLICATION,
          "%s cannot be spoken to securely: %s. If it speaks http only, or its certificate is one that nobody vouches for, name it: -Dimage.insecureRegistries=%s"
              .formatted(at, e.getMessage(), host.name()),
          e,
          false);
    }
    // A status line that is none is told in full.
    String said = String.valueOf(e.getMessage());
    String shown = host.secrets().hide(said);
    TransientFailure failure =
        TransientFailure.of(
            "the connection to " + at + " failed: " + shown,
            shown.equals(said) ? e : new IOException(shown));
    return e instanceof SSLHandshakeException ? failure.unsent() : failure;
  }

  /** Whether a 403 is a rate limit, which says nothing of what was asked for. */
  boolean isRateLimit(Response response, ErrorBody body) {
    return response.code() == 403 && isTransient(response, body);
  }

  /** What a refusal says, to be shown without what we sent. */
  ErrorBody read(Response response) {
    return ErrorBody.read(response, host.secrets());
  }

  /**
   * A token server's answer that is no success.
   *
   * @return why to try again
   * @throws RegistryException where another try cannot help
   */
  TransientFailure ofTokenServer(Response response, Scopes scopes) {
    ErrorBody body = read(response);
    if (isTransient(response, body)) {
      return again("the token server answered ", response, body);
    }
    String refusal =
        "The token server %s refused a token for %s (%s): %s."
            .formatted(
                response.request().url().host(),
                host.name(),
                String.join(" ", scopes.lines()),
                body.description());
    throw new RegistryException(Code.CREDENTIALS, refusal + " " + whoWeAre(), null);
  }

  /**
   * A registry's answer that is no success.
   *
   * @param doing what was tried, "upload of sha256:…"
   * @return why to try again
   * @throws RegistryException where another try cannot help
   */
  TransientFailure of(RepositoryName repository, String doing, Response response) {
    return of(repository, doing, response, read(response));
  }

  /** {@link #of(RepositoryName, String, Response)} for a body that has been read. */
  TransientFailure of(RepositoryName repository, String doing, Response response, ErrorBody body) {
    if (isTransient(response, body)) {
      TransientFailure failure = again(host.name() + " answered ", response, body);
      return leavesInDoubt(response) ? failure.inDoubt() : failure;
    }
    String refusal = "%s: %s was refused: %s.".formatted(repository, doing, body.description());
    if (body.mentions("immutab")) {
      throw failure(
          refusal
              + " The tag exists and the repository's settings make it immutable: publish under"
              + " another tag, or change the setting.");
    }
    if (!host.isHome(response.request().url())) {
      throw failure(refusal + elsewhere(response));
    }
    if (response.code() == 401 || response.code() == 403) {
      throw unauthorised(repository, refusal, response);
    }
    throw failure(refusal + Advice.after(repository, response, body));
  }

  private boolean isTransient(Response response, ErrorBody body) {
    int status = response.code();
    return status == 408
        || status == 429
        || status >= 500
        || (status == 403
            && (body.mentions("secondary rate limit") || asked(response, body) != null));
  }

  private @Nullable Duration asked(Response response, ErrorBody body) {
    return RetryAfter.of(response.headers(), body.text(), time.now());
  }

  /** A gateway that gives up does not stop the registry behind it; 429 and 403 stop at the door. */
  private static boolean leavesInDoubt(Response response) {
    return response.code() == 408 || response.code() >= 500;
  }

  private TransientFailure again(String who, Response response, ErrorBody body) {
    String reason = who + body.description();
    Duration asked = asked(response, body);
    boolean ofTheHost = response.code() == 429 || response.code() == 403 || response.code() == 503;
    return ofTheHost || asked != null
        ? TransientFailure.ofTheHost(reason, asked)
        : TransientFailure.of(reason, null);
  }

  /** Who refused, where that is not the registry: our credentials have no part in it. */
  private String elsewhere(Response response) {
    return " It was %s that answered, where %s sends us on; no credentials are sent there."
        .formatted(response.request().url().host(), host.name());
  }

  /** Docker Hub refuses what an account may not with 401 and a token that does not suffice. */
  private RegistryException unauthorised(
      RepositoryName repository, String refusal, Response response) {
    boolean known = credentials.lookup(host.name()).credential() != null;
    boolean lacksRight =
        response.code() == 403
            || response.challenges().stream()
                .anyMatch(each -> "insufficient_scope".equals(each.authParams().get("error")));
    // Who may pull and push without a name is not therefore one who may delete.
    boolean deletion = response.request().method().equals("DELETE");
    String rights =
        !lacksRight || !(known || deletion)
            ? ""
            : " "
                + (deletion ? Advice.deletionRightsFor(repository) : Advice.rightsFor(repository));
    return new RegistryException(Code.CREDENTIALS, refusal + " " + whoWeAre() + rights, null);
  }

  /** Which credentials were used and from where, or where was looked for some. */
  private String whoWeAre() {
    Credentials.Lookup lookup = credentials.lookup(host.name());
    List<String> places = lookup.places();
    if (lookup.credential() == null) {
      return "No credentials for %s were found. Looked in: %s. %s"
          .formatted(
              host.name(),
              places.isEmpty() ? "nowhere" : String.join(", ", places),
              Advice.credentialsFor(host.name()));
    }
    String user =
        lookup.credential() instanceof Credential.Basic basic
            ? "user '" + basic.username() + "'"
            : lookup.credential() instanceof Credential.IdentityToken
                ? "an identity token"
                : "a registry token";
    String ends =
        lookup.credential() instanceof Credential.Basic basic && basic.hasLooseEnds()
            ? " The password begins or ends with a blank or a line break: does that belong to it?"
            : "";
    return "The credentials used (%s) are from %s; check that they are valid and meant for this host.%s"
        .formatted(
            user, places.isEmpty() ? "an unnamed place" : places.get(places.size() - 1), ends);
  }

  /** An answer that contradicts what was asked, or itself. */
  RegistryException contradiction(RepositoryName repository, String what) {
    RegistryException failure =
        failure(repository + ": the registry contradicts itself: " + host.secrets().hide(what));
    failure.putInDoubt();
    return failure;
  }

  private static RegistryException failure(String message) {
    return new RegistryException(Code.PUBLICATION, message, null);
  }
}
