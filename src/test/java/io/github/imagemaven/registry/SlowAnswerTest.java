package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is never silent and never comes to an end. */
final class SlowAnswerTest {
  private final RegistryOptions options = RegistryOptions.defaults();
  private final Time time = new FakeTime();
  private final HttpStack http = new HttpStack(options, Dns.SYSTEM, Log.silent());
  private ServerSocket server;
  private volatile String begin = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
  private volatile String more = "x";
  private RegistryHost host;
  private Exchange exchange;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(this::drip);
    thread.setDaemon(true);
    thread.start();
    RepositoryName name = new RepositoryName("127.0.0.1:" + server.getLocalPort(), "acme/app");
    host = new RegistryHost(name.host(), Set.of(), time);
    Credentials nobody = new Credentials(List.of());
    Refusals refusals = new Refusals(host, nobody, time);
    TokenEndpoint tokens = new TokenEndpoint(host, options, http, refusals, time);
    exchange =
        new Exchange(
            host,
            name,
            new Authorizer(host, nobody, tokens, time),
            refusals,
            new Redirects(host, name, http, "test/1", Log.silent()));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  private void drip() {
    try (Socket client = server.accept();
        OutputStream out = client.getOutputStream()) {
      int request = client.getInputStream().read(new byte[4096]);
      assertThat(request).isPositive();
      out.write(begin.getBytes(StandardCharsets.UTF_8));
      while (true) {
        out.write(more.getBytes(StandardCharsets.UTF_8));
        out.flush();
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      return;
    }
  }

  private TransientFailure givenUp() {
    Ask ask =
        Ask.of("GET", "v2/acme/app/tags/list", Scopes.none()).wholeWithin(Duration.ofMillis(1500));
    TransientFailure failure =
        catchThrowableOfType(
            TransientFailure.class,
            () -> exchange.send(ask, response -> response.body().byteStream().readAllBytes()));
    assertThat(failure.isInDoubt()).isTrue();
    return failure;
  }

  @Test
  void aSmallAnswerThatComesByteByByteIsGivenUp() {
    assertThat(givenUp().reason())
        .startsWith(
            host.name() + " did not send a small answer to its end within 1.5 s, which is the");
  }

  @Test
  void headersThatComeLineByLineAreGivenUp() {
    begin = "HTTP/1.1 404 Not Found\r\n";
    more = "X-More: y\r\n";
    assertThat(givenUp().reason())
        .startsWith(
            host.name()
                + " did not send the headers of an answer to their end within 1.5 s, which");
  }
}
