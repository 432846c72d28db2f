package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
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

  @Test
  void aProxyThatAsksIsAnsweredAndTheRegistryDoesNotSeeIt() {
    try (InProcessRegistry proxy = InProcessRegistry.start()) {
      proxy.faultOn(request -> request.method().equals("CONNECT"), 1, Fault.status(400));
      proxy.faultOn(
          request -> request.header("Proxy-Authorization") == null,
          1,
          Fault.answer(Answer.of(407).header("Proxy-Authenticate", "Basic realm=\"proxy\"")));
      ProxyServer server =
          new ProxyServer("http", "127.0.0.1", proxy.port(), "me", "secret", List.of());
      RegistryOptions options =
          new RegistryOptions(1, Duration.ZERO, Set.of("registry.test"), List.of(server), "test/1");
      try (RegistryClient client =
          RegistryClient.create(
              options, new Credentials(List.of()), Log.silent(), Progress.none())) {
        assertThat(
                client
                    .repository(new RepositoryName("registry.test", "acme/app"))
                    .headManifest("1"))
            .isEmpty();
      }
      assertThat(proxy.requests(request -> request.method().equals("HEAD")))
          .hasSize(2)
          .last()
          .satisfies(
              request -> {
                assertThat(request.header("Host")).isEqualTo("registry.test");
                assertThat(request.header("Proxy-Authorization")).startsWith("Basic ");
                assertThat(request.header("Authorization")).isNull();
              });
    }
  }
}
