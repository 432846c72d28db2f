package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.HttpUrl;
import okhttp3.Response;

/**
 * Requests to one repository: within the host's limit and wait, with what authorises them, through
 * redirects. An answer of any status is an answer; what it means is the caller's matter.
 */
final class Exchange {
  private final RegistryHost host;
  private final RepositoryName repository;
  private final Authorizer authorizer;
  private final Refusals refusals;
  private final Redirects redirects;

  Exchange(
      RegistryHost host,
      RepositoryName repository,
      Authorizer authorizer,
      Refusals refusals,
      Redirects redirects) {
    this.host = host;
    this.repository = repository;
    this.authorizer = authorizer;
    this.refusals = refusals;
    this.redirects = redirects;
  }

  /** Reads an answer while its connection is ours. */
  interface Reader<T> {
    /**
     * Reads it.
     *
     * @throws IOException where the connection fails; taken for a transient failure
     */
    T read(Response response) throws TransientFailure, IOException, InterruptedException;
  }

  /** Sends, and reads the answer. */
  <T> T send(Ask ask, Reader<T> reader) throws TransientFailure, InterruptedException {
    host.requests().acquire();
    try {
      return read(ask, reader);
    } catch (IOException e) {
      throw refusals.ofConnection(host.base(), e, ask.silence());
    } finally {
      host.requests().release();
    }
  }

  private <T> T read(Ask ask, Reader<T> reader)
      throws TransientFailure, IOException, InterruptedException {
    // With the permit in hand, so that nothing that queued for it slips past a wait that began
    // meanwhile.
    host.sharedWait().await();
    try (Response response = answer(ask)) {
      return reader.read(response);
    }
  }

  /** An answer whose body is read later; one of the host's few downloads until it is closed. */
  record Download(Response response, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      response.close();
      release.run();
    }
  }

  /** Sends, and leaves the body to be read. */
  Download open(Ask ask) throws TransientFailure, InterruptedException {
    Semaphore downloads = host.downloads();
    downloads.acquire();
    AtomicBoolean held = new AtomicBoolean(true);
    Runnable release =
        () -> {
          if (held.getAndSet(false)) {
            downloads.release();
          }
        };
    try {
      host.sharedWait().await();
      return new Download(answer(ask), release);
    } catch (Throwable e) {
      release.run();
      throw e;
    }
  }

  private Response answer(Ask ask) throws TransientFailure, InterruptedException {
    Redirects.Sent first = introduced(ask);
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
    return round(ask, more).response();
  }

  /** The first request to a host goes alone, so that the others know what it learns. */
  private Redirects.Sent introduced(Ask ask) throws TransientFailure, InterruptedException {
    if (host.isIntroduced()) {
      return round(ask, ask.scopes());
    }
    host.introduction().lockInterruptibly();
    try {
      if (!host.isIntroduced()) {
        Redirects.Sent sent =
            host.candidates().size() == 1 ? round(ask, ask.scopes()) : firstThatAnswers(ask);
        if (sent.home()) {
          // Another host that we are sent on to must not name the place where our password goes.
          authorizer.learn(sent.response());
        }
        host.introduce();
        return sent;
      }
    } finally {
      host.introduction().unlock();
    }
    return round(ask, ask.scopes());
  }

  /**
   * Asks each place where the host may answer; nothing that authorises is known, so none is sent.
   */
  private Redirects.Sent firstThatAnswers(Ask ask) throws TransientFailure, InterruptedException {
    HttpUrl likely = host.candidates().get(0);
    HttpUrl other = host.candidates().get(1);
    Redirects.Sent sent = null;
    IOException failure = null;
    try {
      host.settle(likely);
      sent = redirects.follow(ask, resolve(ask), null);
      if (!answersLikeAnotherProtocol(sent.response())) {
        return sent;
      }
    } catch (ConnectException e) {
      if (likely.port() == other.port()) {
        throw refusals.ofConnection(likely, e, ask.silence());
      }
      failure = e;
    } catch (IOException e) {
      failure = e;
    }
    try {
      host.settle(other);
      // Something that speaks no TLS may never answer a greeting in TLS.
      Redirects.Sent second =
          redirects.follow(
              host.isLoopback() ? ask.within(HttpStack.GREETING) : ask, resolve(ask), null);
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
      IOException first = failure == null || e instanceof ProxyRefusalException ? e : failure;
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

  private Redirects.Sent round(Ask ask, Scopes scopes)
      throws TransientFailure, InterruptedException {
    HttpUrl url = resolve(ask);
    String authorization = host.isHome(url) ? authorizer.header(scopes) : null;
    try {
      return redirects.follow(ask, url, authorization);
    } catch (IOException e) {
      throw refusals.ofConnection(url, e, ask.silence());
    }
  }

  private HttpUrl resolve(Ask ask) {
    HttpUrl url = ask.url() != null ? ask.url() : host.base().resolve("/" + ask.path());
    if (url == null) {
      throw new IllegalStateException("no URL: " + ask.path());
    }
    return url;
  }

  /**
   * Says what was contradictory about an answer.
   *
   * @param what the rest of the sentence after the repository's name
   */
  RegistryException contradiction(String what) {
    return refusals.contradiction(repository, what);
  }

  RegistryHost host() {
    return host;
  }

  RepositoryName repository() {
    return repository;
  }

  Refusals refusals() {
    return refusals;
  }
}
