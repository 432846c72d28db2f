package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A runner has pushed a platform that an old image had, too, and its manifest is about to join it.
 */
class PushedAgainTest extends DisplacedImage {
  /**
   * The registry says that it was pushed after the image it is a part of: another run waits for it.
   */
  @Test
  void aPlatformThatWasPushedAgainSinceItsImageStays() {
    whole();
    published();
    registry.now = registry.now.plus(Duration.ofDays(2));
    registry.put(amd);
    registry.now = registry.now.plus(Duration.ofMinutes(1));

    RepositoryCleanup result = ask().run();

    assertThat(registry.manifests).as(result.toString()).containsKey(amd.digest());
    assertThat(result.kept()).anyMatch(each -> each.why().equals("it was pushed again since"));
  }

  /**
   * It was there before the publication that took the image's place, and may still be waited for.
   */
  @Test
  void aPlatformThatWasPushedAgainBeforeThePublicationStaysForMinAge() {
    whole();
    List.of(amd, arm, newAmd, old).forEach(registry::put);
    registry.now = registry.now.plus(Duration.ofDays(2));
    registry.put(amd);
    registry.now = registry.now.plus(Duration.ofMinutes(1));
    registry.tag("latest", now);
    assertThat(ask().plan().deleted()).hasSize(1);
    registry.now = registry.now.plus(Duration.ofDays(8));
    assertThat(ask().plan().deleted()).hasSize(2);
  }
}
