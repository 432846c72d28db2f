package io.github.imagemaven.cleanup.testing;

import io.github.imagemaven.cleanup.testing.HubEndpoints.Account;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Docker Hub's API over a real registry: the tags are those that the registry has, and one that is
 * deleted here is gone there. {@link RegistryFront} is the registry that goes with it.
 */
public final class FakeHub implements AutoCloseable {
  private final FakeServer server;
  private final HubEndpoints endpoints;

  private FakeHub(Upstream upstream, String address, int port, @Nullable SSLContext tls) {
    endpoints = new HubEndpoints(upstream);
    server = new FakeServer(address, port, tls, endpoints::answer);
    endpoints.root = server.root().toString();
    endpoints.clock = server::clock;
  }

  /** On a free port of 127.0.0.1. */
  public static FakeHub start(Upstream upstream) {
    return start(upstream, "127.0.0.1", 0, null);
  }

  /** At an address; over TLS where there is a context. */
  public static FakeHub start(
      Upstream upstream, String address, int port, @Nullable SSLContext tls) {
    return new FakeHub(upstream, address, port, tls);
  }

  /** Where it answers. */
  public URI root() {
    return server.root();
  }

  /** Where it is reached, for the addresses that it gives: a name, or a proxy. */
  public FakeHub knownAs(URI root) {
    endpoints.root = root.toString();
    return this;
  }

  /** Somebody who may do everything. */
  public FakeHub account(String identifier, String secret) {
    return account(identifier, secret, true);
  }

  /** Somebody who may delete tags, or only list them. */
  public FakeHub account(String identifier, String secret, boolean deletes) {
    endpoints.accounts.put(identifier, new Account(secret, deletes));
    return this;
  }

  /** No token given so far is valid any more. */
  public FakeHub expireTokens() {
    endpoints.tokens.clear();
    return this;
  }

  /** Lists say no digest, as for tags of long ago. */
  public FakeHub withoutDigests() {
    endpoints.saysDigest = false;
    return this;
  }

  /** Deletes tags at {@code /v2/repositories} alone. */
  public FakeHub onlyOldDeletion() {
    endpoints.newDeletion = false;
    return this;
  }

  /** No page has more than this, whatever is asked for. */
  public FakeHub mostPerPage(int most) {
    endpoints.mostPerPage = most;
    return this;
  }

  /** Runs after a page of tags was made and before it is sent; may change the registry. */
  public FakeHub afterPage(FakeGithub.PageHook hook) {
    endpoints.afterPage = hook;
    return this;
  }

  /** How many requests are left of the limit, and for how long. */
  public FakeHub requestsLeft(int left, Duration until) {
    endpoints.requestsLeft = left;
    endpoints.untilReset = until;
    return this;
  }

  /** Somebody else takes a tag away, and nothing with it. */
  public void deleteTag(String repository, String tag) throws IOException {
    endpoints.upstream.repository(repository).deleteTag(tag);
  }

  /** The next requests that fit are answered so. */
  public FakeHub faultOn(Predicate<Request> when, int times, Reply reply) {
    server.faultOn(when, times, reply);
    return this;
  }

  /** Its clock, and all times that it says, are off. */
  public FakeHub clockOff(Duration by) {
    server.clockOff(by);
    endpoints.clockOff = by;
    return this;
  }

  /** Every request so far. */
  public List<Request> requests() {
    return server.requests();
  }

  @Override
  public void close() {
    server.close();
  }
}
