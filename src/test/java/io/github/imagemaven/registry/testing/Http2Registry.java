package io.github.imagemaven.registry.testing;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.Headers;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.BufferedSocketKt;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.Header;
import okhttp3.internal.http2.Http2Connection;
import okhttp3.internal.http2.Http2Stream;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/**
 * A registry that speaks HTTP/2 over TLS and nothing else, on a free port of 127.0.0.1: the same
 * end points as an {@link InProcessRegistry}. The framing is OkHttp's, whose internals serve both
 * sides.
 */
public final class Http2Registry implements AutoCloseable {
  private final SSLServerSocket server;
  private final RegistryContent content = new RegistryContent();
  private final Endpoints endpoints;
  private final String host;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Predicate<RecordedRequest>> refused = new CopyOnWriteArrayList<>();
  private final List<Predicate<RecordedRequest>> farewells = new CopyOnWriteArrayList<>();
  private final Map<Integer, Http2Connection> connections = new ConcurrentHashMap<>();

  private Http2Registry(SSLServerSocket server) throws IOException {
    this.server = server;
    host = "127.0.0.1:" + server.getLocalPort();
    RegistrySettings settings = new RegistrySettings();
    settings.scheme = "https";
    TokenServer tokens = new TokenServer(settings);
    endpoints =
        new Endpoints(settings, content, tokens, new Uploads(settings, content, tokens, host));
    Thread accepting = new Thread(this::accept, "http2-registry");
    accepting.setDaemon(true);
    accepting.start();
  }

  /**
   * Starts one, with a certificate that nobody vouches for.
   *
   * @param directory where the key is made
   */
  public static Http2Registry start(Path directory) {
    try {
      return new Http2Registry(
          (SSLServerSocket)
              SelfSigned.context(directory)
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next request that fits is reset with REFUSED_STREAM: nothing was done. */
  public void refuse(Predicate<RecordedRequest> which) {
    refused.add(which);
  }

  /** With the answer to the next request that fits goes GOAWAY: no more on this connection. */
  public void sayGoodbyeAt(Predicate<RecordedRequest> which) {
    farewells.add(which);
  }

  /** A repository here. */
  public RepositoryName repository(String path) {
    return new RepositoryName(host, path);
  }

  /** Every request, those that were refused too; each says by which connection it came. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The file that holds a blob. */
  public Optional<Path> blob(String repository, Digest digest) {
    return content.blob(repository, digest);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        greet(socket);
      } catch (IOException e) {
        // A client that spoke no TLS, or the end: the next will tell.
      }
    }
  }

  private void greet(SSLSocket socket) throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    int number = socket.getPort();
    Http2Connection connection =
        new Http2Connection.Builder(false, TaskRunner.INSTANCE)
            .socket(BufferedSocketKt.asBufferedSocket(socket), "client " + number)
            .listener(
                new Http2Connection.Listener() {
                  @Override
                  public void onStream(Http2Stream stream) throws IOException {
                    serve(stream, number);
                  }
                })
            .build();
    connections.put(number, connection);
    connection.start();
  }

  private void serve(Http2Stream stream, int connection) throws IOException {
    RecordedRequest request = record(stream.takeHeaders(false), connection);
    requests.add(request);
    if (take(refused, request)) {
      stream.close(ErrorCode.REFUSED_STREAM, null);
      return;
    }
    Answer answer;
    try (BufferedSource source = Okio.buffer(stream.getSource());
        InputStream body = source.inputStream()) {
      answer = endpoints.handle(request, body);
    }
    if (take(farewells, request)) {
      stream.getConnection().shutdown(ErrorCode.NO_ERROR);
    }
    send(stream, request, answer);
  }

  private static boolean take(List<Predicate<RecordedRequest>> switches, RecordedRequest request) {
    for (Predicate<RecordedRequest> each : switches) {
      if (each.test(request) && switches.remove(each)) {
        return true;
      }
    }
    return false;
  }

  private static RecordedRequest record(Headers headers, int connection) {
    Map<String, List<String>> named = new HashMap<>();
    headers
        .toMultimap()
        .forEach((name, values) -> named.put(name.toLowerCase(Locale.ROOT), values));
    String path = String.valueOf(headers.get(":path"));
    int query = path.indexOf('?');
    return new RecordedRequest(
        String.valueOf(headers.get(":method")),
        query < 0 ? path : path.substring(0, query),
        query < 0 ? "" : path.substring(query + 1),
        named,
        connection);
  }

  private static void send(Http2Stream stream, RecordedRequest request, Answer answer)
      throws IOException {
    byte[] body =
        answer.file() != null
            ? Files.readAllBytes(answer.file())
            : answer.body() == null ? new byte[0] : answer.body();
    List<Header> headers = new ArrayList<>();
    headers.add(new Header(Header.RESPONSE_STATUS_UTF8, String.valueOf(answer.status())));
    headers.add(new Header("content-length", String.valueOf(body.length)));
    answer
        .headers()
        .forEach((name, value) -> headers.add(new Header(name.toLowerCase(Locale.ROOT), value)));
    boolean bodiless = request.method().equals("HEAD") || body.length == 0;
    stream.writeHeaders(headers, bodiless, bodiless);
    if (!bodiless) {
      try (BufferedSink sink = Okio.buffer(stream.getSink())) {
        sink.write(body);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Http2Connection connection : connections.values()) {
      connection.close();
    }
    content.close();
  }
}
