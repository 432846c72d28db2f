package io.github.imagemaven.cleanup.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A real registry behind a front that deletes as a vendor's does: Docker Hub's keeps what a tag or
 * an index refers to, and can answer 500 to a deletion that goes on all the same; GHCR's deletes
 * nothing.
 */
public final class RegistryFront implements AutoCloseable {
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");

  /** What a client of the JDK sets by itself, or what belongs to one connection. */
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final Upstream upstream;
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger slow = new AtomicInteger();
  private volatile boolean deletes = true;
  private volatile boolean mayDelete = true;
  private volatile int readsLeft = -1;

  private RegistryFront(Upstream upstream, HttpServer server, String scheme) {
    this.upstream = upstream;
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** On a free port of 127.0.0.1. */
  public static RegistryFront start(Upstream upstream) {
    return start(upstream, "127.0.0.1", 0, null);
  }

  /** At an address; over TLS where there is a context. */
  public static RegistryFront start(
      Upstream upstream, String address, int port, @Nullable SSLContext tls) {
    try {
      InetSocketAddress at = new InetSocketAddress(address, port);
      if (tls == null) {
        return new RegistryFront(upstream, HttpServer.create(at, 0), "http");
      }
      HttpsServer secure = HttpsServer.create(at, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new RegistryFront(upstream, secure, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code address:port}. */
  public String host() {
    return server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
  }

  /** Deletes nothing (405), as GHCR. */
  public RegistryFront deletesNothing() {
    deletes = false;
    return this;
  }

  /** As many deletions are answered with 500, and done. */
  public RegistryFront slowDeletions(int times) {
    slow.set(times);
    return this;
  }

  /** Whether the credentials have the right to delete. */
  public RegistryFront mayDelete(boolean may) {
    mayDelete = may;
    return this;
  }

  /** How many manifests may be read yet. */
  public RegistryFront readsLeft(int left) {
    readsLeft = left;
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher manifest = MANIFEST.matcher(exchange.getRequestURI().getPath());
      if (readsLeft >= 0) {
        exchange.getResponseHeaders().set("ratelimit-limit", "100;w=21600");
        exchange.getResponseHeaders().set("ratelimit-remaining", readsLeft + ";w=21600");
      }
      if (exchange.getRequestMethod().equals("DELETE") && manifest.matches()) {
        delete(exchange, manifest.group(1), manifest.group(2));
      } else {
        forward(exchange);
      }
    }
  }

  private void delete(HttpExchange exchange, String name, String selector) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (!deletes || !Digest.isValid(selector)) {
      error(exchange, 405, "UNSUPPORTED", "The operation is unsupported.");
    } else if (!mayDelete) {
      error(exchange, 403, "DENIED", "requested access to the resource is denied");
    } else if (upstream.repository(name).isReferenced(Digest.of(selector))) {
      error(exchange, 403, "DENIED", "manifest is still referenced by a tag or another image");
    } else if (slow.getAndDecrement() > 0) {
      upstream.delete(name, Digest.of(selector));
      error(exchange, 500, "UNKNOWN", "the deletion goes on in the background");
    } else {
      forward(exchange);
    }
  }

  private static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    byte[] body =
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
            .formatted(code, message)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private void forward(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    URI target = URI.create(upstream.root() + exchange.getRequestURI().toString());
    InputStream body = exchange.getRequestBody();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .method(
                method,
                hasBody(exchange)
                    ? BodyPublishers.ofInputStream(() -> body)
                    : BodyPublishers.noBody());
    exchange.getRequestHeaders().forEach((name, values) -> copy(request, name, values));
    // Where uploads go on is said in the name that the client knows.
    request.setHeader("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"));
    request.setHeader("X-Forwarded-Proto", scheme);
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      send(exchange, method, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean hasBody(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
        || (length != null && !length.equals("0"));
  }

  private static void copy(HttpRequest.Builder request, String name, List<String> values) {
    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
      values.forEach(value -> request.header(name, value));
    }
  }

  private static void send(HttpExchange exchange, String method, HttpResponse<InputStream> answer)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("transfer-encoding") && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    long length = answer.headers().firstValueAsLong("content-length").orElse(0);
    boolean empty = method.equals("HEAD") || length == 0 && answer.statusCode() != 200;
    exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : length);
    try (InputStream in = answer.body();
        OutputStream out = exchange.getResponseBody()) {
      if (!empty) {
        in.transferTo(out);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
