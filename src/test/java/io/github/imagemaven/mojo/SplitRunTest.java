package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.NoImageNote;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two runs that build a platform each, and one that joins them, over a reactor of two modules. */
class SplitRunTest extends ReleaseOnGitHub {
  private static final List<String> BOTH = List.of("linux/amd64", "linux/arm64");

  private TestReactor build(String platforms, String... settings) throws Exception {
    TestReactor reactor = reactor().set("buildPlatforms", platforms);
    for (int i = 0; i < settings.length; i += 2) {
      reactor.set(settings[i], settings[i + 1]);
    }
    reactor.goal("validate-tag");
    reactor.goal("build-multiarch");
    reactor.goal("push-all");
    reactor.end();
    return reactor;
  }

  private TestReactor joining(String... goals) throws Exception {
    TestReactor reactor = reactor();
    reactor.session.getRequest().setGoals(List.of(goals));
    return reactor;
  }

  @Test
  void partsHaveNoNamesUntilAllAreJoined() throws Exception {
    for (String platform : BOTH) {
      build(platform);
      assertThat(registry.tags("acme/orders")).isEmpty();
      assertThat(outputs())
          .containsEntry("published", "false")
          .containsEntry("digest", "")
          .containsEntry("platforms", platform)
          .hasEntrySatisfying("uploaded_bytes", sent -> assertThat(sent).isNotEqualTo("0"));
      assertThat(summary())
          .contains("### `billing`\n\n**Uploaded, and not named**: `image:manifest` joins it");
    }
    TestReactor join = joining("image:manifest");
    join.goal("manifest");
    join.end();

    for (String module : List.of("orders", "billing")) {
      Digest digest = PublicationRecord.read(join.directory(module)).digest();
      assertThat(registry.tags("acme/" + module)).containsOnly(Map.entry("1.2.3", digest));
    }
    Digest orders = registry.tags("acme/orders").get("1.2.3");
    assertThat(outputs())
        .containsEntry("published", "true")
        .containsEntry("digest", orders.toString())
        .containsEntry("platforms", String.join(",", BOTH))
        .hasEntrySatisfying("build_duration_seconds", time -> assertThat(time).isNotEmpty());
  }

  /** As a workflow leaves them that keeps folders from run to run. */
  @Test
  void partsOfAnotherCommitAreNotHandedOn() throws Exception {
    TestReactor earlier = build(BOTH.get(1));
    Path parts = earlier.directory("orders").resolve("parts");
    assertThat(parts.resolve("linux-arm64.json")).exists();
    build(BOTH.get(0));
    assertThat(parts.resolve("linux-arm64.json")).exists();

    TestReactor later = reactor().set("buildPlatforms", BOTH.get(0));
    later.environment.put("GITHUB_SHA", "d".repeat(40));
    later.environment.put("GITHUB_REF_NAME", "v1.2.4");
    later.set("billing", "platforms", BOTH.get(1));
    later.goal("build-multiarch");
    later.goal("push-all");
    assertThat(parts.resolve("linux-amd64.json")).exists();
    assertThat(parts.resolve("linux-arm64.json")).doesNotExist();
    assertThat(later.directory("billing").resolve("parts")).isEmptyDirectory();

    build("all");
    assertThat(parts).isEmptyDirectory();
  }

  @Test
  void anOptionalRegistryThatGotNoPartIsReported() throws Exception {
    String other = registry.host() + "/other";
    registry.faultOnAll(RecordedRequest.of("POST", "/other/"), Fault.status(403));
    TestReactor run = build(BOTH.get(0), "optionalRegistries", other);
    assertThat(run.lines).contains("  not to     " + other + "/orders");
    assertThat(Files.readString(root.resolve("summary")))
        .contains("| `" + other + "/orders` | **not published**: ");
  }

  @Test
  void partsOfASkippedModuleAreNotPassedOverInSilence() throws Exception {
    build(BOTH.get(0));
    build(BOTH.get(1));
    TestReactor join = joining("image:manifest").set("billing", "skip", "true");
    join.goal("manifest");
    assertThat(registry.tags("acme/orders")).containsOnlyKeys("1.2.3");
    assertThat(join.warnings)
        .anyMatch(line -> line.contains("parts of billing") && line.contains("are not joined"));
  }

  @Test
  void aFolderOfPartsThatIsNotThereIsSaid() throws Exception {
    TestReactor join = joining("image:manifest").set("parts", root.resolve("prats").toString());
    assertThat(join.failing("manifest", "orders"))
        .hasMessageStartingWith("IMG-9: ")
        .hasMessageContaining("prats (there is no such folder)");
  }

  /** Of a run that finds nothing to join the first job's answers stay. */
  @Test
  void aJoinThatFailsLeavesWhatWasPlanned() throws Exception {
    TestReactor join = joining("image:manifest").set("mainClass", "");
    join.failing("manifest", "orders");
    join.end();
    assertThat(outputs()).containsEntry("tag", "1.2.3").containsEntry("published", "false");
  }

  /** No runner builds both, and the first job publishes nothing: it has to see it all the same. */
  @Test
  void twoModulesOfOneNameAreRefusedByWhoOnlyValidates() throws Exception {
    TestReactor first = joining("validate").set("name", "shared");
    first.set("orders", "platforms", BOTH.get(0)).set("billing", "platforms", BOTH.get(1));
    assertThat(first.failing("validate-tag", "parent"))
        .hasMessageStartingWith("IMG-7: ")
        .hasMessageContaining("image.name is 'shared' in both");
  }

  /** Though one module has all its parts: nothing of the others' is named either. */
  @Test
  void aLostPartOfOneModuleKeepsAllNamesBack() throws Exception {
    build(BOTH.get(0));
    build(BOTH.get(1));
    TestReactor join = joining("image:manifest");
    Files.delete(join.directory("billing").resolve("parts/linux-arm64.json"));
    join.goal("manifest", "parent");
    join.goal("manifest", "orders");
    assertThat(join.failing("manifest", "billing"))
        .hasMessageStartingWith("IMG-9: ")
        .hasMessageContainingAll("billing", "linux/arm64", "linux-amd64.json");
    join.end();
    assertThat(registry.tags("acme/orders")).isEmpty();
    assertThat(registry.tags("acme/billing")).isEmpty();
    assertThat(outputs()).containsEntry("published", "false");
  }

  /** So that a workflow need not know which events publish. */
  @Test
  void aPullRequestLeavesNoPartAndItsJoiningHasNothingToDo() throws Exception {
    for (String goal : List.of("push-all", "manifest")) {
      TestReactor reactor = joining("image:" + goal).onGitHub("branch", "12/merge");
      reactor.environment.put("GITHUB_EVENT_NAME", "pull_request");
      reactor.environment.put("GITHUB_REF", "refs/pull/12/merge");
      if (goal.equals("push-all")) {
        reactor.set("buildPlatforms", "linux/amd64");
        reactor.goal("validate-tag");
        reactor.goal("build-multiarch");
      }
      reactor.goal(goal);
      reactor.end();
      assertThat(reactor.directory("orders").resolve("parts")).doesNotExist();
      assertThat(outputs()).containsEntry("published", "false");
    }
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aRunOfOnePlatformThatIsAllLeavesAPartToo() throws Exception {
    build("linux/amd64", "platforms", "linux/amd64");
    assertThat(registry.tags("acme/orders")).isEmpty();
    TestReactor join = joining("image:manifest").set("platforms", "linux/amd64");
    join.goal("manifest");
    assertThat(registry.tags("acme/orders")).containsOnlyKeys("1.2.3");
  }

  @Test
  void whatHasNoneOfThePlatformsIsLeftToOthers() throws Exception {
    TestReactor arm = reactor().set("buildPlatforms", "linux/arm64");
    arm.set("billing", "platforms", "linux/amd64");
    arm.goal("validate-tag");
    arm.goal("build-multiarch");
    arm.goal("push-all");
    assertThat(arm.lines)
        .contains(
            "No image of billing: this run builds linux/arm64 of other modules, which is none of"
                + " its image.platforms [linux/amd64]");
    assertThat(arm.directory("billing").resolve("parts")).doesNotExist();
    assertThat(arm.directory("orders").resolve("parts/linux-arm64.json")).exists();
  }

  @Test
  void aPlatformThatNoModuleHasIsRefused() throws Exception {
    TestReactor wrong = reactor().set("buildPlatforms", "linux/amd46");
    assertThat(wrong.failing("validate-tag", "parent"))
        .hasMessageStartingWith("IMG-7: ")
        .hasMessageContainingAll("image.buildPlatforms", "linux/amd46", "linux/amd64");
  }

  @Test
  void aLibraryLeavesWordAndIsNotMissed() throws Exception {
    for (String platform : BOTH) {
      TestReactor built = reactor().set("buildPlatforms", platform);
      built.module("billing").getProperties().remove("image.mainClass");
      built.state("billing").noImage("a library, no class of it has a main method");
      built.goal("build-multiarch", "orders");
      built.goal("push-all");
    }
    TestReactor join = joining("image:manifest");
    join.module("billing").getProperties().remove("image.mainClass");
    join.goal("manifest");
    assertThat(join.lines)
        .anyMatch(line -> line.startsWith("No image of billing: a library, no class of it has"));
    assertThat(registry.tags("acme/orders")).containsOnlyKeys("1.2.3");

    Files.delete(join.directory("billing").resolve("parts").resolve(NoImageNote.FILE));
    TestReactor lost = joining("image:manifest");
    lost.module("billing").getProperties().remove("image.mainClass");
    lost.goal("manifest", "orders");
    assertThat(lost.failing("manifest", "billing"))
        .hasMessageStartingWith("IMG-9: ")
        .hasMessageContainingAll("no word that billing has no image", "image.skip=true");
  }

  /** Or a workflow that hands on what lies there would hand on another run's. */
  @Test
  void aRunOfAllPlatformsLeavesNoPartOfAnEarlierOne() throws Exception {
    Path parts = build(BOTH.get(0)).directory("orders").resolve("parts");
    new NoImageNote(parts.resolve(NoImageNote.FILE), "orders", "a library", null).write();
    assertThat(parts).isNotEmptyDirectory();
    build("all");
    assertThat(parts).isEmptyDirectory();
  }

  @Test
  void aModuleThatHasNoImageAnyMoreLeavesNoPart() throws Exception {
    Path parts = build(BOTH.get(0)).directory("billing").resolve("parts");
    assertThat(parts.resolve("linux-amd64.json")).exists();
    TestReactor built = reactor().set("buildPlatforms", BOTH.get(0));
    built.module("billing").getProperties().remove("image.mainClass");
    built.state("billing").noImage("a library, no class of it has a main method");
    built.goal("build-multiarch", "orders");
    built.goal("push-all");
    assertThat(parts.resolve("linux-amd64.json")).doesNotExist();
    assertThat(parts.resolve(NoImageNote.FILE)).exists();
  }

  @Test
  void aDryRunOfPartsAndOfTheirJoiningOnlyReads() throws Exception {
    build(BOTH.get(0), "dryRun", "true");
    assertOnlyRead();
    TestReactor library = reactor().set("buildPlatforms", BOTH.get(0)).set("dryRun", "true");
    library.module("billing").getProperties().remove("image.mainClass");
    library.state("billing").noImage("a library, no class of it has a main method");
    library.goal("push-all", "billing");
    assertThat(library.directory("billing").resolve("parts")).doesNotExist();
    build(BOTH.get(0));
    build(BOTH.get(1));
    registry.forgetRequests();
    TestReactor join = joining("image:manifest").set("dryRun", "true");
    join.goal("manifest");
    assertOnlyRead();
    assertThat(join.lines)
        .anyMatch(line -> line.startsWith("Would publish billing sha256:"))
        .contains("    1.2.3 would be created");
    assertThat(registry.tags("acme/orders")).isEmpty();
  }

  @Test
  void partsAreFoundAnywhereBelowTheFolderThatIsNamed() throws Exception {
    build(BOTH.get(0));
    build(BOTH.get(1));
    TestReactor join = joining("image:manifest").set("parts", "..");
    join.session.getRequest().setBaseDirectory(root.resolve("orders").toFile());
    join.session
        .getSystemProperties()
        .setProperty("user.dir", Files.createDirectory(root.resolve("here")).toString());
    join.goal("manifest");
    assertThat(registry.tags("acme/billing")).containsOnlyKeys("1.2.3");

    TestReactor renamed = joining("image:manifest").set("parts", root.toString());
    renamed.set("billing", "name", "invoices");
    assertThat(renamed.failing("manifest", "orders"))
        .hasMessageStartingWith("IMG-9: ")
        .hasMessageContainingAll("is a part of billing", "invoices");
  }
}
