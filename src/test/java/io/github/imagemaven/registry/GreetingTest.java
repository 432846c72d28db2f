package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.util.List;
import javax.net.ssl.SSLEngineResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked before its answer is needed. */
final class GreetingTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");

  @AfterEach
  void stop() {
    registry.close();
  }

  private List<String> methods() {
    return registry.requests().stream()
        .map(each -> each.path().equals("/token") ? "token" : each.method())
        .toList();
  }

  /** Greets, and waits for what the registry sees of it. */
  private void greet(Kit kit, int requests) throws InterruptedException {
    kit.client.greet(app, "1.0.0");
    for (int i = 0; i < 1000 && registry.requests().size() < requests; i++) {
      Thread.sleep(10);
    }
    assertThat(registry.requests()).hasSize(requests);
  }

  @Test
  void anHeirHasTheConnectionAndTheToken() throws InterruptedException {
    registry.bearer("me", "secret");
    try (Kit kit = Kit.user("me", "secret")) {
      greet(kit, 3);
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertThat(heir.destination(app).headManifest("1.0.0")).isEmpty();
      }
      assertThat(methods()).containsExactly("HEAD", "token", "HEAD", "HEAD");
      assertThat(registry.tokenScopes()).containsExactly(List.of("repository:acme/app:pull,push"));
      assertThat(registry.connections()).isEqualTo(1);
    }
  }

  @Test
  void whatRefusesAGreetingIsSaidByWhatNeedsAnAnswer() throws InterruptedException {
    registry.basic("me", "secret");
    try (Kit kit = Kit.user("me", "wrong")) {
      greet(kit, 2);
      assertThat(kit.infos).isEmpty();
      assertThat(kit.warnings).isEmpty();
      assertThatThrownBy(() -> kit.client.destination(app).headManifest("1.0.0"))
          .isInstanceOfSatisfying(
              RegistryException.class, e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS));
    }
  }

  @Test
  void nothingIsSentToWhatIsExpected() {
    try (Kit kit = Kit.anonymous()) {
      kit.client.expect(app);
      assertThat(kit.at(app).headManifest("1.0.0")).isEmpty();
      assertThat(methods()).containsExactly("HEAD");
    }
  }

  @Test
  void aRehearsalGetsAsFarAsAClientsGreeting() throws Exception {
    SSLEngineResult greeting = TlsRehearsal.hold();
    assertThat(greeting.getStatus()).isEqualTo(SSLEngineResult.Status.OK);
    assertThat(greeting.bytesProduced()).isGreaterThan(100);
  }
}
