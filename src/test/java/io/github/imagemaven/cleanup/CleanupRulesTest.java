package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.oci.RawManifest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule of what goes and what stays, by itself. */
class CleanupRulesTest extends DisplacedImage {
  @Test
  void theDisplacedIndexGoesBeforeItsChildrenAndASharedChildStays() {
    published();
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isNull();
    assertThat(digests(result.deleted())).containsExactly(old.digest(), amd.digest());
    assertThat(digests(result.kept())).containsExactly(arm.digest());
    assertThat(result.kept().get(0).why()).isEqualTo("the tag 'latest' needs it");
    assertThat(registry.manifests).containsOnlyKeys(arm.digest(), newAmd.digest(), now.digest());
  }

  @Test
  void anImageWithATagOfItsOwnStaysWithAllOfIt() {
    published();
    registry.tag("1.2.3", old);
    RepositoryCleanup result = ask().run();
    assertThat(result.deleted()).isEmpty();
    assertThat(result.kept().get(0).why()).isEqualTo("the tag '1.2.3' names it");
    assertThat(registry.manifests).hasSize(5);
  }

  /** As some name what is not to go by its own digest. */
  @Test
  void aTagOfItsOwnDigestKeepsAnImage() {
    published();
    registry.tag(Made.fallbackTag(old.digest()), old);
    RepositoryCleanup result = ask().run();
    assertThat(result.deleted()).isEmpty();
    assertThat(registry.tags).containsKey(Made.fallbackTag(old.digest()));
  }

  @Test
  void aChildWithATagOfItsOwnStays() {
    published();
    registry.tag("only-amd64", amd);
    assertThat(digests(ask().run().deleted())).containsExactly(old.digest());
  }

  @Test
  void anImageInsideATaggedIndexStays() {
    published();
    registry.tag("all", Made.index("all", Made.index("inner", old)));
    registry.put(Made.index("inner", old));
    registry.tag("all", Made.index("all", Made.index("inner", old)));
    assertThat(ask().run().deleted()).isEmpty();
  }

  @Test
  void whatWasPublishedNeverGoesThoughItWasDisplacedBefore() {
    published();
    RepositoryCleanup result = ask().displaced(now.digest(), old.digest()).moving("latest").run();
    assertThat(registry.manifests).containsKey(now.digest());
    assertThat(digests(result.deleted())).contains(old.digest()).doesNotContain(now.digest());
  }

  @Test
  void whatHangsOnTheImageGoesLast() {
    published();
    RawManifest signature = registry.image("", "signature");
    RawManifest attestation = registry.manifest(Made.config("", "attestation"), old);
    RawManifest list = Made.index("referrers", attestation);
    registry.put(attestation);
    registry.tag(Made.fallbackTag(old.digest()), list);
    registry.tag(Made.fallbackTag(amd.digest()) + ".sig", signature);
    RepositoryCleanup result = ask().run();
    assertThat(digests(result.deleted()))
        .startsWith(old.digest(), amd.digest())
        .contains(signature.digest())
        .containsSubsequence(list.digest(), attestation.digest())
        .hasSize(5);
    assertThat(registry.tags).containsOnlyKeys("latest");
  }

  @Test
  void whatHangsOnAChildThatStaysStays() {
    published();
    RawManifest signature = registry.image("", "signature of arm64");
    registry.tag(Made.fallbackTag(arm.digest()) + ".sig", signature);
    ask().run();
    assertThat(registry.tags).containsKey(Made.fallbackTag(arm.digest()) + ".sig");
  }

  @Test
  void referrersAreFoundByTheApi() {
    kind(new Traits(false, true, true, false));
    published();
    RawManifest about = registry.manifest(Made.config("", "about"), old);
    RawManifest aboutThat = registry.manifest(Made.config("", "about that"), about);
    RawManifest aboutArm = registry.manifest(Made.config("", "about arm"), arm);
    List.of(about, aboutThat, aboutArm).forEach(registry::put);
    assertThat(digests(ask().run().deleted()))
        .containsExactly(old.digest(), amd.digest(), about.digest(), aboutThat.digest());
  }

  @Test
  void referrersAreFoundInAWholeList() {
    whole();
    published();
    RawManifest about = registry.manifest(Made.config("", "about"), old);
    registry.put(about);
    assertThat(digests(ask().run().deleted())).contains(about.digest());
  }

  @Test
  void theSubjectOfWhatSomebodyTaggedStays() {
    published();
    registry.tag("sbom-of-old", registry.manifest(Made.config("", "sbom"), old));
    assertThat(ask().run().deleted()).isEmpty();
  }

  @Test
  void aReferrerThatHasATagStays() {
    published();
    RawManifest shared = registry.image("", "signature of both");
    registry.tag(Made.fallbackTag(old.digest()) + ".sig", shared);
    registry.tag(Made.fallbackTag(now.digest()) + ".sig", shared);
    ask().run();
    assertThat(registry.manifests).containsKey(shared.digest());
  }

  @Test
  void theNewestOfThoseDisplacedStay() {
    published();
    RawManifest older = Made.index("older", amd);
    registry.put(older);
    RepositoryCleanup result = ask().displaced(older.digest(), old.digest()).keep(1).run();
    assertThat(digests(result.deleted())).containsExactly(older.digest());
    assertThat(result.note()).contains("image.cleanup.keep");
    assertThat(registry.manifests).containsKeys(old.digest(), amd.digest());
  }

  @Test
  void beforeTheTagsMoveTheyKeepNothing() {
    List.of(amd, arm, newAmd, now).forEach(registry::put);
    registry.tag("latest", old);
    RepositoryCleanup result = ask().moving("latest").run();
    assertThat(digests(result.deleted())).containsExactly(old.digest(), amd.digest());
    assertThat(result.deleted().get(0).tags()).containsExactly("latest");
    assertThat(registry.manifests).containsKeys(now.digest(), newAmd.digest(), arm.digest());
  }

  @Test
  void aTagThatIsAboutToMoveKeepsWhatWasNotDisplaced() {
    List.of(amd, arm, newAmd, old, now).forEach(registry::put);
    registry.tag("latest", amd);
    assertThat(digests(ask().moving("latest").run().deleted())).containsExactly(old.digest());
  }

  /** An attestation that a tag named, and an image that it is about, which no list says. */
  @Test
  void whatIsAboutAnImageThatGoesAfterItGoesAtLast() {
    published();
    RawManifest single = registry.image("app", "single");
    RawManifest about = registry.manifest(Made.config("", "about"), single);
    List.of(single, about).forEach(registry::put);
    RepositoryCleanup result = ask().displaced(about.digest(), single.digest()).run();
    assertThat(result.failure()).isNull();
    assertThat(registry.deleted).containsExactly(single.digest(), about.digest());
    assertThat(digests(result.deleted())).containsExactly(single.digest(), about.digest());
    assertThat(result.kept()).isEmpty();
  }
}
