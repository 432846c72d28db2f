package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A greeting that fails is forgotten: what comes later goes as if nobody had greeted. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FailedGreetingTest {
  @TempDir Path folder;

  private final Kit.Image image = Kit.Image.of("greeting");

  private static List<Thread> greetings() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("image-registry-greeting"))
        .toList();
  }

  /** Greets and waits until that is over. */
  private static void greet(Kit kit, RepositoryName app) throws InterruptedException {
    List<Thread> before = greetings();
    kit.client.greet(app, "1.0.0");
    List<Thread> now = new ArrayList<>(greetings());
    now.removeAll(before);
    for (Thread each : now) {
      each.join();
    }
  }

  private void assertPushes(Kit kit, InProcessRegistry registry) throws Exception {
    RepositoryName app = registry.repository("acme/app");
    try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
      Repository repository = heir.destination(app);
      assertThat(repository.headManifest("1.0.0")).isEmpty();
      for (byte[] blob : List.of(image.config(), image.layer())) {
        repository.putBlob(
            Kit.descriptor("application/octet-stream", blob),
            () -> new java.io.ByteArrayInputStream(blob),
            List.of());
      }
      repository.putTag("1.0.0", image.manifest(), null);
    }
    assertThat(registry.tags("acme/app")).containsEntry("1.0.0", image.manifest().digest());
    assertThat(kit.time.sleeps()).as("waits").isEmpty();
    assertThat(kit.warnings).isEmpty();
    assertThat(kit.infos).isEmpty();
  }

  @Test
  void noAnswer() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      registry.faultOnAll(any -> true, Fault.dropBefore());
      greet(kit, registry.repository("acme/app"));
      assertThat(registry.requests()).isNotEmpty();
      registry.clearFaults();
      assertPushes(kit, registry);
    }
  }

  @Test
  void noAnswerByTls() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.startTls(folder).basic("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      registry.faultOnAll(any -> true, Fault.dropBefore());
      greet(kit, registry.repository("acme/app"));
      registry.clearFaults();
      assertPushes(kit, registry);
    }
  }

  @Test
  void aRegistryThatIsNotThereYet() throws Exception {
    int port;
    try (InProcessRegistry gone = InProcessRegistry.start()) {
      port = gone.port();
    }
    try (Kit kit = Kit.anonymous()) {
      greet(kit, new RepositoryName("127.0.0.1:" + port, "acme/app"));
      try (InProcessRegistry registry = InProcessRegistry.start("127.0.0.1", port)) {
        assertPushes(kit, registry);
      }
    }
  }

  @Test
  void aBusyRegistry() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      registry.faultOn(any -> true, 1, Fault.status(503));
      greet(kit, registry.repository("acme/app"));
      assertPushes(kit, registry);
    }
  }

  @Test
  void aRegistryThatSaysHowLongToWait() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start();
        Kit kit = Kit.anonymous()) {
      RepositoryName app = registry.repository("acme/app");
      registry.faultOn(any -> true, 1, Fault.answer(Answer.of(429).header("Retry-After", "30")));
      greet(kit, app);
      try (RegistryClient heir = kit.client.heir(Log.silent(), Progress.none())) {
        assertThat(heir.destination(app).headManifest("1.0.0")).isEmpty();
      }
      assertThat(kit.time.sleeps()).singleElement().isEqualTo(Duration.ofMillis(30_001));
      assertThat(registry.requests()).hasSize(2);
    }
  }

  /** Nobody waits that long without having been told so. */
  @Test
  void aRegistryThatAsksForAnHour() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      registry.faultOn(any -> true, 1, Fault.answer(Answer.of(429).header("Retry-After", "3600")));
      greet(kit, registry.repository("acme/app"));
      assertPushes(kit, registry);
    }
  }

  /** A greeting whose connection breaks once somebody waits for it. */
  private static void breakWhileWaitedFor(InProcessRegistry registry, String path) {
    Thread waiting = Thread.currentThread();
    registry.faultOn(
        request -> request.path().contains(path),
        1,
        Fault.first(
            () -> {
              while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              throw new IllegalStateException("no answer");
            }));
  }

  private void assertNeedsNoSecondAttempt(InProcessRegistry registry, String path)
      throws Exception {
    RepositoryName app = registry.repository("acme/app");
    RegistryOptions once =
        new RegistryOptions(1, Duration.ofSeconds(10), Set.of(), List.of(), "test/1");
    Credentials me = Kit.credentials("*", new Credential.Basic("me", "secret"));
    breakWhileWaitedFor(registry, path);
    try (RegistryClient client = RegistryClient.create(once, me, Log.silent(), Progress.none())) {
      client.greet(app, "1.0.0");
      while (registry.requests().stream().noneMatch(request -> request.path().contains(path))) {
        Thread.onSpinWait();
      }
      try (RegistryClient heir = client.heir(Log.silent(), Progress.none())) {
        assertThat(heir.destination(app).headManifest("1.0.0")).isEmpty();
      }
    }
  }

  @Test
  void aGreetingUnderWay() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start()) {
      assertNeedsNoSecondAttempt(registry, "/manifests/");
    }
  }

  @Test
  void aTokenOfAGreetingUnderWay() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret")) {
      assertNeedsNoSecondAttempt(registry, "/token");
    }
  }

  @Test
  void aTokenServerThatDoesNotAnswer() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      registry.faultOn(request -> request.path().equals("/token"), 1, Fault.truncate(5));
      greet(kit, registry.repository("acme/app"));
      assertPushes(kit, registry);
    }
  }

  @Test
  void aTokenServerThatDoesNotKnowUs() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "other");
        Kit kit = Kit.user("me", "secret")) {
      greet(kit, registry.repository("acme/app"));
      registry.bearer("me", "secret");
      assertPushes(kit, registry);
    }
  }

  @Test
  void aRegistryThatAsksForSomethingElseLater() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start().basic("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      greet(kit, registry.repository("acme/app"));
      registry.bearer("me", "secret");
      assertPushes(kit, registry);
    }
  }

  @Test
  void anAnswerThatIsNone() throws Exception {
    try (InProcessRegistry registry = InProcessRegistry.start();
        Kit kit = Kit.anonymous()) {
      registry.faultOn(
          any -> true,
          2,
          Fault.answer(Answer.of(400).header("Content-Type", "text/plain").body("no")));
      greet(kit, registry.repository("acme/app"));
      registry.clearFaults();
      assertPushes(kit, registry);
    }
  }
}
