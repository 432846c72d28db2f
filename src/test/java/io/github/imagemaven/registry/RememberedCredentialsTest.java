package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passwords that change between a build and its publication. */
final class RememberedCredentialsTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit.Image image = Kit.Image.of("remembered");
  private final AtomicInteger questions = new AtomicInteger();
  private volatile String password = "first";

  @AfterEach
  void stop() {
    registry.close();
  }

  private Kit kit() {
    Credentials credentials =
        new Credentials(
            List.of(
                host -> {
                  questions.incrementAndGet();
                  return new Credentials.Lookup(
                      new Credential.Basic("me", password), List.of("a helper"));
                }));
    return new Kit(Set.of(), credentials, Dns.SYSTEM);
  }

  /** As a helper that gives out passwords for an hour. */
  private void change(String next) {
    password = next;
  }

  private void assertPushes(RegistryClient client) {
    Repository repository = client.destination(app);
    assertThat(repository.headManifest("1.0.0")).isEmpty();
    repository.putManifest("1.0.0", image.index());
    assertThat(registry.tags("acme/app")).containsKey("1.0.0");
  }

  @Test
  void anHeirAsksAgainForAPassword() {
    registry.basic("me", "first");
    registry.seedManifest("acme/app", image.manifest().digest().toString(), image.manifest());
    try (Kit kit = kit()) {
      assertThat(kit.client.destination(app).headManifest("1.0.0")).isEmpty();
      assertThat(questions).hasValue(1);
      change("second");
      registry.basic("me", "second");
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertPushes(heir);
      }
      assertThat(questions).as("asked once a goal").hasValue(2);
    }
  }

  @Test
  void anHeirAsksAgainForThePasswordOfAToken() {
    registry.bearer("me", "first");
    registry.seedManifest("acme/app", image.manifest().digest().toString(), image.manifest());
    try (Kit kit = kit()) {
      assertThat(kit.client.destination(app).headManifest("1.0.0")).isEmpty();
      change("second");
      registry.bearer("me", "second");
      registry.expireTokens();
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertPushes(heir);
      }
      assertThat(questions).hasValue(2);
    }
  }

  @Test
  void thePasswordThatIsRefusedIsTheNewOne() {
    registry.basic("me", "first");
    try (Kit kit = kit()) {
      assertThat(kit.client.destination(app).headManifest("1.0.0")).isEmpty();
      registry.basic("me", "third");
      change("a second one");
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertThatThrownBy(() -> heir.destination(app).headManifest("1.0.0"))
            .isInstanceOfSatisfying(
                RegistryException.class, e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS))
            .hasMessageContaining("user 'me'")
            .hasMessageNotContaining("a second one");
      }
      String second = okhttp3.Credentials.basic("me", "a second one");
      assertThat(registry.requests())
          .anyMatch(request -> second.equals(request.header("Authorization")));
    }
  }
}
