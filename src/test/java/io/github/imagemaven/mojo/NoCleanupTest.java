package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.CleanupRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the goal removes nothing. */
class NoCleanupTest extends CleanupSessions {
  @Test
  void aReleaseAndARunByHandCleanNothingUp() throws Exception {
    run(push("old"));
    TestReactor release = push("new").onGitHub("tag", "v1.2.3").set("extraTags", "latest");
    run(release);
    assertThat(release.lines)
        .contains(
            "Nothing of orders is cleaned up: this run releases 1.2.3, and a release removes"
                + " nothing");
    TestReactor byHand = push("other");
    byHand.environment.put("GITHUB_EVENT_NAME", "workflow_dispatch");
    run(byHand.set("tag", "latest"));
    assertThat(byHand.lines)
        .anyMatch(
            line ->
                line.startsWith(
                    "Nothing of orders is cleaned up: only a push to"
                        + " image.latestBranch does"));
    assertThat(deletions()).isEmpty();
  }

  @Test
  void aRunThatCleansNothingUpLeavesNoRecordOfAnEarlierOne() throws Exception {
    Path record = run(push("old")).directory("orders").resolve(CleanupRecord.FILE);
    assertThat(record).exists();
    run(push("new").onGitHub("tag", "v1.2.3"));
    assertThat(record).doesNotExist();
  }

  /** Who wrote it may have meant to keep something. */
  @Test
  void nothingGoesByAMisspeltSetting() throws Exception {
    run(push("old"));
    TestReactor after = push("new").set("cleanup.kepp", "3");
    run(after);
    assertThat(after.lines)
        .contains(
            "Nothing of orders is cleaned up: there is no setting image.cleanup.kepp: did you mean"
                + " image.cleanup.keep?");
    run(push("newer").set("cleanup.kepp", "3").set("cleanup.order", "before"));
    assertThat(deletions()).isEmpty();
  }

  /** Whatever is misspelt of it; a setting of something else takes nothing from a clean-up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "clenup.keep",
        "cleanUp.keep",
        "clean-up.minAge",
        "cleanup",
        "clean.skip",
        "lcaenup.keep",
        "cleanup.minage"
      })
  void nothingGoesByASettingThatIsNearestToOneOfTheCleanUp(String setting) throws Exception {
    run(push("old"));
    TestReactor after = run(push("new").set("orders", setting, "3"));
    assertThat(after.lines)
        .anyMatch(
            line ->
                line.startsWith(
                    "Nothing of orders is cleaned up: there is no setting image." + setting));
    assertThat(deletions()).isNotEmpty().allMatch(each -> each.path().contains("/billing/"));
    registry.forgetRequests();
    run(push("newer").set("orders", setting, "3").set("cleanup.order", "before"));
    assertThat(deletions()).isNotEmpty().allMatch(each -> each.path().contains("/billing/"));
  }

  @Test
  void aMisspeltSettingOfSomethingElseKeepsNothing() throws Exception {
    run(push("old"));
    run(push("new").set("tga", "3"));
    assertThat(deletions()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cleanupKep", "clenupKeep", "cleanUpMinAge", "cleanup"})
  void nothingGoesByAMisspeltElement(String element) throws Exception {
    run(push("old"));
    TestReactor after = push("new");
    after
        .module("orders")
        .getBuild()
        .getPlugins()
        .get(0)
        .setConfiguration(TestModules.configuration(element, "3"));
    run(after);
    assertThat(after.lines)
        .anyMatch(
            line ->
                line.startsWith(
                    "Nothing of orders is cleaned up: there is no element <" + element + ">"));
    assertThat(deletions()).isNotEmpty().allMatch(each -> each.path().contains("/billing/"));
  }

  @Test
  void beforeTheGoalThatPublishesThereIsNothingToDo() throws Exception {
    run(push("old"));
    TestReactor second = push("new");
    run(second, "validate-tag", "build-multiarch", "cleanup-latest", "push-all");
    assertThat(second.lines)
        .contains(
            "Nothing of orders is cleaned up: this goal comes before the one that publishes, so no"
                + " tag has moved yet: list image:cleanup-latest after image:push-all");
    assertThat(deletions()).isEmpty();
  }

  @Test
  void atADeskOnlyWhoSaysSoCleansUp() throws Exception {
    run(push("old"));
    TestReactor desk = push("new").set("publish", "true").set("tag", "latest");
    desk.environment.clear();
    run(desk);
    assertThat(desk.lines)
        .contains(
            "Nothing of orders is cleaned up: where no CI system says what a run is for, only mvn"
                + " image:cleanup-latest -Dimage.publish=true does");
    assertThat(deletions()).isEmpty();

    TestReactor alone = push("new").set("publish", "true").set("tag", "latest");
    alone.environment.clear();
    alone.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    run(alone, "cleanup-latest");
    // What publication.json says was displaced is no matter of this run, and nobody knows its age.
    assertThat(alone.lines)
        .contains("Cleaned up orders")
        .anyMatch(line -> line.contains("this registry does not list what has no tag"));
    assertThat(deletions()).isEmpty();
  }

  /** A scheduled run would take what others have uploaded and not joined. */
  @Test
  void aMinimumAgeOfNothingIsWarnedOfOnceWhereItCounts() throws Exception {
    run(push("old"));
    TestReactor alone = push("new").set("cleanup.minAge", "0d");
    alone.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    run(alone, "cleanup-latest");
    assertThat(alone.warnings)
        .filteredOn(line -> line.startsWith("image.cleanup.minAge is 0d, so that what"))
        .hasSize(1);
    TestReactor keeping = push("new").set("cleanup.minAge", "59m").set("cleanup.keep", "1");
    run(keeping);
    assertThat(keeping.warnings)
        .filteredOn(line -> line.startsWith("image.cleanup.minAge is 59m, so that what"))
        .hasSize(1);
    assertThat(run(push("newer").set("cleanup.minAge", "0d")).warnings).isEmpty();
    TestReactor usual = push("newest").set("cleanup.minAge", "1h");
    usual.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    assertThat(run(usual, "cleanup-latest").warnings).isEmpty();
  }

  @Test
  void whereItIsSwitchedOffNothingGoes() throws Exception {
    run(push("old"));
    TestReactor skipped = run(push("new").set("orders", "cleanup.skip", "true"));
    assertThat(skipped.lines)
        .contains("Nothing of orders is cleaned up: image.cleanup.skip is true");
    assertThat(deletions()).isNotEmpty().noneMatch(each -> each.path().contains("/orders/"));
    assertThat(skipped.directory("orders").resolve(CleanupRecord.FILE)).doesNotExist();
    registry.forgetRequests();
    run(push("newer").set("cleanup.skip", "true").set("cleanup.order", "before"));
    TestReactor dry = run(push("newest").set("cleanup.skip", "true").set("dryRun", "true"));
    assertThat(dry.lines).doesNotContain("Would clean up orders");
    assertThat(deletions()).isEmpty();
  }
}
