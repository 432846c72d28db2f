package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Request;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stops a clean-up, and what ends it. */
class CarefulCleanupTest extends DisplacedImage {
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
          if (request.equals(new Request("manifest", "" + hidden.digest()))) {
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
    registry.deleting = entry -> Deletion.kept("5,000 downloads");
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isNull();
    assertThat(result.deleted()).isEmpty();
    assertThat(result.kept()).singleElement().matches(item -> item.why().equals("5,000 downloads"));
  }

  @Test
  void aRegistryThatDeletesNothingIsAskedOnce() {
    published();
    registry.deleting = entry -> Deletion.unsupported("this registry deletes nothing");
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
          if (request.equals(new Request("delete", "" + amd.digest()))) {
            throw new CleanupException("no right to delete", null);
          }
        };
    RepositoryCleanup result = ask().run();
    assertThat(digests(result.deleted())).containsExactly(old.digest());
    assertThat(result.failure()).isEqualTo("no right to delete");
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
  void whatIsListedAndNotThereStopsEverything() {
    published();
    RawManifest ghost = registry.image("", "ghost");
    registry.tag("ghost", ghost);
    registry.manifests.remove(ghost.digest());
    Wrong withGhost =
        new Wrong(registry) {
          @Override
          public Listing list() {
            List<Entry> entries = new ArrayList<>(registry.list().entries().values());
            entries.add(new Entry(ghost.digest(), Set.of("ghost"), null));
            return Listing.of(entries, false, null);
          }
        };
    RepositoryCleanup result = withGhost.ask.displaced(old.digest()).published(now.digest()).run();
    assertThat(result.failure()).contains(ghost.digest().toString(), "'ghost'", "cannot be read");
    assertThat(registry.deleted).isEmpty();
  }

  @Test
  void nothingGoesWhereTheBudgetDoesNotSuffice() {
    published();
    List<String> asked = new ArrayList<>();
    Wrong poor =
        new Wrong(registry) {
          @Override
          public void checkBudget(int lists, int reads, int deletions) {
            asked.add(lists + " " + reads + " " + deletions);
            if (deletions > 2) {
              throw new CleanupException("come back in an hour", null);
            }
          }
        };
    RepositoryCleanup result = poor.ask.displaced(old.digest()).published(now.digest()).run();
    assertThat(result.failure()).isEqualTo("come back in an hour");
    assertThat(registry.deleted).isEmpty();
    assertThat(asked.get(1)).endsWith(" 3");
  }
}
