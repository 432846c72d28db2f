package io.github.imagemaven.cleanup.testing;

import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's packages API over a real registry: a manifest there is a version here, with the tags
 * that it has there; a version that is deleted takes them along, and can be restored.
 */
public final class FakeGithub implements AutoCloseable {
  final Map<String, String> owners = new HashMap<>();
  final Map<String, Token> tokens = new HashMap<>();
  final Set<Digest> popular = new HashSet<>();
  private final FakeServer server;
  private final GithubEndpoints endpoints;

  /**
   * Who has a token, and what it may.
   *
   * @param login null for a workflow's, which is nobody's
   * @param lists whether it may see the package
   * @param deletes whether it may delete its versions
   */
  record Token(@Nullable String login, boolean lists, boolean deletes) {}

  private FakeGithub(Upstream upstream, String address, int port, @Nullable SSLContext tls) {
    endpoints = new GithubEndpoints(this, upstream);
    server = new FakeServer(address, port, tls, endpoints::answer);
    endpoints.root = server.root().toString();
  }

  /** On a free port of 127.0.0.1. */
  public static FakeGithub start(Upstream upstream) {
    return start(upstream, "127.0.0.1", 0, null);
  }

  /** At an address; over TLS where there is a context. */
  public static FakeGithub start(
      Upstream upstream, String address, int port, @Nullable SSLContext tls) {
    return new FakeGithub(upstream, address, port, tls);
  }

  /** Where it answers. */
  public URI root() {
    return server.root();
  }

  /** Where it is reached, for the addresses that it gives: a name, or a proxy. */
  public FakeGithub knownAs(URI root) {
    endpoints.root = root.toString();
    return this;
  }

  /** Its API is below a path, as on GitHub Enterprise Server. */
  public FakeGithub below(String path) {
    endpoints.below = path;
    return this;
  }

  // ---- who there is

  /** An organization. */
  public FakeGithub organization(String name) {
    owners.put(name, "Organization");
    return this;
  }

  /** A user. */
  public FakeGithub user(String name) {
    owners.put(name, "User");
    return this;
  }

  /** A user's token that may do everything. */
  public FakeGithub token(String text, String login) {
    return token(text, login, true, true);
  }

  /**
   * A token.
   *
   * @param login whose it is; null for a workflow's
   * @param lists whether it may see the package
   * @param deletes whether it may delete its versions
   */
  public FakeGithub token(String text, @Nullable String login, boolean lists, boolean deletes) {
    tokens.put(text, new Token(login, lists, deletes));
    return this;
  }

  // ---- what is unusual

  /** A manifest that was downloaded more than 5,000 times, and is not deleted therefore. */
  public FakeGithub popular(Digest digest) {
    popular.add(digest);
    return this;
  }

  /** The next requests that fit are answered so. */
  public FakeGithub faultOn(Predicate<Request> when, int times, Reply reply) {
    server.faultOn(when, times, reply);
    return this;
  }

  /** Its clock, and all times that it says, are off. */
  public FakeGithub clockOff(Duration by) {
    server.clockOff(by);
    return this;
  }

  /** Runs after a page of versions was made and before it is sent; may change the registry. */
  public FakeGithub afterPage(PageHook hook) {
    endpoints.afterPage = hook;
    return this;
  }

  /** What happens between two pages. */
  public interface PageHook {
    /**
     * Called for each.
     *
     * @param page its number, from 1
     */
    void after(int page) throws IOException;
  }

  /** No page has more than this, whatever is asked for. */
  public FakeGithub mostPerPage(int most) {
    endpoints.mostPerPage = most;
    return this;
  }

  /** Pages say nothing of the next. */
  public FakeGithub withoutLinks() {
    endpoints.links = false;
    return this;
  }

  /** How many requests are left of the limit from now on. */
  public FakeGithub requestsLeft(int left) {
    endpoints.requestsLeft = left;
    return this;
  }

  /** Says that a manifest came at another time; {@link #clockOff} is added to it. */
  public FakeGithub created(String repository, Digest digest, Instant time) throws IOException {
    endpoints.created(repository, digest, time);
    return this;
  }

  // ---- what it was asked

  /** Every request so far. */
  public List<Request> requests() {
    return server.requests();
  }

  Instant now() {
    return server.clock().instant();
  }

  Duration clockOff() {
    return Duration.between(Instant.now(), now());
  }

  @Override
  public void close() {
    server.close();
  }
}
