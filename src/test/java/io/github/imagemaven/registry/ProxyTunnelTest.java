package io.github.imagemaven.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.TunnelProxy;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An https registry that is reached through a proxy's tunnel. */
final class ProxyTunnelTest {
  private static final RepositoryName APP = new RepositoryName("registry.test", "acme/app");
  private static final byte[] LAYER = new byte[100_000];

  /** Base64 of {@code me:secret}. */
  private static final String RIGHT = "Basic bWU6c2VjcmV0";

  @TempDir static Path temp;

  private InProcessRegistry registry;
  private TunnelProxy proxy;

  @BeforeEach
  void start() {
    registry = InProcessRegistry.startTls(temp).relativeLocation(true);
    proxy = new TunnelProxy(registry.port(), RIGHT);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    registry.close();
  }

  private Transfer upload(@Nullable String username, @Nullable String password) throws IOException {
    ProxyServer server =
        new ProxyServer("https", "127.0.0.1", proxy.port(), username, password, List.of());
    RegistryOptions options =
        new RegistryOptions(3, Duration.ZERO, Set.of(APP.host()), List.of(server), "test/1");
    Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, LAYER);
    try (RegistryClient client =
        RegistryClient.create(options, new Credentials(List.of()), Log.silent(), Progress.none())) {
      return client
          .destination(APP)
          .putBlob(blob, () -> new ByteArrayInputStream(LAYER), List.of());
    }
  }

  private void assertNotReached(ProxyServer server, String... says) {
    RegistryOptions options =
        new RegistryOptions(2, Duration.ZERO, Set.of(), List.of(server), "test/1");
    try (RegistryClient client =
        RegistryClient.create(options, new Credentials(List.of()), Log.silent(), Progress.none())) {
      assertThatThrownBy(() -> client.repository(APP).headManifest("1"))
          .isInstanceOf(RegistryException.class)
          .hasFieldOrPropertyWithValue("code", Code.PUBLICATION)
          .hasMessageContaining(
              "registry.test:443 is reached through the proxy %s:%d (settings.xml names it), which "
                  .formatted(server.host(), server.port()))
          .hasMessageContainingAll(says)
          .matches(failure -> !((RegistryException) failure).isInDoubt());
    }
  }

  private static ProxyServer at(String host, int port) {
    return new ProxyServer("https", host, port, null, null, List.of());
  }

  private void assertRefused(ThrowingCallable upload, String... says) {
    assertThatThrownBy(upload)
        .isInstanceOf(RegistryException.class)
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContaining(
            "registry.test cannot be reached: the proxy 127.0.0.1:" + proxy.port())
        .hasMessageContaining("407")
        .hasMessageContaining("settings.xml")
        .hasMessageContainingAll(says)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("secret", "wrong"));
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void theTunnelIsOpenedWithTheProxysCredentialsAndTheRegistryDoesNotSeeThem() throws IOException {
    assertThat(upload("me", "secret")).isEqualTo(Transfer.UPLOADED);
    assertThat(proxy.asked()).containsOnly("CONNECT registry.test:443 HTTP/1.1");
    assertThat(registry.blobs(APP.path())).hasSize(1);
    assertThat(registry.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.header("Proxy-Authorization")).isNull();
              assertThat(request.header("Authorization")).isNull();
            });
  }

  @Test
  void wrongCredentialsAreSaidToBeTheProxys() {
    assertRefused(() -> upload("me", "wrong"), "refuses user 'me'", "it asks for Basic");
  }

  /** The registry's name and port are right, and nobody is to look for a mistake there. */
  @Test
  void aProxyThatIsNotThereIsNamed() throws IOException {
    proxy.close();
    assertNotReached(at("127.0.0.1", proxy.port()), "does not accept connections");
    assertNotReached(at("proxy.invalid", 3128), "has an unknown name");
  }

  @Test
  void aProxyThatDoesNotLeadToTheHostIsNamed() throws IOException {
    proxy.close();
    proxy = new TunnelProxy(registry.port(), null);
    proxy.refuse("403 Forbidden");
    assertNotReached(
        at("127.0.0.1", proxy.port()), "opens no tunnel to it (403)", "<nonProxyHosts>");
    assertThat(proxy.asked())
        .containsExactly(
            "CONNECT registry.test:443 HTTP/1.1", "CONNECT registry.test:443 HTTP/1.1");
  }

  @Test
  void aProxyThatRefusesAPasswordAsTinyproxyDoesIsSaidToBeTheProxy() {
    proxy.refuse("401 Unauthorized");
    assertThatThrownBy(() -> upload("me", "secret"))
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContainingAll(
            "registry.test cannot be reached: the proxy 127.0.0.1:" + proxy.port(),
            "401",
            "<username>")
        .hasMessageNotContaining("secret");
    assertThat(proxy.asked()).hasSize(1);
  }

  /** It is named insecure already; what is missing is the way by http. */
  @Test
  void aHostThatIsNamedInsecureIsNotToBeNamedSo() throws IOException {
    proxy.close();
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TunnelProxy tunnel = new TunnelProxy(plain.getLocalPort(), null)) {
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerPlainly(plain));
      ProxyServer gone = new ProxyServer("http", "127.0.0.1", proxy.port(), null, null, List.of());
      RegistryOptions options =
          new RegistryOptions(
              1,
              Duration.ZERO,
              Set.of(APP.host()),
              List.of(at("127.0.0.1", tunnel.port()), gone),
              "test/1");
      try (RegistryClient client =
          RegistryClient.create(
              options, new Credentials(List.of()), Log.silent(), Progress.none())) {
        assertThatThrownBy(() -> client.repository(APP).headManifest("1"))
            .hasMessageContaining(
                "registry.test:80 is reached through the proxy 127.0.0.1:" + proxy.port())
            .hasMessageNotContaining("insecureRegistries");
      }
      assertThat(tunnel.asked()).containsExactly("CONNECT registry.test:443 HTTP/1.1");
      answered.join();
    }
  }

  /** As a server does that speaks no TLS and is greeted in it. */
  private static void answerPlainly(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void missingCredentialsAreSaidToBeTheProxys() {
    assertRefused(() -> upload(null, null), "without authentication", "<username>");
  }
}
