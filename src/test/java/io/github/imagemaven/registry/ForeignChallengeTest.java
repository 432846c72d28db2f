package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that we were sent on to and that asks who we are. */
final class ForeignChallengeTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final InProcessRegistry other = InProcessRegistry.start().bearer("x", "y");
  private final Kit.Image image = Kit.Image.of("foreign");

  @AfterEach
  void stop() {
    registry.close();
    other.close();
  }

  /** Our registry sends the first request on; who answers there names a token server of its own. */
  @Test
  void whoWeAreIsNotToldToTheTokenServerOfAnotherHost() {
    registry.seedManifest("acme/app", "1", image.manifest());
    registry.faultOn(
        RecordedRequest.of("HEAD", "/manifests/1"),
        1,
        Fault.answer(
            Answer.of(307)
                .header("Location", "http://" + other.host() + "/v2/acme/app/manifests/1")));
    try (Kit kit = Kit.user("me", "s3cret")) {
      Repository repository = kit.at(registry.repository("acme/app"));
      Throwable first = catchThrowable(() -> repository.headManifest("1"));
      Throwable second = catchThrowable(() -> repository.headManifest("1"));
      assertThat(first).hasMessageContaining("no credentials are sent there");
      assertThat(other.requests()).noneMatch(each -> each.header("Authorization") != null);
      assertThat(second).isNull();
    }
  }
}
