package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Request;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when others are about. */
class CrowdedCleanupTest extends DisplacedImage {
  private long seconds;

  @Test
  void whatIsPutUnderATagMeanwhileIsPutBackAndSaid() {
    published();
    registry.after =
        request -> {
          if (request.equals(new Request("delete", "" + amd.digest()))) {
            RawManifest late = Made.index("late", amd, arm);
            registry.manifests.put(late.digest(), late);
            registry.tags.put("late", late.digest());
          }
        };
    RepositoryCleanup result = ask().run();
    assertThat(registry.manifests).containsKey(amd.digest());
    assertThat(digests(result.kept())).contains(amd.digest());
    assertThat(result.note()).contains("something was published while this was cleaned up");
  }

  @Test
  void noRequestLiesBetweenTheListAndTheDeletion() {
    published();
    int[] late = {0};
    registry.before =
        request -> {
          if (request.kind().equals("manifest") && late[0]++ < 5) {
            registry.tag("late" + late[0], Made.index("late" + late[0], arm));
          }
        };
    ask().run();
    assertThat(whatCameBeforeDeletions()).containsExactly("list", "delete");
    assertThat(registry.deleted).containsExactly(old.digest(), amd.digest());
  }

  /** The look before the image tells of its parts, too, but not for long. */
  @Test
  void whereADeletionTakesLongTheNextOneHasALookOfItsOwn() {
    published();
    RawManifest signature = registry.image("", "signature");
    registry.tag(Made.fallbackTag(old.digest()) + ".sig", signature);
    registry.after =
        request -> {
          if (request.kind().equals("delete") && registry.deleted.contains(old.digest())) {
            seconds += 6;
            registry.tag("late", Made.index("late", amd, arm));
          }
        };
    RepositoryCleanup result = ask().clock(() -> seconds * 1_000_000_000L).run();
    assertThat(whatCameBeforeDeletions()).containsExactly("list", "list");
    assertThat(registry.deleted).containsExactly(old.digest(), signature.digest());
    assertThat(digests(result.kept())).contains(amd.digest());
    assertThat(registry.restored).isZero();
  }

  @Test
  void aRepositoryThatNeverRestsIsLeftAlone() {
    published();
    int[] late = {0};
    registry.before =
        request -> {
          if (request.kind().equals("list")) {
            registry.tag("late", Made.index("late" + late[0]++, arm));
          }
        };
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).contains("all the time");
    assertThat(registry.deleted).isEmpty();
  }

  @Test
  void whatVanishesWhileItIsReadIsListedAgain() {
    published();
    RawManifest brief = registry.image("", "brief");
    registry.tag("brief", brief);
    registry.before =
        request -> {
          if (request.equals(new Request("manifest", brief.digest().toString()))) {
            registry.manifests.remove(brief.digest());
            registry.tags.remove("brief");
          }
        };
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isNull();
    assertThat(digests(result.deleted())).hasSize(2);
  }

  @Test
  void aChildWhoseDeletionIsInDoubtIsPutBackWhenItIsNeeded() {
    published();
    registry.after =
        request -> {
          if (request.equals(new Request("delete", amd.digest().toString()))) {
            RawManifest late = Made.index("late", amd, arm);
            registry.manifests.put(late.digest(), late);
            registry.tags.put("late", late.digest());
            throw new RegistryException(Code.PUBLICATION, "no answer", null);
          }
        };
    RepositoryCleanup result = ask().run();
    assertThat(result.failure()).isEqualTo("no answer");
    assertThat(registry.manifests).containsKey(amd.digest());
  }

  @Test
  void whyItEndedComesBeforeWhatCouldNotBeSeenThen() {
    published();
    registry.after =
        request -> {
          if (request.equals(new Request("delete", amd.digest().toString()))) {
            registry.before =
                each -> {
                  throw new RegistryException(Code.PUBLICATION, "model/app: no list.", null);
                };
            throw new RegistryException(Code.PUBLICATION, "model/app: no answer.", null);
          }
        };
    assertThat(ask().run().failure())
        .startsWith("no answer. After that it could not be seen whether anything")
        .endsWith("What was met then: no list.")
        .doesNotContain("model/app");
  }

  @Test
  void whereADeletedChildIsBackTheListIsReadOnceMore() {
    published();
    RawManifest signature = registry.image("", "signature");
    registry.tag(Made.fallbackTag(old.digest()) + ".sig", signature);
    registry.after =
        request -> {
          if (request.equals(new Request("delete", amd.digest().toString()))) {
            registry.put(amd);
            registry.tag("late", Made.index("late", amd));
          }
          seconds += 6;
        };
    RepositoryCleanup result = ask().clock(() -> seconds * 1_000_000_000L).run();
    assertThat(result.failure()).isNull();
    assertThat(registry.deleted).contains(signature.digest());
    assertThat(registry.restored).isZero();
    assertThat(whatCameBeforeDeletions()).containsOnly("list");
  }

  private List<String> whatCameBeforeDeletions() {
    List<String> before = new ArrayList<>();
    for (int i = 1; i < registry.requests.size(); i++) {
      if (registry.requests.get(i).kind().equals("delete")) {
        before.add(registry.requests.get(i - 1).kind());
      }
    }
    return before;
  }
}
