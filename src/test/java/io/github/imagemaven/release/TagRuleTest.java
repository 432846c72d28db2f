package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ConfigurationException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class TagRuleTest {
  private static final String ID = "0123456789".repeat(4);
  private static final Commit COMMIT = new Commit(ID, Instant.parse("2026-11-24T23:30:00Z"));
  private static final String OTHER_ID = "f".repeat(40);

  private String tag = "";
  private String pomTag = "";
  private List<String> extraTags = List.of();
  private boolean extraTagsByHand;
  private String latestBranch = "main";
  private boolean preReleases;
  private boolean publish;
  private String projectVersion = "1.3.0-SNAPSHOT";
  private Commit commit = COMMIT;
  private String contextCommit = OTHER_ID;
  private List<String> gitTags = List.of();
  private String gitBranch = "";

  private ReleaseTags on(Trigger trigger, String event, String ref) {
    return new TagRule(
            new RunContext("GitHub Actions", trigger, event, ref, contextCommit),
            new TagSettings(
                tag,
                pomTag,
                extraTags,
                extraTagsByHand,
                latestBranch,
                preReleases,
                publish,
                projectVersion),
            new Checkout(() -> commit, () -> gitTags, () -> gitBranch))
        .tags();
  }

  private ReleaseTags onBranch(String ref) {
    return on(Trigger.BRANCH, "push", ref);
  }

  private ReleaseTags onTag(String ref) {
    return on(Trigger.TAG, "push", ref);
  }

  private ReleaseTags byHand() {
    return on(Trigger.MANUAL, "workflow_dispatch", "main");
  }

  private ReleaseTags onChange() {
    return on(Trigger.CHANGE, "pull_request", "12/merge");
  }

  private ReleaseTags atDesk() {
    return new TagRule(
            RunContext.desk(),
            new TagSettings(
                tag,
                pomTag,
                extraTags,
                extraTagsByHand,
                latestBranch,
                preReleases,
                publish,
                projectVersion),
            new Checkout(() -> commit, () -> gitTags, () -> gitBranch))
        .tags();
  }

  // R1

  @Test
  void mainPublishesLatestAndCleansUp() {
    ReleaseTags tags = onBranch("main");
    assertThat(tags.tag()).isEqualTo("latest");
    assertThat(tags.tags()).containsExactly("latest");
    assertThat(tags.moving()).containsExactly("latest");
    assertThat(tags.version()).isNull();
    assertThat(tags.isRelease()).isFalse();
    assertThat(tags.mayPublish()).isTrue();
    assertThat(tags.mayCleanUp()).isTrue();
    assertThat(tags.why())
        .isEqualTo("the branch 'main' is image.latestBranch: it publishes latest");
    assertThat(tags.notes()).isEmpty();
  }

  @Test
  void theBranchOfLatestIsASetting() {
    latestBranch = "trunk";
    assertThat(onBranch("trunk").tags()).containsExactly("latest");
    assertThat(onBranch("main").mayPublish()).isFalse();
    latestBranch = "";
    assertThat(onBranch("").mayPublish()).isFalse();
    assertThat(onBranch("main").mayPublish()).isFalse();
  }

  // R2

  @Test
  void aVersionsTagPublishesTheVersionAndNeverCleansUp() {
    ReleaseTags tags = onTag("v1.2.3");
    assertThat(tags.tag()).isEqualTo("1.2.3");
    assertThat(tags.tags()).containsExactly("1.2.3");
    assertThat(tags.immutable()).containsExactly("1.2.3");
    assertThat(tags.moving()).isEmpty();
    assertThat(tags.version()).isEqualTo("1.2.3");
    assertThat(tags.isRelease()).isTrue();
    assertThat(tags.mayPublish()).isTrue();
    assertThat(tags.mayCleanUp()).isFalse();
    assertThat(tags.why()).isEqualTo("the git tag 'v1.2.3' releases 1.2.3");
  }

  // R3

  @ParameterizedTest
  @ValueSource(strings = {"v1.0", "1.0.0", "v1.0.0-beta", "v01.2.3", "v1.2.3 ", "v1.2.3+1", ""})
  void otherTagsAreRefused(String ref) {
    assertThatThrownBy(() -> onTag(ref))
        .isInstanceOfSatisfying(TagException.class, e -> assertThat(e.code()).isEqualTo(Code.TAG))
        .hasMessageContainingAll("'" + ref + "'", "such as v1.2.3", "tag the same commit again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2147483648.0.0", "v1.2.99999999999999999999", "v1.2147483648.0-rc.1"})
  void aNumberThatIsTooLargeIsToldItsLimit(String ref) {
    assertThatThrownBy(() -> onTag(ref))
        .isInstanceOf(TagException.class)
        .hasMessageContaining("releases no version, a number of it is larger than 2147483647");
  }

  @Test
  void preReleasesWhereTheyAreSwitchedOn() {
    preReleases = true;
    extraTags =
        List.of(
            "latest", "{major}", "{major}.{minor}", "{major}.{minor}.{patch}", "next", "{sha7}");
    ReleaseTags tags = onTag("v1.2.3-rc.1");
    assertThat(tags.tags()).containsExactly("1.2.3-rc.1", "0123456");
    assertThat(tags.immutable()).containsExactly("1.2.3-rc.1");
    assertThat(tags.moving()).isEmpty();
    assertThat(tags.version()).isEqualTo("1.2.3-rc.1");
    assertThat(tags.notes())
        .hasSize(5)
        .allSatisfy(note -> assertThat(note).contains("is left out: 1.2.3-rc.1 is a pre-release"));
    assertThat(onTag("v1.2.3").tags())
        .containsExactly("1.2.3", "1", "1.2", "next", "0123456", "latest");
  }

  @Test
  void aSnapshotIsNeverReleased() {
    preReleases = true;
    assertThatThrownBy(() -> onTag("v1.2.3-SNAPSHOT")).isInstanceOf(TagException.class);
    tag = "1.2.3-SNAPSHOT";
    assertThat(byHand().isRelease()).isFalse();
    assertThat(byHand().immutable()).isEmpty();
  }

  // R4

  @Test
  void aManualRunIsNamedAfterItsCommit() {
    ReleaseTags tags = byHand();
    assertThat(tags.tags()).containsExactly("manual-0123456");
    assertThat(tags.version()).isNull();
    assertThat(tags.mayPublish()).isTrue();
    assertThat(tags.mayCleanUp()).isFalse();
    assertThat(tags.why()).isEqualTo("the run was started by hand, event 'workflow_dispatch'");
    commit = null;
    assertThat(byHand().tags()).as("by the CI system's word").containsExactly("manual-fffffff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HEAD", "$(id)", "fffffff"})
  void aManualRunOfNoCommitNeedsATag(String id) {
    commit = null;
    contextCommit = id;
    assertThatThrownBy(this::byHand)
        .isInstanceOf(TagException.class)
        .hasMessageContainingAll("manual-", "GitHub Actions", "-Dimage.tag");
    tag = "hotfix";
    assertThat(byHand().tags()).containsExactly("hotfix");
  }

  @Test
  void aManualRunTakesTheTagThatIsGiven() {
    tag = "hotfix-7";
    extraTags = List.of("latest", "{major}", "{branch}-{sha7}");
    ReleaseTags tags = byHand();
    assertThat(tags.tag()).isEqualTo("hotfix-7");
    assertThat(tags.tags()).containsExactly("hotfix-7", "main-0123456");
    assertThat(tags.mayPublish()).isTrue();
    assertThat(tags.mayCleanUp()).isFalse();
    assertThat(tags.why()).isEqualTo("image.tag is 'hotfix-7'");
    assertThat(tags.notes())
        .containsExactly(
            "the extra tag latest is left out: this run is no release",
            "the extra tag {major} is left out: this run has no {major}");
  }

  @Test
  void anInputThatNobodyFilledIsNotSet() {
    tag = "  ";
    assertThat(byHand().tags()).containsExactly("manual-0123456");
    assertThat(onBranch("main").mayCleanUp()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Trigger.class, mode = Mode.EXCLUDE, names = "DESK")
  void aVersionGivenByHandIsOne(Trigger trigger) {
    tag = "1.2.3";
    extraTags = List.of("latest", "{major}.{minor}");
    ReleaseTags tags = on(trigger, "any", "v2.0");
    assertThat(tags.tags()).containsExactly("1.2.3", "1.2", "latest");
    assertThat(tags.version()).isEqualTo("1.2.3");
    assertThat(tags.immutable()).containsExactly("1.2.3");
    assertThat(tags.moving()).containsExactlyInAnyOrder("latest", "1.2");
    assertThat(tags.mayPublish()).isTrue();
    assertThat(tags.mayCleanUp()).isFalse();
  }

  @Test
  void whatLooksLikeAVersionAndIsNone() {
    tag = "2026.01.05";
    assertThat(byHand().version()).isNull();
    assertThat(byHand().immutable()).as("X.Y.Z all the same").containsExactly("2026.01.05");
    tag = "v1.2.3";
    assertThat(byHand().tags()).containsExactly("v1.2.3");
    assertThat(byHand().version()).isNull();
    assertThat(byHand().notes())
        .containsExactly(
            "image.tag v1.2.3 is taken as it is written and is no release: that would be image.tag"
                + " 1.2.3");
    tag = "1.2.3-rc.1";
    assertThat(byHand().version()).isNull();
    preReleases = true;
    assertThat(byHand().version()).isEqualTo("1.2.3-rc.1");
  }

  @Test
  void latestGivenByHandMovesWhereverItIsToldTo() {
    tag = "latest";
    extraTags = List.of("latest");
    ReleaseTags tags = on(Trigger.MANUAL, "workflow_dispatch", "1.x");
    assertThat(tags.tags()).containsExactly("latest");
    assertThat(tags.moving()).isEmpty();
    assertThat(tags.mayCleanUp()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-bad", "a b", "a/b", "a:b", "ä", "1.2.3+4", "x\ny", "$(id)", "\ud83d\ude80"})
  void aTagGivenByHandThatIsNone(String bad) {
    tag = bad;
    for (Trigger trigger : Trigger.values()) {
      assertThatThrownBy(() -> on(trigger, "any", "main"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageMatching("image\\.tag '.+' is not valid: expected 1 to 128 [\\x20-\\x7e]+");
    }
  }

  @Test
  void aTagGivenByHandThatIsTooLong() {
    tag = "a".repeat(128);
    assertThat(byHand().tags()).containsExactly(tag);
    tag += "a";
    assertThatThrownBy(this::byHand).hasMessageContaining("(129 characters)");
    tag = "user:secret@host";
    assertThatThrownBy(this::byHand).hasMessageNotContaining("secret@");
  }

  // R5

  @ParameterizedTest
  @CsvSource({
    "feature/x, branch-feature-x",
    "MAIN, branch-MAIN",
    "latest, branch-latest",
    "1.2.3, branch-1.2.3",
    "v1.2.3, branch-v1.2.3",
    "'', branch",
  })
  void otherBranchesAreBuiltAndNotPublished(String ref, String built) {
    ReleaseTags tags = onBranch(ref);
    assertThat(tags.tags()).containsExactly(built);
    assertThat(tags.immutable()).isEmpty();
    assertThat(tags.moving()).isEmpty();
    assertThat(tags.mayPublish()).isFalse();
    assertThat(tags.mayCleanUp()).isFalse();
    assertThat(tags.why())
        .isEqualTo(
            "the branch '"
                + ref
                + "' is not image.latestBranch, 'main': the image is built and not published;"
                + " -Dimage.tag=NAME would publish it");
  }

  @Test
  void pullRequestsAreBuiltAndNotPublished() {
    publish = true; // counts at a desk alone
    ReleaseTags tags = onChange();
    assertThat(tags.tags()).containsExactly("change-12-merge");
    assertThat(tags.mayPublish()).isFalse();
    assertThat(tags.mayCleanUp()).isFalse();
    assertThat(tags.why())
        .startsWith("the event, 'pull_request', publishes nothing by itself: the image is built");
    assertThat(on(Trigger.CHANGE, "", "main").why()).startsWith("the event, which has no name,");
    assertThat(on(Trigger.CHANGE, "merge_group", "main").mayPublish())
        .as("the target's name does not make it a push")
        .isFalse();
  }

  @Test
  void aTagGivenByHandPublishesThem() {
    tag = "preview";
    assertThat(onChange().tags()).containsExactly("preview");
    assertThat(onChange().mayPublish()).isTrue();
    assertThat(onChange().mayCleanUp()).isFalse();
    assertThat(onBranch("feature/x").mayPublish()).isTrue();
    assertThat(onBranch("main").tags()).containsExactly("preview");
    assertThat(onBranch("main").mayCleanUp()).as("latest did not move").isFalse();
  }

  // R6

  @Test
  void patternsOfARelease() {
    extraTags =
        List.of(
            "latest",
            "{major}",
            "{major}.{minor}",
            "v{version}",
            "{sha}",
            "{sha7}",
            "{date}",
            "jre",
            "{branch}",
            "{major}.{minor}.{patch}",
            "{major}-{sha7}");
    ReleaseTags tags = onTag("v1.2.3");
    assertThat(tags.tags())
        .containsExactly(
            "1.2.3", "1", "1.2", "v1.2.3", ID, "0123456", "20261124", "jre", "1-0123456", "latest");
    assertThat(tags.moving()).containsExactly("latest", "1", "1.2", "jre");
    assertThat(tags.notes())
        .containsExactly("the extra tag {branch} is left out: this run has no {branch}");
  }

  @Test
  void patternsOfABranch() {
    extraTags =
        List.of(
            "{version}",
            "{major}.{minor}-{patch}",
            "{branch}",
            "{branch}-{sha7}",
            "{date}",
            "latest");
    ReleaseTags tags = onBranch("main");
    assertThat(tags.tag()).isEqualTo("latest");
    assertThat(tags.tags()).containsExactly("main", "main-0123456", "20261124", "latest");
    assertThat(tags.moving()).containsExactlyInAnyOrder("latest", "main");
    assertThat(tags.notes())
        .containsExactly(
            "the extra tag {version} is left out: this run has no {version}",
            "the extra tag {major}.{minor}-{patch} is left out: this run has no {major}, {minor},"
                + " {patch}");
  }

  @Test
  void theDateIsThatOfTheCommitInUtc() {
    extraTags = List.of("{date}");
    commit = new Commit(ID, Instant.parse("2026-01-01T01:00:00+02:00"));
    assertThat(onBranch("main").tags()).contains("20251231");
    commit = new Commit(ID, null);
    assertThat(onBranch("main").tags()).containsExactly("latest");
    assertThat(onBranch("main").notes()).singleElement().asString().contains("no {date}");
  }

  @Test
  void latestIsNotForOtherBranches() {
    extraTags = List.of("latest");
    assertThat(onBranch("feature/x").tags()).containsExactly("branch-feature-x");
    assertThat(onChange().tags()).containsExactly("change-12-merge");
    tag = "preview";
    assertThat(onBranch("feature/x").tags()).containsExactly("preview");
    assertThat(onBranch("main").tags()).containsExactly("preview", "latest");
    assertThat(onBranch("main").moving()).containsExactly("latest");
    extraTagsByHand = true;
    assertThat(onBranch("feature/x").tags()).as("nor by hand").containsExactly("preview");
  }

  /** It stands there for every run that reads the POM. */
  @Test
  void aWordOfThePomGoesWhereLatestMayGo() {
    extraTags = List.of("stable");
    preReleases = true;
    assertThat(onTag("v1.2.3").tags()).containsExactly("1.2.3", "stable");
    assertThat(onTag("v1.2.3").moving()).containsExactly("stable");
    assertThat(onBranch("main").tags()).containsExactly("stable", "latest");
    assertThat(onBranch("main").moving()).containsExactlyInAnyOrder("stable", "latest");
    assertLeftOut(onBranch("feature/x"), "branch-feature-x", "this run is no release");
    assertLeftOut(onChange(), "change-12-merge", "this run is no release");
    assertLeftOut(byHand(), "manual-0123456", "this run is no release");
    assertLeftOut(onTag("v1.2.3-rc.1"), "1.2.3-rc.1", "1.2.3-rc.1 is a pre-release");
    tag = "preview-12";
    assertLeftOut(byHand(), "preview-12", "this run is no release");
    assertLeftOut(onTag("v1.2.3"), "preview-12", "this run is no release");
  }

  private static void assertLeftOut(ReleaseTags tags, String tag, String why) {
    assertThat(tags.tags()).containsExactly(tag);
    assertThat(tags.moving()).isEmpty();
    assertThat(tags.notes()).containsExactly("the extra tag stable is left out: " + why);
  }

  @Test
  void aWordGivenByHandGoesWithWhateverIsPublished() {
    extraTags = List.of("stable");
    extraTagsByHand = true;
    preReleases = true;
    assertThat(byHand().tags()).containsExactly("manual-0123456", "stable");
    assertThat(byHand().moving()).as("to which commit somebody says").isEmpty();
    assertThat(onTag("v1.2.3-rc.1").tags()).containsExactly("1.2.3-rc.1", "stable");
    assertThat(onTag("v1.2.3").moving()).as("no older release takes it").containsExactly("stable");
    tag = "preview-12";
    assertThat(onBranch("feature/x").tags()).containsExactly("preview-12", "stable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest",
        "1.2.3",
        "1.2.3-rc.1",
        "2026.01.05",
        "1.2",
        "1",
        "v1.2.3",
        "v1.2.3-rc.1",
        "v1"
      })
  void theNameOfABranchMakesNoRelease(String ref) {
    tag = "preview";
    extraTags = List.of("{branch}", "x-{branch}");
    ReleaseTags tags = onBranch(ref);
    assertThat(tags.tags()).containsExactly("preview", "x-" + ref);
    assertThat(tags.notes()).singleElement().asString().contains("{branch} is left out");
  }

  @Test
  void everyBadPatternIsSaidAtOnce() {
    extraTags = List.of("not/ok", "{mayor}", "-{branch}", "fine");
    assertThatThrownBy(() -> onBranch("main"))
        .hasMessageContainingAll("'not/ok'", "{major}?", "'-{branch}'", "'-main'");
    extraTags = List.of("{major}/{minor}");
    assertThatThrownBy(() -> onBranch("main"))
        .as("also where it would be left out")
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'1/2'");
    assertThatThrownBy(() -> onTag("v7.8.9"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'{major}/{minor}'", "'7/8'");
  }

  @Test
  void eachTagOnce() {
    extraTags = List.of("{version}", "1.2.3", "{major}.{minor}.{patch}", "latest", "latest");
    ReleaseTags tags = onTag("v1.2.3");
    assertThat(tags.tags()).containsExactly("1.2.3", "latest");
    assertThat(tags.moving()).containsExactly("latest");
  }

  // at a desk

  @Test
  void atADeskTheProjectsVersionNamesTheImage() {
    ReleaseTags tags = atDesk();
    assertThat(tags.tags()).containsExactly("1.3.0-SNAPSHOT");
    assertThat(tags.version()).as("a snapshot is none").isNull();
    assertThat(tags.immutable()).isEmpty();
    assertThat(tags.mayPublish()).isFalse();
    assertThat(tags.mayCleanUp()).isFalse();
    assertThat(tags.why()).contains("image.publish is not true");
    publish = true;
    assertThat(atDesk().mayPublish()).isTrue();
    assertThat(atDesk().mayCleanUp()).isFalse();
    projectVersion = "1.3.0";
    assertThat(atDesk().version()).isEqualTo("1.3.0");
    assertThat(atDesk().immutable()).containsExactly("1.3.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "2026.11", "1.2.3.RELEASE", "1.2.3-rc.1", "1"})
  void aProjectsVersionNeedNotBeOne(String version) {
    projectVersion = version;
    assertThat(atDesk().tags()).containsExactly(version);
    assertThat(atDesk().version()).isNull();
    assertThat(onBranch("main").tags()).as("asked at a desk alone").containsExactly("latest");
  }

  @Test
  void aProjectsVersionThatIsNoTag() {
    projectVersion = "1.0.0+7";
    assertThatThrownBy(this::atDesk)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the project's version '1.0.0+7' is not valid");
    tag = "dev";
    assertThat(atDesk().tags()).containsExactly("dev");
    assertThat(atDesk().mayPublish()).isFalse();
  }

  @Test
  void atADeskAVersionsTagOfTheCommitNamesIt() {
    gitTags = List.of("v1", "v1.2.3");
    extraTags = List.of("{major}.{minor}", "latest");
    ReleaseTags tags = atDesk();
    assertThat(tags.tags()).containsExactly("1.2.3", "1.2", "latest");
    assertThat(tags.version()).isEqualTo("1.2.3");
    assertThat(tags.moving()).containsExactly("1.2", "latest");
    assertThat(tags.mayPublish()).isFalse();
    assertThat(tags.why()).startsWith("the git tag v1.2.3 is checked out; ");
    publish = true;
    assertThat(atDesk().mayPublish()).isTrue();
    commit = null;
    assertThat(atDesk().tags()).as("files have changed").contains("1.3.0-SNAPSHOT");
  }

  @Test
  void atADeskGitSaysTheBranch() {
    extraTags = List.of("{branch}", "latest");
    assertThat(atDesk().tags()).containsExactly("1.3.0-SNAPSHOT", "latest");
    gitBranch = "feature/x";
    assertThat(atDesk().tags()).containsExactly("1.3.0-SNAPSHOT", "feature-x", "latest");
    assertThat(atDesk().moving()).containsExactly("feature-x", "latest");
    assertThat(onTag("v1.2.3").tags()).containsExactly("1.2.3", "latest");
  }

  @Test
  void twoVersionsOfOneCommit() {
    gitTags = List.of("v1.2.3", "v1.2.4");
    assertThatThrownBy(this::atDesk)
        .isInstanceOf(TagException.class)
        .hasMessageContainingAll("'v1.2.3'", "'v1.2.4'", "-Dimage.tag=1.2.4");
    assertThat(onTag("v1.2.3").tags()).as("CI's ref decides").containsExactly("1.2.3");
    assertThat(onBranch("main").tags()).containsExactly("latest");
    tag = "1.2.3";
    assertThat(atDesk().version()).isEqualTo("1.2.3");
  }

  @Test
  void gitIsAskedWhereItIsNeededAlone() {
    TagRule rule =
        new TagRule(
            new RunContext("GitLab CI", Trigger.TAG, "push", "v1.2.3", null),
            TagSettings.ofProject("1.0"),
            new Checkout(
                () -> {
                  throw new AssertionError("for the commit");
                },
                () -> {
                  throw new AssertionError("for tags");
                },
                () -> {
                  throw new AssertionError("for the branch");
                }));
    assertThat(rule.tags().tags()).containsExactly("1.2.3");
  }

  // hostile text

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\n::error::y",
        "x\r\nGITHUB_OUTPUT<<EOF",
        "$(touch /tmp/x)",
        "`id`",
        "a;b|c&d>e",
        "../../etc/passwd",
        "-rf",
        "\ud83d\ude80",
        "\u202e\u0000",
        "a'b\"c\\",
        "refs/heads/{version}",
        "%0A::error::"
      })
  void hostileRefsBecomeTagsAndMessagesOfHarmlessSigns(String hostile) {
    extraTags = List.of("{branch}", "b-{branch}");
    gitBranch = hostile;
    for (String ref : List.of(hostile, hostile.repeat(50), hostile + "x".repeat(300))) {
      for (Trigger trigger : Trigger.values()) {
        if (trigger == Trigger.TAG) {
          assertThatThrownBy(() -> onTag(ref))
              .isInstanceOf(TagException.class)
              .message()
              .matches("[\\x20-\\x7e…]+")
              .hasSizeLessThan(900);
        } else {
          ReleaseTags tags = on(trigger, hostile, ref);
          assertThat(tags.tags()).allMatch(Tag::isValid).hasSizeLessThanOrEqualTo(3);
          assertThat(tags.why()).matches("[\\x20-\\x7e…]+").hasSizeLessThan(900);
          assertThat(tags.notes()).allMatch(note -> note.matches("[\\x20-\\x7e]+"));
        }
      }
    }
  }

  // A tag in the POM: the name, not the permission

  @Test
  void thePomsTagStandsInThePlaceOfTheEvents() {
    pomTag = "edge";
    extraTags = List.of("latest", "{version}");
    ReleaseTags main = onBranch("main");
    assertThat(main.tags()).containsExactly("edge", "latest");
    assertThat(main.moving()).containsExactlyInAnyOrder("edge", "latest");
    assertThat(main.mayPublish()).isTrue();
    assertThat(main.mayCleanUp()).isFalse();
    assertThat(main.why())
        .isEqualTo(
            "image.tag of the POM, 'edge', names the image instead of latest, and the event,"
                + " 'push', publishes it");
    ReleaseTags release = onTag("v1.2.3");
    assertThat(release.tags()).containsExactly("1.2.3", "edge", "latest");
    assertThat(release.tag()).isEqualTo("edge");
    assertThat(release.immutable()).containsExactly("1.2.3");
    assertThat(release.moving()).containsExactlyInAnyOrder("latest", "edge");
    assertThat(release.version()).isEqualTo("1.2.3");
    assertThat(release.why()).contains("'edge', names the image beside 1.2.3, and the event");
    ReleaseTags manual = byHand();
    assertThat(manual.tags()).containsExactly("edge");
    assertThat(manual.mayPublish()).isTrue();
  }

  @Test
  void whereItIsTheEventsOwnNothingChanges() {
    ReleaseTags main = onBranch("main");
    ReleaseTags release = onTag("v1.2.3");
    pomTag = "latest";
    assertThat(onBranch("main")).isEqualTo(main);
    pomTag = "1.2.3";
    assertThat(onTag("v1.2.3")).isEqualTo(release);
  }

  /** Modules of one repository may have versions of their own. */
  @Test
  void aVersionInThePomIsReleasedInThePlaceOfTheTags() {
    pomTag = "4.0.1";
    ReleaseTags release = onTag("v1.2.3");
    assertThat(release.tags()).containsExactly("4.0.1");
    assertThat(release.version()).isEqualTo("4.0.1");
    assertThat(release.why()).contains("'4.0.1', names the image instead of 1.2.3");
  }

  @Test
  void itPublishesNothingByItself() {
    pomTag = "1.2.3";
    extraTags = List.of("latest", "{major}");
    for (ReleaseTags tags : List.of(onChange(), onBranch("feature"))) {
      assertThat(tags.tags()).containsExactly("1.2.3");
      assertThat(tags.isRelease()).isFalse();
      assertThat(tags.mayPublish()).isFalse();
      assertThat(tags.why()).contains("built and not published");
    }
    tag = "preview";
    assertThat(onChange().tags()).containsExactly("preview");
    assertThat(onChange().mayPublish()).isTrue();
  }

  @Test
  void itDoesNotMendAWrongTagOfGit() {
    pomTag = "edge";
    assertThatThrownBy(() -> onTag("v1.0")).isInstanceOf(TagException.class);
  }

  @Test
  void atADeskItNamesTheImageAndGitIsNotAsked() {
    pomTag = "edge";
    gitTags = List.of("v1.2.3", "v1.2.4");
    assertThat(atDesk().tags()).containsExactly("edge");
    assertThat(atDesk().mayPublish()).isFalse();
    publish = true;
    assertThat(atDesk().mayPublish()).isTrue();
  }

  @Test
  void aManualRunOfAnUnknownCommitHasItsName() {
    pomTag = "edge";
    commit = null;
    contextCommit = null;
    assertThat(byHand().tags()).containsExactly("edge");
  }

  @Test
  void aMalformedOneIsRefusedWhateverTheEvent() {
    pomTag = "a b";
    for (Runnable run : List.<Runnable>of(this::onChange, this::byHand, this::atDesk)) {
      assertThatThrownBy(run::run)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("image.tag 'a b'");
    }
    pomTag = "v1.2.3";
    assertThat(onBranch("main").notes()).anyMatch(note -> note.startsWith("image.tag v1.2.3 is"));
  }

  /** The image that a tag of git releases is of its version, whatever it is called. */
  @Test
  void thePomsTagDoesNotTakeLatestBackFromANewerRelease() {
    for (String name : List.of("stable", "latest", "1.2.4-SNAPSHOT")) {
      pomTag = name;
      extraTags = List.of("latest");
      ReleaseTags release = onTag("v1.2.4");
      assertThat(release.tags()).startsWith("1.2.4").contains(name, "latest");
      assertThat(release.immutable()).containsExactly("1.2.4");
      assertThat(release.version()).isEqualTo("1.2.4");
      Succession next =
          release.succession(
              "latest",
              () -> Map.of(OwnLabels.VERSION, "2.0.0", OwnLabels.COMMITTED, "2020-01-01T00:00:00Z"),
              Instant.parse("2026-11-24T08:00:00Z"));
      assertThat(next.moves()).as(name).isFalse();
      assertThat(next.why()).isEqualTo("it is 2.0.0, newer than 1.2.4");
    }
  }

  @Test
  void aPreReleaseThatIsNotSwitchedOnDoesNotTakeLatestEither() {
    extraTags = List.of("latest");
    projectVersion = "2.0.0-rc.1";
    publish = true;
    assertThat(atDesk().tags()).containsExactly("2.0.0-rc.1");
    tag = "2.0.0-rc.1";
    assertThat(onBranch("main").tags()).containsExactly("2.0.0-rc.1");
  }

  @Test
  void thePomsNameOfAReleaseNeverGoesBack() {
    pomTag = "stable";
    assertThat(onTag("v1.2.4").tags()).containsExactly("1.2.4", "stable");
    assertThat(onTag("v1.2.4").moving()).containsExactly("stable");
  }

  @Test
  void aPreReleaseUnderThePomsTagDoesNotTakeLatest() {
    preReleases = true;
    pomTag = "edge";
    extraTags = List.of("latest", "{version}");
    assertThat(onTag("v1.2.3-rc.1").tags()).containsExactly("1.2.3-rc.1", "edge");
  }

  @Test
  void aPreReleaseDoesNotTakeLatestWhereThatIsThePomsTag() {
    preReleases = true;
    pomTag = "latest";
    extraTags = List.of("{sha7}");
    ReleaseTags tags = onTag("v1.2.3-rc.1");
    assertThat(tags.tags()).containsExactly("1.2.3-rc.1", "0123456");
    assertThat(tags.moving()).isEmpty();
    assertThat(tags.why()).contains("releases 1.2.3-rc.1", "'latest'", "pre-release");
    assertThat(onTag("v1.2.3").tags()).containsExactly("1.2.3", "0123456", "latest");
  }

  @Test
  void aVersionInThePomIsTheImagesWhateverGitReleases() {
    pomTag = "9.0.0";
    assertThat(onTag("v1.2.3").version()).isEqualTo("9.0.0");
    assertThat(onTag("v1.2.3").tags()).containsExactly("9.0.0");
  }

  @Test
  void latestByHandGoesWhereItIsToldToAlsoWhereItIsAnExtraTag() {
    tag = "latest";
    extraTags = List.of("latest");
    assertThat(onBranch("main").tags()).containsExactly("latest");
    assertThat(onBranch("main").moving()).isEmpty();
  }

  @Test
  void versionsComeFirstAlsoThoseOfPatternsAndTheyDoNotMove() {
    extraTags = List.of("1.2.{patch}", "{major}", "2026.01.05");
    ReleaseTags tags = onTag("v1.2.3");
    assertThat(tags.tags()).containsExactly("1.2.3", "2026.01.05", "1");
    assertThat(tags.moving()).containsExactly("1");
    assertThat(tags.immutable()).containsExactly("1.2.3", "2026.01.05");
    pomTag = "edge";
    assertThat(onTag("v1.2.3").moving()).containsExactlyInAnyOrder("1", "edge");
  }

  @Test
  void thePomsNameOfABranchNeverGoesBackEither() {
    pomTag = "edge";
    assertThat(onBranch("main").moving()).containsExactly("edge");
    assertThat(byHand().moving()).isEmpty();
    tag = "edge";
    assertThat(onBranch("main").moving()).isEmpty();
  }

  /** Which by its leading zeros is no version of semver, and never names another image either. */
  @Test
  void thePomsTagOfThreeNumbersDoesNotMove() {
    pomTag = "2026.01.05";
    for (ReleaseTags tags : List.of(onBranch("main"), onTag("v1.2.3"))) {
      assertThat(tags.immutable()).contains("2026.01.05");
      assertThat(tags.moving()).isEmpty();
    }
  }

  /** It stands in the image's own name, and would be said to be left out. */
  @Test
  void anExtraTagThatIsTheImagesNameAnywayIsNotSaidToBeLeftOut() {
    pomTag = "edge";
    extraTags = List.of("edge");
    preReleases = true;
    for (ReleaseTags tags : List.of(onChange(), onTag("v1.2.3-rc.1"), byHand())) {
      assertThat(tags.tags()).contains("edge");
      assertThat(tags.notes()).isEmpty();
    }
  }
}
