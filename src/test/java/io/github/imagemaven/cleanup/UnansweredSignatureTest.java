package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.oci.RawManifest;
import org.junit.jupiter.api.Test;

/** What hung on an image by its tag, and a deletion whose answer never comes. */
final class UnansweredSignatureTest extends DisplacedImage {
  /** The deletion was done and is answered 503 until the clean-up gives up. */
  @Test
  void aSignatureWhoseDeletionWasNotAnsweredComesBackWithItsImage() {
    kind(new Traits(true, false, true, false));
    published();
    RawManifest signature = registry.image("", "signature");
    String tag = Made.fallbackTag(old.digest()) + ".sig";
    registry.tag(tag, signature);
    registry.deleting =
        entry -> {
          if (entry.digest().equals(signature.digest())) {
            registry.manifests.remove(signature.digest());
            registry.tags.remove(tag);
            registry.put(amd);
            registry.tag("stable", old);
            throw new CleanupException("503 three times", null);
          }
          return Deletion.DONE;
        };

    RepositoryCleanup result = ask().run();

    assertThat(registry.tags).as(result.toString()).containsKeys("latest", "stable", tag);
  }
}
