package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;
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
    repository.putTag("1.0.0", image.index(), null);
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

  private List<String> bearers() {
    return registry.requests(request -> !request.path().equals("/token")).stream()
        .map(request -> request.header("Authorization"))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** The registry, as GHCR, answers 403 to the token of somebody without the right. */
  @Test
  void anHeirDoesNotGoOnWithTheTokenOfAnotherAccount() {
    AtomicReference<@Nullable Credential> login = new AtomicReference<>();
    Credentials credentials =
        new Credentials(
            List.of(host -> new Credentials.Lookup(login.get(), List.of("config.json"))));
    registry.bearer("me", "secret").anonymousPull();
    registry.seedManifest("acme/app", image.manifest().digest().toString(), image.manifest());
    try (Kit kit = new Kit(Set.of(), credentials, Dns.SYSTEM)) {
      assertThat(kit.client.destination(app).headManifest("1.0.0")).isEmpty();
      String anonymous = bearers().get(0);
      registry.faultOnAll(
          request -> anonymous.equals(request.header("Authorization")),
          Fault.answer(Answer.error(403, "DENIED", "permission_denied: write_package", "")));
      login.set(new Credential.Basic("me", "secret"));
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertPushes(heir);
      }
    }
  }

  @Test
  void anHeirGoesOnWithTheTokenOfTheSameAccount() {
    registry.bearer("me", "first");
    registry.seedManifest("acme/app", image.manifest().digest().toString(), image.manifest());
    try (Kit kit = kit()) {
      assertThat(kit.client.destination(app).headManifest("1.0.0")).isEmpty();
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertPushes(heir);
      }
      assertThat(bearers()).hasSize(1);
      assertThat(registry.requests(request -> request.path().equals("/token"))).hasSize(1);
      assertThat(questions).hasValue(2);
    }
  }

  @Test
  void whomATokenWasGivenToDoesNotSayTheSecret() {
    List<@Nullable Credential> all =
        Arrays.asList(
            null,
            new Credential.Basic("me", "s3cret"),
            new Credential.Basic("me", "s3cret2"),
            new Credential.Basic("you", "s3cret"),
            new Credential.IdentityToken("s3cret"),
            new Credential.RegistryToken("s3cret"));
    assertThat(all.stream().map(Holder::of))
        .doesNotHaveDuplicates()
        .noneMatch(holder -> holder.toString().contains("s3cret"));
    assertThat(Holder.of(new Credential.Basic("me", "s3cret")))
        .isEqualTo(Holder.of(new Credential.Basic("me", "s3cret")));
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
