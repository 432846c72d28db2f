package io.github.imagemaven.registry;

import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Response;

/**
 * Requests to one repository with what authorises them: the first to a host finds out how it is
 * spoken to, and one that is challenged (401) is sent once more with what answers the challenge.
 */
final class AuthorizedRequests {
  private final RegistryHost host;
  private final Authorizer authorizer;
  private final Refusals refusals;
  private final Redirects redirects;

  AuthorizedRequests(
      RegistryHost host, Authorizer authorizer, Refusals refusals, Redirects redirects) {
    this.host = host;
    this.authorizer = authorizer;
    this.refusals = refusals;
    this.redirects = redirects;
  }

  /** Sends one; an answer of any status is an answer. */
  Response answer(Ask ask, Exchange.Way way) throws TransientFailure, InterruptedException {
    Redirects.Sent first = introduced(ask, way);
    if (first.response().code() != 401) {
      return first.response();
    }
    Scopes more;
    try {
      more =
          first.home()
              ? authorizer.secondTry(first.response(), first.authorization(), ask.scopes())
              : null;
    } catch (Throwable e) {
      first.response().close();
      throw e;
    }
    if (more == null) {
      return first.response();
    }
    first.response().close();
    return round(ask, more, way).response();
  }

  private Redirects.Sent introduced(Ask ask, Exchange.Way way)
      throws TransientFailure, InterruptedException {
    if (!host.introduction().isDone()) {
      Optional<Redirects.Sent> first =
          host.introduction().run(way.purpose(), () -> introduce(ask, way));
      if (first.isPresent()) {
        return first.get();
      }
    }
    return round(ask, ask.scopes(), way);
  }

  private Redirects.Sent introduce(Ask ask, Exchange.Way way)
      throws TransientFailure, InterruptedException {
    way.gate().check();
    Redirects.Sent sent =
        host.candidates().size() == 1
            ? round(ask, ask.scopes(), way)
            : new FirstAnswer(host, refusals, redirects).of(ask, !way.isGuarded());
    if (sent.home()) {
      // Another host that we are sent on to must not name the place where our password goes.
      authorizer.learn(sent.response());
    }
    return sent;
  }

  private Redirects.Sent round(Ask ask, Scopes scopes, Exchange.Way way)
      throws TransientFailure, InterruptedException {
    HttpUrl url = ask.at(host.base());
    String authorization = host.isHome(url) ? authorizer.header(way.purpose(), scopes) : null;
    way.gate().check();
    try {
      return redirects.follow(ask, url, authorization);
    } catch (IOException e) {
      throw refusals.ofConnection(url, e, ask.silence());
    }
  }
}
