package io.github.imagemaven.registry.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One request after the other: written down, made to suffer a fault if it must, answered. */
final class RegistryHandler implements HttpHandler {
  private final Endpoints endpoints;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<SetFault> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  private record SetFault(Predicate<RecordedRequest> when, AtomicInteger left, Fault fault) {}

  RegistryHandler(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  void faultOn(Predicate<RecordedRequest> when, int times, Fault fault) {
    faults.add(new SetFault(when, new AtomicInteger(times), fault));
  }

  void clearFaults() {
    faults.clear();
  }

  List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  int underWay() {
    return underWay.get();
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  void forgetRequests() {
    requests.clear();
    mostUnderWay.set(underWay.get());
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
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
