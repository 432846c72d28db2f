package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule of what goes and what stays, by itself. */
class CleanupRulesTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private ModelRegistry registry = new ModelRegistry(new Traits(false, false, true, false));
  private final RawManifest amd = registry.image("app", "old amd64");
  private final RawManifest arm = registry.image("app", "arm64");
  private final RawManifest newAmd = registry.image("app", "new amd64");
  private final RawManifest old = Made.index("old", amd, arm);
  private final RawManifest now = Made.index("new", newAmd, arm);

  private void published() {
    List.of(amd, arm, newAmd, old).forEach(registry::put);
    registry.tag("latest", now);
  }

  private Ask ask() {
    return new Ask(registry).displaced(old.digest()).published(now.digest());
  }

  private void whole() {
    ModelRegistry other = new ModelRegistry(new Traits(true, false, true, false));
    other.configs.putAll(registry.configs);
    registry = other;
  }

  private static List<Digest> digests(List<Item> items) {
    return items.stream().map(Item::digest).toList();
  }

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
  void nothingGoesBeforeTheNewImageStandsInFull() {
    published();
    registry.manifests.remove(newAmd.digest());
    RepositoryCleanup result = ask().run();
    assertThat(result.deleted()).isEmpty();
    assertThat(result.failure()).contains(now.digest() + ", is not there in full");
    registry.manifests.remove(now.digest());
    assertThat(ask().run().failure()).contains("is not there in full");
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
    registry = withTraits(new Traits(false, true, true, false));
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
  void whatCannotBeReadStopsEverythingAndIsNamed() {
    published();
    RawManifest odd = RawManifest.of("application/vnd.acme.thing+json", "{}".getBytes());
    registry.manifests.put(odd.digest(), odd);
    registry.tags.put("odd", odd.digest());
    RepositoryCleanup result = ask().run();
    assertThat(result.deleted()).isEmpty();
    assertThat(result.failure()).contains(odd.digest().toString(), "vnd.acme.thing");
  }

  @Test
  void anIndexWithoutAListStopsEverything() {
    published();
    RawManifest bad = RawManifest.of(MediaTypes.OCI_INDEX, "{\"schemaVersion\":2}".getBytes());
    registry.manifests.put(bad.digest(), bad);
    registry.tags.put("bad", bad.digest());
    assertThat(ask().run().failure()).contains(bad.digest().toString());
    assertThat(registry.deleted).isEmpty();
  }

  @Test
  void aHiddenManifestStopsEverything() {
    published();
    RawManifest hidden = registry.image("", "hidden");
    registry.tag("hidden", hidden);
    registry.before =
        request -> {
          if (request.equals(new ModelRegistry.Request("manifest", "" + hidden.digest()))) {
            throw new RegistryException(Code.CREDENTIALS, "forbidden " + hidden.digest(), null);
          }
        };
    assertThat(ask().run().failure()).contains("forbidden " + hidden.digest());
    assertThat(registry.deleted).isEmpty();
  }

  @Test
  void anIndexInAKeptIndexThatIsNotThereStopsEverything() {
    published();
    RawManifest inner = Made.index("inner", amd);
    registry.put(inner);
    registry.tag("outer", Made.index("outer", inner));
    registry.manifests.remove(inner.digest());
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).contains(inner.digest().toString(), "cannot be read");
    assertThat(registry.deleted).isEmpty();
  }

  @Test
  void aCacheOfBuildKitIsNoIndexOfManifests() {
    published();
    RawManifest cache =
        RawManifest.of(
            MediaTypes.OCI_INDEX,
            ("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
                    + "\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\""
                    + Digest.ofBytes(new byte[1])
                    + "\",\"size\":1}]}")
                .getBytes());
    registry.manifests.put(cache.digest(), cache);
    registry.tags.put("buildcache", cache.digest());
    assertThat(digests(ask().run().deleted())).contains(old.digest());
  }

  @Test
  void whatTheRegistryKeepsKeepsItsChildren() {
    published();
    registry.answer = Deletion.kept("5,000 downloads");
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isNull();
    assertThat(result.deleted()).isEmpty();
    assertThat(result.kept()).singleElement().matches(item -> item.why().equals("5,000 downloads"));
  }

  @Test
  void aRegistryThatDeletesNothingIsAskedOnce() {
    published();
    registry.answer = Deletion.unsupported("this registry deletes nothing");
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isNull();
    assertThat(result.note()).isEqualTo("this registry deletes nothing");
    assertThat(registry.requests.stream().filter(r -> r.kind().equals("delete"))).hasSize(1);
  }

  @Test
  void aFailureEndsItAndWhatWentIsSaid() {
    published();
    registry.before =
        request -> {
          if (request.equals(new ModelRegistry.Request("delete", "" + amd.digest()))) {
            throw new CleanupException("no right to delete", null);
          }
        };
    RepositoryCleanup result = ask().run();
    assertThat(digests(result.deleted())).containsExactly(old.digest());
    assertThat(result.failure()).isEqualTo("no right to delete");
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

  @Test
  void anImageThatIsGoneIsNoFailure() {
    registry.put(arm);
    registry.put(newAmd);
    registry.tag("latest", now);
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isNull();
    assertThat(result.deleted()).isEmpty();
  }

  @Test
  void aPlanOnlyReads() {
    published();
    RawManifest other = Made.index("other", amd, arm);
    registry.put(other);
    Ask ask = ask().displaced(old.digest(), other.digest());
    RepositoryCleanup plan = ask.plan();
    assertThat(registry.requests).noneMatch(r -> r.kind().matches("delete|restore"));
    assertThat(plan).isEqualTo(ask.run());
    assertThat(digests(plan.deleted())).contains(amd.digest());
  }

  @Test
  void whatIsPutUnderATagMeanwhileIsPutBackAndSaid() {
    published();
    Log log = Log.silent();
    registry.after =
        request -> {
          if (request.equals(new ModelRegistry.Request("delete", "" + amd.digest()))) {
            RawManifest late = Made.index("late", amd, arm);
            registry.manifests.put(late.digest(), late);
            registry.tags.put("late", late.digest());
          }
        };
    RepositoryCleanup result = ask().log(log).run();
    assertThat(registry.manifests).containsKey(amd.digest());
    assertThat(digests(result.kept())).contains(amd.digest());
    assertThat(result.note()).contains("something was published while this was cleaned up");
  }

  private ModelRegistry withTraits(Traits traits) {
    ModelRegistry other = new ModelRegistry(traits);
    other.configs.putAll(registry.configs);
    return other;
  }

  static Duration week() {
    return WEEK;
  }
}
