package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** What is said where a server is silent for too long. */
final class SilenceTest {
  private static String said(HttpUrl url, IOException e, Duration limit) {
    Time time = new FakeTime();
    RegistryHost host = new RegistryHost(url.host() + ":" + url.port(), Set.of(), time);
    Refusals refusals = new Refusals(host, new Credentials(List.of()), time);
    return refusals.ofConnection(url, e, limit).reason();
  }

  @Test
  void theLimitAndTheHostAreNamed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpStack http = new HttpStack(RegistryOptions.defaults(), Dns.SYSTEM, Log.silent())) {
      HttpUrl url = HttpUrl.get("http://127.0.0.1:" + silent.getLocalPort() + "/v2/");
      Duration limit = Duration.ofMillis(200);
      IOException failure =
          catchThrowableOfType(
              IOException.class,
              () -> http.send(new Request.Builder().url(url).build(), false, limit, null).close());
      assertThat(said(url, failure, limit))
          .startsWith("127.0.0.1:" + url.port() + " was silent for 0.2 s, which is the limit")
          .contains("overloaded");
    }
  }

  @Test
  void whatWasNeverSentIsNotInDoubt() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (Kit kit = Kit.anonymous()) {
      RepositoryName name = new RepositoryName("127.0.0.1:" + closed, "acme/app");
      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> kit.at(name).headManifest("1"))
          .withMessageContaining("nothing accepts connections")
          .withCauseInstanceOf(ConnectException.class)
          .matches(failure -> !failure.isInDoubt());
    }
  }

  /** Ten minutes are for a blob being stored, not for a handshake before it. */
  @Test
  void aHandshakeMayNotBeSilentForAsLongAsAnAnswer() throws IOException {
    int commit = (int) HttpStack.COMMIT.toMillis();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket socket = new PromptSockets().createSocket()) {
      socket.setSoTimeout(commit);
      assertThat(socket.getSoTimeout()).isEqualTo((int) HttpStack.SILENCE.toMillis());
      socket.connect(server.getLocalSocketAddress());
      socket.setSoTimeout(commit);
      assertThat(socket.getSoTimeout()).isEqualTo(commit);
    }
  }

  @Test
  void afterTheEndNothingIsTriedAgain() {
    try (Kit kit = Kit.anonymous()) {
      Repository repository = kit.at(new RepositoryName("127.0.0.1:1", "acme/app"));
      kit.close();
      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> repository.headManifest("1"))
          .withMessageContaining("connections have been closed")
          .matches(failure -> !failure.isInDoubt());
      assertThat(kit.infos).isEmpty();
    }
  }

  @Test
  void theLimitIsThatOfTheRequest() {
    HttpUrl url = HttpUrl.get("https://registry.example/v2/");
    IOException silence = new SocketTimeoutException("timeout");
    assertThat(said(url, silence, HttpStack.SILENCE)).contains("silent for 60 s");
    assertThat(said(url, silence, HttpStack.COMMIT))
        .contains("took no bytes for 60 s, or had them all and gave no answer for 600 s");
    assertThat(said(url, new SocketTimeoutException("Connect timed out"), HttpStack.SILENCE))
        .startsWith("no connection to registry.example:443 within 20 s")
        .contains("firewall", "settings.xml");
  }
}
