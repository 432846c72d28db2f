package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.oci.RawManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a clean-up gives back beside the image that somebody has gone back to. */
class PutBackTest extends DisplacedImage {
  /** Somebody goes back to the old image just when its signature has gone: it is unsigned then. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatHangsOnAnImageByItsTagComesBackWithTheImage(boolean whole) {
    kind(new Traits(whole, false, true, false));
    published();
    RawManifest signature = registry.image("", "signature");
    String tag = Made.fallbackTag(old.digest()) + ".sig";
    registry.tag(tag, signature);
    registry.after =
        request -> {
          if (request.kind().equals("delete")
              && request.what().equals(signature.digest().toString())) {
            registry.put(amd);
            registry.tag("stable", old);
          }
        };

    RepositoryCleanup result = ask().run();

    assertThat(registry.tags).as(result.toString()).containsKeys("latest", "stable", tag);
  }

  /** The same for the list of referrers where the registry has none, and what it lists. */
  @Test
  void theListOfReferrersComesBackWithTheImage() {
    kind(new Traits(false, false, true, false));
    published();
    RawManifest attestation = registry.manifest(Made.config("", "attestation"), old);
    RawManifest list = Made.index("referrers", attestation);
    registry.put(attestation);
    String tag = Made.fallbackTag(old.digest());
    registry.tag(tag, list);
    registry.after =
        request -> {
          if (request.kind().equals("delete") && request.what().equals(list.digest().toString())) {
            registry.put(amd);
            registry.tag("stable", old);
          }
        };

    RepositoryCleanup result = ask().run();

    assertThat(registry.tags).as(result.toString()).containsKeys("latest", "stable", tag);
  }

  /** As some say that GHCR does: what an index lists goes with it, whatever else lists it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSharedChildThatTheRegistryTakesWithTheIndexIsPutBackAndSaid(boolean whole) {
    kind(new Traits(whole, false, true, false));
    published();
    registry.after =
        request -> {
          if (request.kind().equals("delete") && request.what().equals(old.digest().toString())) {
            registry.manifests.remove(arm.digest());
          }
        };

    RepositoryCleanup result = ask().run();

    assertThat(registry.manifests).as(result.toString()).containsKey(arm.digest());
    assertThat(result.note()).contains("took along " + arm.digest(), "'latest' needs it");
    assertThat(digests(result.kept())).contains(arm.digest());
  }
}
