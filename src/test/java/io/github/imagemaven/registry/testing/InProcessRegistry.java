package io.github.imagemaven.registry.testing;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A registry of the tests' own on the loopback interface: the distribution-spec with state, with
 * Basic or Bearer authentication if wanted, a log of what it was asked, and switches for what goes
 * wrong.
 *
 * <pre>{@code
 * try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret")) {
 *   registry.faultOn(RecordedRequest.blobPut(), 1, Fault.status(503));
 *   … registry.repository("acme/app") …
 *   assertThat(registry.requests()).hasSize(5);
 * }
 * }</pre>
 *
 * <p>Every switch may be thrown while it runs. Of several faults that fit a request the one set
 * first is used up first.
 */
public final class InProcessRegistry extends RegistrySwitches implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final RegistryContent content;
  private final TokenServer tokens = new TokenServer(settings);
  private final Uploads uploads;
  private final RegistryHandler handler;
  private final String host;

  private InProcessRegistry(HttpServer server, String scheme, String address) throws IOException {
    this.server = server;
    host = address + ":" + server.getAddress().getPort();
    content = new RegistryContent();
    settings.scheme = scheme;
    settings.realm = scheme + "://" + host + "/token";
    uploads = new Uploads(settings, content, tokens, host);
    handler = new RegistryHandler(new Endpoints(settings, content, tokens, uploads));
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
  }

  /** A registry on a free port of 127.0.0.1, without authentication. */
  public static InProcessRegistry start() {
    return start("127.0.0.1");
  }

  /** A registry on a free port of a loopback address, {@code 127.0.0.1} or {@code [::1]}. */
  public static InProcessRegistry start(String address) {
    return start(address, 0);
  }

  /** A registry on a port of a loopback address that another has left. */
  public static InProcessRegistry start(String address, int port) {
    try {
      InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(address), port);
      return new InProcessRegistry(HttpServer.create(at, 0), "http", address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A registry that speaks https, with a certificate that nobody vouches for.
   *
   * @param directory where the key is made
   */
  public static InProcessRegistry startTls(Path directory) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(directory)));
      return new InProcessRegistry(server, "https", "127.0.0.1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  InProcessRegistry self() {
    return this;
  }

  // ---- what goes wrong

  /** The next {@code times} requests that fit suffer the fault. */
  public InProcessRegistry faultOn(Predicate<RecordedRequest> when, int times, Fault fault) {
    handler.faultOn(when, times, fault);
    return this;
  }

  /** Every request that fits suffers the fault. */
  public InProcessRegistry faultOnAll(Predicate<RecordedRequest> when, Fault fault) {
    return faultOn(when, Integer.MAX_VALUE, fault);
  }

  /** No faults any more. */
  public InProcessRegistry clearFaults() {
    handler.clearFaults();
    return this;
  }

  /** From now on no token given before is valid. */
  public void expireTokens() {
    tokens.expireAll();
  }

  /** Forgets all upload sessions, so that their next request is answered 404. */
  public void dropSessions() {
    uploads.dropSessions();
  }

  // ---- what it was asked

  /** {@code address:port}, as a reference has it. */
  public String host() {
    return host;
  }

  /** The port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** A repository here. */
  public RepositoryName repository(String path) {
    return new RepositoryName(host, path);
  }

  /** Every request since the start or {@link #forgetRequests()}, token requests too. */
  public List<RecordedRequest> requests() {
    return handler.requests();
  }

  /** The requests that fit. */
  public List<RecordedRequest> requests(Predicate<RecordedRequest> which) {
    return requests().stream().filter(which).toList();
  }

  /** The scopes of each token request so far. */
  public List<List<String>> tokenScopes() {
    return tokens.asked();
  }

  /** How many connections those requests came by. */
  public int connections() {
    return (int) requests().stream().map(RecordedRequest::connection).distinct().count();
  }

  /** The most requests that were under way at a time. */
  public int mostUnderWay() {
    return handler.mostUnderWay();
  }

  /** Begins the log anew. */
  public void forgetRequests() {
    handler.forgetRequests();
  }

  // ---- what it holds

  /** Puts a blob there without a request. */
  public Digest seedBlob(String repository, byte[] bytes) {
    try {
      Path file = content.newFile();
      Files.write(file, bytes);
      content.putBlob(repository, Digest.ofBytes(bytes), file);
      return Digest.ofBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a manifest there without a request; its references are not checked. */
  public Digest seedManifest(String repository, String selector, RawManifest manifest) {
    content.putManifest(repository, selector, manifest);
    return manifest.digest();
  }

  /** Each tag's digest. */
  public Map<String, Digest> tags(String repository) {
    return content.tags(repository);
  }

  /** The manifest that a tag or digest names. */
  public Optional<RawManifest> manifest(String repository, String selector) {
    return content.manifest(repository, selector);
  }

  /** The digests of all blobs. */
  public Set<Digest> blobs(String repository) {
    return content.blobs(repository);
  }

  /** The file that holds a blob. */
  public Optional<Path> blob(String repository, Digest digest) {
    return content.blob(repository, digest);
  }

  /** Loses a blob. */
  public boolean loseBlob(String repository, Digest digest) {
    return content.removeBlob(repository, digest);
  }

  /** Loses a manifest and the tags that name it. */
  public boolean loseManifest(String repository, Digest digest) {
    return content.removeManifest(repository, digest);
  }

  /** Upload sessions that were opened and neither finished nor cancelled. */
  public int openSessions() {
    return uploads.openSessions();
  }

  /**
   * Waits for what a client has sent and not waited for: until nothing is under way, and nothing
   * has come for a moment.
   */
  public void awaitQuiet() throws InterruptedException {
    int before = -1;
    int now = handler.requests().size();
    while (now != before || handler.underWay() > 0) {
      Thread.sleep(50);
      before = now;
      now = handler.requests().size();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    content.close();
  }
}
