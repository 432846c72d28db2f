package io.github.imagemaven.registry.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
public final class InProcessRegistry implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final RegistrySettings settings = new RegistrySettings();
  private final RegistryContent content;
  private final TokenServer tokens = new TokenServer(settings);
  private final Endpoints endpoints;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<SetFault> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final String host;

  private record SetFault(Predicate<RecordedRequest> when, AtomicInteger left, Fault fault) {}

  private InProcessRegistry(HttpServer server, String scheme, String address) throws IOException {
    this.server = server;
    host = address + ":" + server.getAddress().getPort();
    content = new RegistryContent();
    settings.scheme = scheme;
    settings.realm = scheme + "://" + host + "/token";
    endpoints = new Endpoints(settings, content, tokens, host);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** A registry on a free port of 127.0.0.1, without authentication. */
  public static InProcessRegistry start() {
    return start("127.0.0.1");
  }

  /** A registry on a free port of a loopback address, {@code 127.0.0.1} or {@code [::1]}. */
  public static InProcessRegistry start(String address) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getByName(address), 0);
      return new InProcessRegistry(HttpServer.create(any, 0), "http", address);
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

  // ---- who may do what

  /** Asks for Basic authentication. */
  public InProcessRegistry basic(String username, String password) {
    return user(RegistrySettings.Auth.BASIC, username, password);
  }

  /** Asks for tokens, which its own end point {@code /token} gives to this user. */
  public InProcessRegistry bearer(String username, String password) {
    return user(RegistrySettings.Auth.BEARER, username, password);
  }

  private InProcessRegistry user(RegistrySettings.Auth auth, String username, String password) {
    settings.username = username;
    settings.password = password;
    settings.auth = auth;
    return this;
  }

  /** Which rights the user has, {@code repository:acme/app:push}; all at first. */
  public InProcessRegistry grants(Predicate<String> rights) {
    settings.grants = rights;
    return this;
  }

  /** Gives tokens with pull rights to anybody. */
  public InProcessRegistry anonymousPull() {
    settings.anonymousPull = true;
    return this;
  }

  /**
   * What tokens say of their life; null says nothing. They end by {@link #expireTokens()} alone.
   */
  public InProcessRegistry expiresIn(@Nullable Duration lifetime) {
    settings.expiresIn = lifetime;
    return this;
  }

  /** The member that carries the token, {@code token} or {@code access_token}. */
  public InProcessRegistry tokenField(String name) {
    settings.tokenField = name;
    return this;
  }

  /** An identity token that the token end point takes by POST; with false that answers 404. */
  public InProcessRegistry identityToken(String token, boolean post) {
    settings.identityToken = token;
    settings.refreshTokens = post;
    return this;
  }

  /** A token that is valid although the end point never gave it. */
  public InProcessRegistry registryToken(String token) {
    settings.registryToken = token;
    return this;
  }

  /** The realm that challenges name, instead of this registry's own end point. */
  public InProcessRegistry realm(String url) {
    settings.realm = url;
    return this;
  }

  /** From now on no token given before is valid. */
  public void expireTokens() {
    tokens.expireAll();
  }

  /** The scopes of each token request so far. */
  public List<List<String>> tokenScopes() {
    return tokens.asked();
  }

  // ---- how it behaves

  /** Whether DELETE of a tag drops the tag (202); at first it is refused with 405. */
  public InProcessRegistry deletesTags(boolean does) {
    settings.deletesTags = does;
    return this;
  }

  /** The status of a refused DELETE of a tag. */
  public InProcessRegistry refusesDeletionWith(int status) {
    settings.refusedDeletion = status;
    return this;
  }

  /** Whether mounts are granted; else they are answered 202 with a session. */
  public InProcessRegistry mounts(boolean does) {
    settings.mounts = does;
    return this;
  }

  /** Whether answers carry {@code Docker-Content-Digest}. */
  public InProcessRegistry digestHeader(boolean does) {
    settings.digestHeader = does;
    return this;
  }

  /** Whether {@code Location} is a path only. */
  public InProcessRegistry relativeLocation(boolean does) {
    settings.relativeLocation = does;
    return this;
  }

  /**
   * Another host that upload sessions are sent to, say {@code localhost:port} or another
   * registry's.
   */
  public InProcessRegistry locationHost(@Nullable String other) {
    settings.locationHost = other;
    return this;
  }

  /** Whether an upload can be cancelled (204); else 405. */
  public InProcessRegistry cancels(boolean does) {
    settings.cancels = does;
    return this;
  }

  /** Whether HEAD of a manifest is known; else 405. */
  public InProcessRegistry manifestHead(boolean does) {
    settings.manifestHead = does;
    return this;
  }

  /** How often something just pushed is answered 404 before it is seen. */
  public InProcessRegistry lag(int reads) {
    settings.lag = reads;
    return this;
  }

  // ---- what goes wrong

  /** The next {@code times} requests that fit suffer the fault. */
  public InProcessRegistry faultOn(Predicate<RecordedRequest> when, int times, Fault fault) {
    faults.add(new SetFault(when, new AtomicInteger(times), fault));
    return this;
  }

  /** Every request that fits suffers the fault. */
  public InProcessRegistry faultOnAll(Predicate<RecordedRequest> when, Fault fault) {
    return faultOn(when, Integer.MAX_VALUE, fault);
  }

  /** No faults any more. */
  public InProcessRegistry clearFaults() {
    faults.clear();
    return this;
  }

  /** Forgets all upload sessions, so that their next request is answered 404. */
  public void dropSessions() {
    endpoints.dropSessions();
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
    return List.copyOf(requests);
  }

  /** The requests that fit. */
  public List<RecordedRequest> requests(Predicate<RecordedRequest> which) {
    return requests.stream().filter(which).toList();
  }

  /** How many connections those requests came by. */
  public int connections() {
    return (int) requests.stream().map(RecordedRequest::connection).distinct().count();
  }

  /** The most requests that were under way at a time. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  /** Begins the log anew. */
  public void forgetRequests() {
    requests.clear();
    mostUnderWay.set(underWay.get());
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
    return endpoints.openSessions();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    content.close();
  }

  // ---- one exchange

  private void serve(HttpExchange exchange) throws IOException {
    RecordedRequest request = record(exchange);
    requests.add(request);
    Fault fault = takeFault(request);
    Answer answer;
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      answer = answer(exchange, request, fault);
    } finally {
      // Before the answer goes out: a client that has it may send the next request at once.
      underWay.decrementAndGet();
    }
    if (fault != null && fault.dropsAnswer()) {
      // Closing before anything was answered ends the connection.
      exchange.close();
      return;
    }
    send(exchange, answer, fault == null ? -1 : fault.truncatesAt());
  }

  private Answer answer(HttpExchange exchange, RecordedRequest request, @Nullable Fault fault)
      throws IOException {
    if (fault != null && fault.first() != null) {
      fault.first().run();
    }
    if (fault == null || fault.processes()) {
      Answer usual = endpoints.handle(request, exchange.getRequestBody());
      return fault == null ? usual : fault.apply(usual);
    }
    if (fault.dropsAfterRequestBytes() > 0) {
      exchange.getRequestBody().readNBytes((int) fault.dropsAfterRequestBytes());
    }
    return fault.apply(Answer.of(500));
  }

  private static RecordedRequest record(HttpExchange exchange) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    String query = exchange.getRequestURI().getRawQuery();
    return new RecordedRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        headers,
        exchange.getRemoteAddress().getPort());
  }

  private @Nullable Fault takeFault(RecordedRequest request) {
    for (SetFault each : new ArrayList<>(faults)) {
      if (each.when().test(request) && each.left().getAndDecrement() > 0) {
        return each.fault();
      }
    }
    return null;
  }

  private static void send(HttpExchange exchange, Answer answer, long truncatesAt)
      throws IOException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    long length =
        answer.file() != null
            ? Files.size(answer.file()) - answer.offset()
            : answer.body() == null ? 0 : answer.body().length;
    if (exchange.getRequestMethod().equals("HEAD") || answer.status() == 204) {
      if (answer.status() != 204 && !answer.headers().containsKey("Content-Length")) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
      }
      exchange.sendResponseHeaders(answer.status(), -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (answer.file() != null) {
        try (InputStream in = Files.newInputStream(answer.file())) {
          in.skipNBytes(answer.offset());
          copy(in, out, truncatesAt < 0 ? length : truncatesAt);
        }
      } else if (answer.body() != null && length > 0) {
        out.write(answer.body(), 0, (int) (truncatesAt < 0 ? length : truncatesAt));
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[65536];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
