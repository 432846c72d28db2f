package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that real registries give and that should not end a publication. */
final class OddRegistriesTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit.Image image = Kit.Image.of("odd");

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void a403ThatSaysHowLongToWaitIsWaitedFor() {
    registry.seedManifest("acme/app", "1", image.manifest());
    registry.faultOn(
        RecordedRequest.of("HEAD", "/manifests/1"),
        1,
        Fault.answer(Answer.of(403).header("Retry-After", "1")));
    try (Kit kit = Kit.anonymous()) {
      assertThatCode(() -> assertThat(kit.client.destination(app).headManifest("1")).isPresent())
          .doesNotThrowAnyException();
    }
  }
}
