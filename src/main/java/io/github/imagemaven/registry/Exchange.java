package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Response;

/**
 * Requests to one repository: within the host's limit and wait, with what authorises them, through
 * redirects. An answer of any status is an answer; what it means is the caller's matter.
 */
final class Exchange {
  private static final Gate OPEN = () -> {};

  private final RegistryHost host;
  private final RepositoryName repository;
  private final Refusals refusals;
  private final AuthorizedRequests authorized;
  private final Way way;

  /**
   * How requests go out.
   *
   * @param purpose why they are sent
   * @param held whether one of the host's permits is at hand
   * @param gate lets each of them go
   */
  record Way(Turn.Purpose purpose, boolean held, Gate gate) {
    private static final Way USUAL = new Way(Turn.Purpose.NEED, false, OPEN);

    /** Whether somebody may stop a request that is about to go out. */
    boolean isGuarded() {
      return gate != OPEN;
    }
  }

  Exchange(
      RegistryHost host,
      RepositoryName repository,
      Authorizer authorizer,
      Refusals refusals,
      Redirects redirects) {
    this(
        host,
        repository,
        refusals,
        new AuthorizedRequests(host, authorizer, refusals, redirects),
        Way.USUAL);
  }

  private Exchange(
      RegistryHost host,
      RepositoryName repository,
      Refusals refusals,
      AuthorizedRequests authorized,
      Way way) {
    this.host = host;
    this.repository = repository;
    this.refusals = refusals;
    this.authorized = authorized;
    this.way = way;
  }

  private Exchange with(Turn.Purpose purpose, boolean held, Gate gate) {
    return new Exchange(host, repository, refusals, authorized, new Way(purpose, held, gate));
  }

  /** The same for requests whose answers nobody needs yet. */
  Exchange greeting() {
    return with(Turn.Purpose.GREETING, way.held, way.gate);
  }

  /** The same for requests that may not go out at any time. */
  Exchange guarded(Gate gate) {
    return with(way.purpose, way.held, gate);
  }

  /**
   * Asked when a request is about to go out, with all that it had to wait for at hand, and again
   * where it is repeated after a challenge. What goes out guarded as the first request to a host is
   * not sent to its other port, too, after a lost connection.
   */
  interface Gate {
    /**
     * Lets it go.
     *
     * @throws TransientFailure where it may not
     */
    void check() throws TransientFailure;
  }

  /** Requests that follow each other without a queue between them. */
  interface Held<T> {
    /**
     * Sends them, one at a time.
     *
     * @param permitted the exchange that has the permit
     * @param queued whether the permit had to be waited for
     */
    T send(Exchange permitted, boolean queued) throws TransientFailure, InterruptedException;
  }

  /** Sends several requests with one of the host's permits. */
  <T> T hold(Held<T> requests) throws TransientFailure, InterruptedException {
    Semaphore permits = host.requests();
    // With a time, though it is none: without one it would push ahead of those that queue.
    boolean queued = !permits.tryAcquire(0, TimeUnit.NANOSECONDS);
    if (queued) {
      permits.acquire();
    }
    try {
      return requests.send(with(way.purpose, true, way.gate), queued);
    } finally {
      permits.release();
    }
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
    if (!way.held) {
      return hold((permitted, queued) -> permitted.send(ask, reader));
    }
    try {
      return read(ask, reader);
    } catch (IOException e) {
      throw refusals.ofConnection(host.base(), e, ask.silence());
    }
  }

  private <T> T read(Ask ask, Reader<T> reader)
      throws TransientFailure, IOException, InterruptedException {
    // With the permit in hand, so that nothing that queued for it slips past a wait that began
    // meanwhile.
    host.sharedWait().await();
    try (Response response = authorized.answer(ask, way)) {
      WholeAnswer whole = WholeAnswer.begin(response, ask.whole());
      try {
        return reader.read(response);
      } catch (IOException e) {
        throw whole.explained(e);
      }
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
      return new Download(authorized.answer(ask, way), release);
    } catch (Throwable e) {
      release.run();
      throw e;
    }
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
