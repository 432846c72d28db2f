package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;

/** A token server that is named as insecure, at an IPv6 address. */
final class InsecureTokenServerTest {
  private static final String REALM = "http://[fd00::2]:5001/token";

  /** Behind a proxy that is not there, so that no network is needed. */
  private static String said(Set<String> insecure) throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    ProxyServer proxy =
        new ProxyServer("http", "127.0.0.1", closed, null, null, List.of("127.0.0.1"));
    RegistryOptions options =
        new RegistryOptions(1, Duration.ofMillis(1), insecure, List.of(proxy), "test/1");
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        RegistryClient client =
            new RegistryClient(
                options,
                Kit.credentials("*", new Credential.Basic("me", "secret")),
                Log.silent(),
                Progress.none(),
                HostLimits.own(),
                new FakeTime(),
                Dns.SYSTEM)) {
      registry.realm(REALM);
      Repository repository = client.destination(registry.repository("acme/app"));
      return catchThrowable(() -> repository.headManifest("1")).getMessage();
    }
  }

  @Test
  void oneThatIsNamedAsAReferenceHasItIsAsked() throws IOException {
    assertThat(said(Set.of("[fd00::2]:5001")))
        .contains("[fd00::2]:5001 is reached through the proxy 127.0.0.1:");
  }

  @Test
  void oneThatIsNotNamedIsNotAsked() throws IOException {
    assertThat(said(Set.of())).contains("'" + REALM + "', which is not asked");
    assertThat(said(Set.of("[fd00::2]"))).contains("is not asked");
    assertThat(said(Set.of("fd00::2:5001"))).contains("is not asked");
  }
}
