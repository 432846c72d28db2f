package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      repository.putManifest("1.0.0", image.manifest());
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
