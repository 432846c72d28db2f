package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Request;
import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
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

  /** The signature is asked for first, and a registry may have dropped what it refers to. */
  @Test
  void whatCannotBePutBackKeepsNothingElseFromIt() {
    kind(new Traits(false, false, false, false));
    published();
    RawManifest signature = registry.image("", "signature");
    registry.tag(Made.fallbackTag(old.digest()) + ".sig", signature);
    registry.before =
        request -> {
          if (request.equals(new Request("restore", signature.digest().toString()))) {
            throw new RegistryException(Code.PUBLICATION, "model/app: blob unknown", null);
          }
        };
    registry.after =
        request -> {
          if (request.equals(new Request("delete", signature.digest().toString()))) {
            registry.tag("stable", old);
          }
        };

    RepositoryCleanup result = ask().run();

    assertThat(registry.manifests)
        .as(result.toString())
        .containsKeys(old.digest(), amd.digest(), arm.digest());
    assertThat(result.failure())
        .contains(signature.digest() + " went", "could not be put back", "needs it. blob unknown");
    assertThat(digests(result.kept())).contains(amd.digest());
    assertThat(digests(result.deleted())).contains(signature.digest());
  }

  /** Its tag goes first, and its deletion is called off; the second time it has none. */
  @Test
  void aTagThatWentBeforeADeletionThatWasRepeatedComesBack() {
    published();
    RawManifest signature = registry.image("", "signature");
    String tag = Made.fallbackTag(old.digest()) + ".sig";
    registry.tag(tag, signature);
    registry.deleting =
        entry -> {
          boolean isFirst = entry.tags().contains(tag);
          return isFirst && registry.tags.remove(tag) != null
              ? Deletion.calledOff("a tag that is gone by now needed it")
              : Deletion.DONE;
        };
    registry.after =
        request -> {
          if (request.equals(new Request("delete", signature.digest().toString()))) {
            registry.put(amd);
            registry.tag("stable", old);
          }
        };

    RepositoryCleanup result = ask().run();

    assertThat(registry.deleted).contains(signature.digest());
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
