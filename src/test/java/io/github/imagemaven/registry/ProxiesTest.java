package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which request goes through which proxy, and what the proxy is told. */
final class ProxiesTest {
  private static final ProxySelector OF_THE_JVM =
      ProxySelector.of(new InetSocketAddress("jvm.example", 1));

  private static final RepositoryName APP = new RepositoryName("registry.test", "acme/app");

  /** Base64 of {@code me:secret}. */
  private static final String RIGHT = "Basic bWU6c2VjcmV0";

  private static ProxyServer server(String protocol, String host, String... nonProxyHosts) {
    return new ProxyServer(protocol, host, 3128, "me", "secret", List.of(nonProxyHosts));
  }

  private static Proxy chosen(String uri, ProxyServer... servers) {
    return new Proxies(List.of(servers), OF_THE_JVM).select(URI.create(uri)).get(0);
  }

  @Test
  void theFirstThatFits() {
    ProxyServer http = server("http", "plain.example");
    ProxyServer https = server("https", "secure.example", "*.internal.example", "exact.example");
    assertThat(chosen("https://ghcr.io/", http, https)).isEqualTo(https.toProxy());
    assertThat(chosen("http://ghcr.io/", http, https)).isEqualTo(http.toProxy());
    assertThat(chosen("https://ghcr.io/", http)).isEqualTo(http.toProxy());
    assertThat(chosen("https://a.internal.example/", https).toString()).contains("jvm.example");
    assertThat(chosen("https://EXACT.example/", https).toString()).contains("jvm.example");
    assertThat(chosen("https://notexact.example/", https)).isEqualTo(https.toProxy());
    assertThat(chosen("https://ghcr.io/").toString()).contains("jvm.example");
    assertThat(chosen("http://127.0.0.1:5000/", http)).isEqualTo(Proxy.NO_PROXY);
    assertThat(chosen("http://[::1]:5000/", http)).isEqualTo(Proxy.NO_PROXY);
  }

  private static InProcessRegistry askingProxy() {
    return InProcessRegistry.start()
        .faultOnAll(request -> request.method().equals("CONNECT"), Fault.status(400))
        .faultOnAll(
            request -> !RIGHT.equals(request.header("Proxy-Authorization")),
            Fault.answer(Answer.of(407).header("Proxy-Authenticate", "Basic realm=\"proxy\"")));
  }

  /** An http registry, behind the proxy if it is not on this machine. */
  private static RegistryClient client(InProcessRegistry proxy, String password) {
    ProxyServer server =
        new ProxyServer("http", "127.0.0.1", proxy.port(), "me", password, List.of());
    RegistryOptions options =
        new RegistryOptions(1, Duration.ZERO, Set.of(APP.host()), List.of(server), "test/1");
    return RegistryClient.create(
        options, new Credentials(List.of()), Log.silent(), Progress.none());
  }

  private static Transfer upload(RegistryClient client, RepositoryName name) throws IOException {
    byte[] layer = new byte[100_000];
    return client
        .destination(name)
        .putBlob(
            Kit.descriptor(MediaTypes.OCI_LAYER, layer),
            () -> new ByteArrayInputStream(layer),
            List.of());
  }

  /** What is sent once cannot be sent again when the proxy asks. */
  @Test
  void aProxyForPlainHttpIsToldInAdvanceWhoWeAre() throws IOException {
    try (InProcessRegistry proxy = askingProxy();
        RegistryClient client = client(proxy, "secret")) {
      proxy.relativeLocation(true);
      assertThat(client.repository(APP).headManifest("1")).isEmpty();
      assertThat(upload(client, APP)).isEqualTo(Transfer.UPLOADED);
      assertThat(proxy.requests(request -> !request.method().equals("CONNECT")))
          .extracting(RecordedRequest::method)
          .containsExactly("HEAD", "HEAD", "POST", "PUT");
      assertThat(proxy.requests(request -> !request.method().equals("CONNECT")))
          .allSatisfy(
              request -> {
                assertThat(request.header("Host")).isEqualTo(APP.host());
                assertThat(request.header("Proxy-Authorization")).isEqualTo(RIGHT);
                assertThat(request.header("Authorization")).isNull();
                assertThat(request.header("Connection")).isEqualTo("close");
              });
    }
  }

  /** It may be the proxy that refuses, and its page does not say so. */
  @Test
  void aRefusalByPlainHttpNamesTheProxy() throws IOException {
    try (InProcessRegistry proxy = askingProxy();
        RegistryClient client = client(proxy, "secret")) {
      proxy.faultOnAll(request -> request.method().equals("POST"), Fault.status(403));
      assertThatThrownBy(() -> upload(client, APP))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("403")
          .hasMessageContaining(", through the proxy 127.0.0.1:" + proxy.port());
    }
  }

  @Test
  void aRegistrySpokenToDirectlyIsNotTold() throws IOException {
    try (InProcessRegistry proxy = askingProxy();
        InProcessRegistry direct = InProcessRegistry.start();
        RegistryClient client = client(proxy, "secret")) {
      assertThat(upload(client, direct.repository("acme/app"))).isEqualTo(Transfer.UPLOADED);
      assertThat(direct.requests())
          .isNotEmpty()
          .allSatisfy(request -> assertThat(request.header("Proxy-Authorization")).isNull());
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void aRefusedPasswordIsSaidToBeTheProxysAndNotTriedTwice() {
    try (InProcessRegistry proxy = askingProxy();
        RegistryClient client = client(proxy, "wrong")) {
      assertThatThrownBy(() -> upload(client, APP))
          .isInstanceOf(RegistryException.class)
          .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
          .hasMessageContaining("refuses user 'me' and the password of settings.xml (407")
          .satisfies(e -> assertThat(e.toString()).doesNotContain("wrong"));
      assertThat(proxy.requests(request -> request.method().equals("HEAD"))).hasSize(1);
    }
  }
}
