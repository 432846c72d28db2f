package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Challenge;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What authorises our requests to one host. The first refusal teaches what the host asks for; from
 * then on every request carries it from the start, and a token is renewed before it runs out.
 *
 * <p>Source: <a href="https://distribution.github.io/distribution/spec/auth/token/">Distribution,
 * token authentication</a>.
 */
final class Authorizer {
  private final RegistryHost host;
  private final Credentials credentials;
  private final TokenEndpoint endpoint;
  private final Time time;
  private final Turn fetching = new Turn();
  private final List<Token> tokens = new CopyOnWriteArrayList<>();
  private volatile @Nullable Demand demand;

  /**
   * What the host asks for.
   *
   * @param basic whether it is a name and a password
   * @param realm where tokens are had; empty where it is Basic
   * @param service the token server's name for the registry; may be empty
   */
  record Demand(boolean basic, String realm, String service) {}

  Authorizer(RegistryHost host, Credentials credentials, TokenEndpoint endpoint, Time time) {
    this.host = host;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.time = time;
  }

  /** Where was looked for a credential, and what was found. */
  Credentials.Lookup lookup() {
    return credentials.lookup(host.name());
  }

  /**
   * The {@code Authorization} to send, or null where nothing is asked for or nothing is known.
   *
   * @param purpose why a token is asked for, where that is needed
   * @throws RegistryException with {@code IMG-6} where the token server refuses us
   */
  @Nullable String header(Turn.Purpose purpose, Scopes scopes)
      throws TransientFailure, InterruptedException {
    Demand asked = demand;
    if (asked == null) {
      return null;
    }
    Credentials.Lookup lookup = lookup();
    Credential credential = lookup.credential();
    if (credential != null) {
      host.secrets().sent(credential);
    }
    if (asked.basic()) {
      return credential instanceof Credential.Basic basic ? basicHeader(basic) : null;
    }
    if (credential instanceof Credential.RegistryToken token) {
      return "Bearer " + token.token();
    }
    return "Bearer " + token(purpose, asked, scopes, lookup).value();
  }

  static String basicHeader(Credential.Basic basic) {
    return okhttp3.Credentials.basic(basic.username(), basic.password(), StandardCharsets.UTF_8);
  }

  private Token token(Turn.Purpose purpose, Demand asked, Scopes scopes, Credentials.Lookup lookup)
      throws TransientFailure, InterruptedException {
    Holder holder = Holder.of(lookup.credential());
    return fetching.take(
        purpose,
        () -> held(scopes, holder),
        () -> {
          Token fetched = endpoint.fetch(asked, scopes, lookup);
          tokens.add(fetched);
          return fetched;
        });
  }

  /** Somebody may have logged in since: what the account before was given is not used any more. */
  private @Nullable Token held(Scopes scopes, Holder holder) {
    tokens.removeIf(
        token -> !token.freshUntil().isAfter(time.now()) || !token.holder().equals(holder));
    return tokens.stream().filter(token -> token.scopes().covers(scopes)).findFirst().orElse(null);
  }

  /** Learns from a 401 what the host asks for. */
  void learn(Response refusal) {
    Demand newest = demandOf(refusal.challenges());
    if (newest != null) {
      demand = newest;
    }
  }

  /**
   * After a 401: the scopes to try once more with, or null where another try cannot help. What was
   * sent is not used again.
   *
   * @param used the {@code Authorization} that was refused; null where none was sent
   */
  @Nullable Scopes secondTry(Response refusal, @Nullable String used, Scopes scopes) {
    learn(refusal);
    Demand asked = demand;
    Credential credential = lookup().credential();
    if (asked == null || demandOf(refusal.challenges()) == null) {
      return null;
    }
    if (asked.basic()) {
      boolean unused =
          credential instanceof Credential.Basic basic && !basicHeader(basic).equals(used);
      return unused ? scopes : null;
    }
    if (credential instanceof Credential.RegistryToken token) {
      return ("Bearer " + token.token()).equals(used) ? null : scopes;
    }
    tokens.removeIf(token -> ("Bearer " + token.value()).equals(used));
    Scopes named = Scopes.parse(parameter(refusal.challenges(), "scope"));
    boolean lacking =
        parameter(refusal.challenges(), "error").equals("insufficient_scope")
            || scopes.actions().isEmpty();
    return lacking ? scopes.plus(named) : scopes;
  }

  /** The first challenge that we can answer; Negotiate and the like are passed over. */
  private static @Nullable Demand demandOf(List<Challenge> challenges) {
    for (Challenge challenge : challenges) {
      String scheme = challenge.scheme().toLowerCase(Locale.ROOT);
      String realm = challenge.authParams().get("realm");
      if (scheme.equals("basic")) {
        return new Demand(true, "", "");
      }
      if (scheme.equals("bearer") && realm != null) {
        String service = challenge.authParams().get("service");
        return new Demand(false, realm, service == null ? "" : service);
      }
    }
    return null;
  }

  private static String parameter(List<Challenge> challenges, String name) {
    for (Challenge challenge : challenges) {
      String value = challenge.authParams().get(name);
      if (challenge.scheme().equalsIgnoreCase("bearer") && value != null) {
        return value;
      }
    }
    return "";
  }
}
