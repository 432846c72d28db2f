package io.github.imagemaven.cleanup.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1, as much as JSON needs. It is there since the JDK's server always says the true time in
 * its header {@code Date}, and a registry's clock may be wrong.
 */
final class FakeServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Thread accepting;
  private final String scheme;
  private final Answers answers;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<SetFault> faults = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Duration clockOff = Duration.ZERO;

  /** What to answer; one request at a time. */
  interface Answers {
    Reply to(Request request) throws IOException;
  }

  private record SetFault(Predicate<Request> when, AtomicInteger left, Reply reply) {}

  /**
   * @param port 0 for a free one
   * @param tls null for http
   */
  FakeServer(String address, int port, @Nullable SSLContext tls, Answers answers) {
    this.answers = answers;
    this.scheme = tls == null ? "http" : "https";
    try {
      InetAddress at = InetAddress.getByName(address);
      socket =
          tls == null
              ? new ServerSocket(port, 50, at)
              : tls.getServerSocketFactory().createServerSocket(port, 50, at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = daemon(this::accept);
  }

  URI root() {
    return URI.create(
        scheme + "://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
  }

  void faultOn(Predicate<Request> when, int times, Reply reply) {
    faults.add(new SetFault(when, new AtomicInteger(times), reply));
  }

  void clockOff(Duration by) {
    clockOff = by;
  }

  Clock clock() {
    return Clock.offset(Clock.systemUTC(), clockOff);
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket peer = socket.accept();
        open.add(peer);
        daemon(() -> serve(peer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket peer) {
    try (peer;
        InputStream in = new BufferedInputStream(peer.getInputStream());
        OutputStream out = peer.getOutputStream()) {
      for (Request request = read(in); request != null; request = read(in)) {
        requests.add(request);
        out.write(written(request, answer(request)));
        out.flush();
      }
    } catch (IOException gone) {
      // The client has closed it, as clients do.
    } finally {
      open.remove(peer);
    }
  }

  private Reply answer(Request request) {
    for (SetFault fault : faults) {
      if (fault.when.test(request) && fault.left.getAndDecrement() > 0) {
        return fault.reply;
      }
    }
    synchronized (answers) {
      try {
        return answers.to(request);
      } catch (IOException | RuntimeException e) {
        return Reply.error(500, "the fake failed: " + e);
      }
    }
  }

  private byte[] written(Request request, Reply reply) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.ofInstant(clock().instant(), ZoneOffset.UTC));
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " -\r\n");
    head.append("Date: ").append(date).append("\r\n");
    reply
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (reply.status() != 204) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!request.method().equals("HEAD") && reply.status() != 204) {
      all.writeBytes(body);
    }
    return all.toByteArray();
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String[] words = first.split(" ");
    return new Request(words[0], words[1], headers, body(in, headers));
  }

  private static String body(InputStream in, Map<String, String> headers) throws IOException {
    if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int size;
    do {
      size = Integer.parseInt(line(in), 16);
      whole.writeBytes(in.readNBytes(size));
      line(in);
    } while (size > 0);
    return whole.toString(StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
      // The port is free when nobody waits at it any more.
      accepting.join();
      for (Socket peer : open) {
        peer.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
