package io.github.imagemaven.registry.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on 127.0.0.1 that gives the answers it was told to, one after the other; then 599. */
public final class VendorServer implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * What it was asked.
   *
   * @param line method and address as they were sent
   * @param headers by lower-case name, the first of each
   * @param body as text
   */
  public record Request(String line, Map<String, String> headers, String body) {}

  private VendorServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  /** One on a free port. */
  public static VendorServer start() {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
      return new VendorServer(HttpServer.create(any, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds to what it is going to answer. */
  public void answer(Answer... more) {
    synchronized (answers) {
      answers.addAll(List.of(more));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(new Request(line, headers, body));
    Answer answer;
    synchronized (answers) {
      answer = answers.isEmpty() ? Answer.of(599) : answers.remove();
    }
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    byte[] bytes = answer.body() == null ? new byte[0] : answer.body();
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      try (var out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
    exchange.close();
  }

  /** All requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return "127.0.0.1:" + port();
  }

  /** The port. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
