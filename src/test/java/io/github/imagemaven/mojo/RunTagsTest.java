package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.release.TestGit;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From an event of a CI system, and a real repository, to tags in a registry. */
class RunTagsTest {
  @TempDir Path root;

  private final InProcessRegistry registry = InProcessRegistry.start();
  private final Map<String, String> environment = new HashMap<>();
  private TestGit git;
  private Path repository;

  @BeforeEach
  void aRepository() throws Exception {
    TestGit.require();
    git = new TestGit(root);
    environment.putAll(git.environment);
    environment.remove("GITLAB_CI");
    repository = Files.createDirectory(root.resolve("repository"));
    git.run(repository, "init", "-q", "-b", "main");
    Files.writeString(repository.resolve(".gitignore"), "target/\n");
    commit("2026-11-24T08:00:00Z");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private void commit(String time) throws Exception {
    Path web = Files.createDirectories(repository.resolve("web"));
    Files.writeString(web.resolve("pom.xml"), "<project>" + time + "</project>");
    git.environment.put("GIT_COMMITTER_DATE", time);
    git.run(repository, "add", ".");
    git.run(repository, "commit", "-q", "-m", time);
  }

  private TestReactor github(String event, String type, String ref) throws Exception {
    Map<String, String> github = new HashMap<>(environment);
    github.put("GITHUB_ACTIONS", "true");
    github.put("GITHUB_EVENT_NAME", event);
    github.put("GITHUB_REF_TYPE", type);
    github.put("GITHUB_REF_NAME", ref);
    github.put("GITHUB_SHA", git.run(repository, "rev-parse", "HEAD"));
    return new TestReactor(github);
  }

  private TestReactor pushOfMain() throws Exception {
    return github("push", "branch", "main");
  }

  private TestReactor pushOfTag(String tag) throws Exception {
    return github("push", "tag", tag);
  }

  private TestReactor pullRequest() throws Exception {
    return github("pull_request", "branch", "12/merge");
  }

  private TestReactor atDesk() throws Exception {
    return new TestReactor(environment);
  }

  private MavenProject web(TestReactor run) throws Exception {
    return module(
        run, repository.resolve("web"), "1.3.0-SNAPSHOT", registry.host() + "/acme,oci:target/out");
  }

  private static MavenProject module(
      TestReactor run, Path folder, String version, String registries) throws Exception {
    MavenProject module = run.add(folder, "jar", version);
    TestReactor.set(module, "platforms", "linux/amd64");
    TestReactor.set(module, "registries", registries);
    return module;
  }

  private Map<String, Digest> published() {
    return registry.tags("acme/web");
  }

  /** The tags in the directory, which is always written. */
  private List<String> written() throws IOException {
    return json(repository.resolve("web/target/out/web/index.json"))
        .findValuesAsText("org.opencontainers.image.ref.name");
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  /** Of the image that a tag names. */
  private JsonNode labels(String tag) throws IOException {
    JsonNode index = manifest(tag);
    JsonNode child = manifest(index.path("manifests").path(0).path("digest").asText());
    String config = child.path("config").path("digest").asText();
    Path file = registry.blob("acme/web", Digest.of(config)).orElseThrow();
    return json(file).path("config").path("Labels");
  }

  private JsonNode manifest(String selector) throws IOException {
    byte[] bytes = registry.manifest("acme/web", selector).orElseThrow().bytes();
    return new ObjectMapper().readTree(bytes);
  }

  private static boolean isSaid(TestReactor run, String... parts) {
    return run.lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains));
  }

  // R1

  @Test
  void aPushOfMainPublishesLatest() throws Exception {
    TestReactor run = pushOfMain();
    run.deploy(web(run));
    assertThat(published()).containsOnlyKeys("latest");
    assertThat(written()).containsExactly("latest");
    assertThat(labels("latest").path("io.github.imagemaven.committed").asText())
        .isEqualTo("2026-11-24T08:00:00Z");
    assertThat(labels("latest").has("io.github.imagemaven.version")).isFalse();
    assertThat(run.lines)
        .filteredOn(line -> line.contains("it publishes latest"))
        .as("said once a run")
        .containsExactly(
            "Tag latest: the branch 'main' is image.latestBranch: it publishes latest");
  }

  @Test
  void theBranchOfLatestIsASetting() throws Exception {
    TestReactor run = github("push", "branch", "trunk");
    MavenProject web = web(run);
    TestReactor.set(web, "latestBranch", "trunk");
    run.deploy(web);
    assertThat(published()).containsOnlyKeys("latest");
  }

  @ParameterizedTest
  @CsvSource({
    "refs/heads/release/next, release/next",
    "refs/heads/main, main",
    "refs/heads/, main",
    "refs/remotes/origin/main, main"
  })
  void aRefIsNoNameOfABranch(String written, String instead) throws Exception {
    TestReactor run = pushOfMain();
    MavenProject web = web(run);
    TestReactor.set(web, "latestBranch", written);
    assertThatThrownBy(() -> run.work("validate-tag", web))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.CONFIGURATION))
        .hasMessageContaining("image.latestBranch '" + written + "' is not valid")
        .hasMessageEndingWith("the name of a branch alone, such as " + instead);
  }

  // R2

  @Test
  void aTagPublishesItsVersion() throws Exception {
    TestReactor run = pushOfTag("v1.2.3");
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", "{major}.{minor}, {major}, {branch}, latest");
    run.deploy(web);
    assertThat(published()).containsOnlyKeys("1.2.3", "1.2", "1", "latest");
    assertThat(labels("1.2.3").path("io.github.imagemaven.version").asText()).isEqualTo("1.2.3");
    assertThat(labels("1.2.3").path("org.opencontainers.image.version").asText())
        .isEqualTo("1.2.3");
    assertThat(run.lines)
        .containsOnlyOnce("the extra tag {branch} is left out: this run has no {branch}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3", "2.0.0-rc.1"})
  void aPublishedVersionIsNotOverwritten(String version) throws Exception {
    TestReactor run = pushOfTag("v" + version);
    MavenProject web = web(run);
    TestReactor.set(web, "preReleases", "true");
    run.deploy(web);
    Map<String, Digest> before = published();
    assertThat(before).containsOnlyKeys(version);
    commit("2026-11-24T09:00:00Z");
    TestReactor again = pushOfTag("v" + version);
    MavenProject changed = web(again);
    TestReactor.set(changed, "preReleases", "true");
    assertThatThrownBy(() -> again.deploy(changed))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.PUBLICATION))
        .hasMessageContainingAll(version, before.get(version).toString());
    assertThat(published()).isEqualTo(before);
  }

  // R3

  @ParameterizedTest
  @ValueSource(strings = {"v1.0", "1.0.0", "v1.0.0-beta", "v01.2.3", "v1.2.3 "})
  void anotherTagIsRefusedBeforeAnyWork(String tag) throws Exception {
    TestReactor run = pushOfTag(tag);
    MavenProject web = web(run);
    TestReactor.set(web, "tag", "edge");
    assertThatThrownBy(() -> run.work("validate-tag", web))
        .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.TAG))
        .hasMessageContainingAll("'" + tag + "'", "v1.2.3");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void alsoByAModuleThatHasNoImageItself() throws Exception {
    TestReactor run = pushOfTag("v1.0");
    MavenProject parent = module(run, repository.resolve("parent"), "1.0", "oci:target/out");
    parent.setPackaging("pom");
    MavenProject skipped = module(run, repository.resolve("skipped"), "1.0", "oci:target/out");
    TestReactor.set(skipped, "skip", "true");
    MavenProject last = web(run);
    assertThatThrownBy(() -> run.work("validate-tag", parent))
        .hasMessageContainingAll("web: the git tag 'v1.0' releases no version");
    assertThatThrownBy(() -> run.work("build-multiarch", last))
        .as("whoever has no validate-tag")
        .hasMessageContaining("'v1.0'");
  }

  @Test
  void alsoWhereOnlyTheLastModuleDoesNotReleaseIt() throws Exception {
    TestReactor run = pushOfTag("v1.0.0-rc.1");
    MavenProject first = module(run, repository.resolve("first"), "1.0", "oci:target/out");
    TestReactor.set(first, "preReleases", "true");
    web(run);
    assertThatThrownBy(() -> run.work("validate-tag", first))
        .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.TAG))
        .hasMessageStartingWith("web: the git tag 'v1.0.0-rc.1'")
        .hasMessageContaining("image.preReleases=true");
  }

  @Test
  void aRepositoryWithoutImagesHasTheTagsItLikes() throws Exception {
    TestReactor run = pushOfTag("release-7");
    MavenProject skipped = web(run);
    TestReactor.set(skipped, "skip", "true");
    assertThatCode(() -> run.deploy(skipped)).doesNotThrowAnyException();
  }

  // R4

  @Test
  void aManualRunPublishesItsCommitOrWhatItIsTold() throws Exception {
    TestReactor run = github("workflow_dispatch", "branch", "feature");
    run.byHand("tag", "");
    run.deploy(web(run));
    String sha = git.run(repository, "rev-parse", "HEAD").substring(0, 7);
    assertThat(published()).containsOnlyKeys("manual-" + sha);

    TestReactor told = github("workflow_dispatch", "branch", "feature");
    told.byHand("tag", "hotfix");
    told.deploy(web(told));
    assertThat(published()).containsOnlyKeys("manual-" + sha, "hotfix");

    TestReactor skips = github("workflow_dispatch", "branch", "feature");
    skips.byHand("skipPush", "true");
    registry.forgetRequests();
    skips.deploy(web(skips));
    assertThat(registry.requests()).isEmpty();
  }

  // R5

  @Test
  void aPullRequestIsBuiltAndNotPublished() throws Exception {
    TestReactor run = pullRequest();
    MavenProject web = web(run);
    TestReactor.set(web, "publish", "true");
    TestReactor.set(web, "extraTags", "latest");
    run.deploy(web);
    assertThat(registry.requests()).as("nor asked for the right to push, or greeted").isEmpty();
    assertThat(written()).containsExactly("change-12-merge");
    assertThat(isSaid(run, "Built and not published to " + registry.host() + "/acme/web: "))
        .isTrue();
    assertThat(isSaid(run, "image.publish=true counts only where no CI system")).isTrue();
    assertThat(isSaid(run, "Tag change-12-merge: the event, 'pull_request', publishes nothing"))
        .isTrue();
  }

  /** Whoever opens a pull request names the branch. */
  @Test
  void aHostileNameReachesNoLineAndNoTag() throws Exception {
    TestReactor run = github("push", "branch", "x$(id)\n::error::\u001b[31m" + "é".repeat(300));
    run.deploy(web(run));
    assertThat(registry.requests()).isEmpty();
    assertThat(written())
        .singleElement()
        .satisfies(tag -> assertThat(tag).matches("branch-[A-Za-z0-9._-]{1,121}"));
    assertThat(run.lines)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n").doesNotContain("\u001b"));
  }

  @Test
  void noRegistryIsNeededForWhatIsNotPublished() throws Exception {
    TestReactor run = pullRequest();
    MavenProject web = module(run, repository.resolve("web"), "1.0", registry.host() + "/acme");
    run.deploy(web);
    assertThat(registry.requests()).isEmpty();
    TestReactor.set(web, "registries", "");
    assertThatThrownBy(() -> pullRequestOf(web)).hasMessageContaining("no destination");
  }

  private void pullRequestOf(MavenProject web) throws Exception {
    TestReactor run = pullRequest();
    run.session.setProjects(List.of(web));
    run.session.setAllProjects(List.of(web));
    run.work("validate-tag", web);
  }

  @Test
  void aTagInThePomGivesNoPermission() throws Exception {
    TestReactor run = pullRequest();
    MavenProject web = web(run);
    TestReactor.set(web, "tag", "edge");
    run.deploy(web);
    assertThat(registry.requests()).isEmpty();
    assertThat(written()).containsExactly("edge");

    TestReactor main = pushOfMain();
    MavenProject published = web(main);
    TestReactor.set(published, "tag", "edge");
    main.deploy(published);
    assertThat(published()).containsOnlyKeys("edge");
  }

  @Test
  void aTagByHandDoes() throws Exception {
    TestReactor run = pullRequest();
    MavenProject web = web(run);
    TestReactor.set(web, "tag", "edge");
    run.byHand("tag", "preview-12");
    run.deploy(web);
    assertThat(published()).containsOnlyKeys("preview-12");
  }

  @Test
  void anEmptyTagByHandIsNone() throws Exception {
    TestReactor run = pullRequest();
    run.byHand("tag", " ");
    run.deploy(web(run));
    assertThat(registry.requests()).isEmpty();
  }

  /** Their ref is main, and what they build may be a stranger's. */
  @ParameterizedTest
  @ValueSource(strings = {"pull_request_target", "workflow_run", "merge_group", "Push", ""})
  void anEventThatOnlyHasTheRefOfMainPublishesNothing(String event) throws Exception {
    TestReactor main = pushOfMain();
    main.deploy(web(main));
    Map<String, Digest> before = published();
    commit("2026-11-25T08:00:00Z");
    registry.bearer("robot", "secret").forgetRequests();
    TestReactor run = github(event, "branch", "main");
    MavenProject web = web(run);
    TestReactor.set(web, "publish", "true");
    TestReactor.set(web, "extraTags", "latest,{branch}");
    run.deploy(web);
    assertThat(registry.requests()).isEmpty();
    assertThat(published()).isEqualTo(before);
    assertThat(written()).contains("change-main").doesNotContain("1.3.0-SNAPSHOT");
  }

  @Test
  void thePomsTagDoesNotTakeLatestBackToAnOlderRelease() throws Exception {
    release("v2.0.0");
    Digest newest = published().get("latest");
    commit("2026-11-25T08:00:00Z");
    TestReactor run = pushOfTag("v1.2.4");
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", "latest");
    TestReactor.set(web, "tag", "stable");
    run.deploy(web);
    assertThat(published()).containsEntry("latest", newest).containsKeys("stable", "1.2.4");
    assertThat(labels("stable").path("io.github.imagemaven.version").asText()).isEqualTo("1.2.4");
  }

  /** A tag that CI was started for, a clone without history, and a desk that has the tag. */
  @Test
  void aReleaseHasOneDigestWhereverItIsBuilt() throws Exception {
    release("v1.2.3");
    Digest released = published().get("1.2.3");
    git.run(repository, "tag", "v1.2.3");
    TestReactor desk = atDesk();
    MavenProject web = web(desk);
    TestReactor.set(web, "extraTags", "{major}.{minor},latest");
    desk.deploy(web);
    assertThat(digestWritten(repository)).isEqualTo(released);

    commit("2026-11-25T08:00:00Z");
    Path shallow = root.resolve("shallow");
    git.run(
        root, "clone", "-q", "--depth=1", "-b", "v1.2.3", repository.toUri().toString(), "shallow");
    TestReactor elsewhere = pushOfTag("v1.2.3");
    elsewhere.byHand("skipPush", "false");
    MavenProject same =
        module(
            elsewhere,
            shallow.resolve("web"),
            "1.3.0-SNAPSHOT",
            registry.host() + "/acme,oci:target/out");
    elsewhere.deploy(same);
    assertThat(digestWritten(shallow)).isEqualTo(released);
  }

  private static Digest digestWritten(Path clone) throws IOException {
    JsonNode index = json(clone.resolve("web/target/out/web/index.json"));
    for (JsonNode each : index.path("manifests")) {
      if (each.toString().contains("\"1.2.3\"")) {
        return Digest.of(each.path("digest").asText());
      }
    }
    throw new AssertionError(index);
  }

  // At a desk

  @Test
  void atADeskTheVersionIsPublishedWhereItIsAskedFor() throws Exception {
    TestReactor run = atDesk();
    run.deploy(web(run));
    assertThat(registry.requests()).isEmpty();
    assertThat(written()).containsExactly("1.3.0-SNAPSHOT");
    assertThat(isSaid(run, "Built and not published", "with -Dimage.publish=true")).isTrue();

    TestReactor asked = atDesk();
    asked.byHand("publish", "true");
    asked.deploy(web(asked));
    assertThat(published()).containsOnlyKeys("1.3.0-SNAPSHOT");
  }

  @Test
  void atADeskGitNamesTheVersionThatIsCheckedOut() throws Exception {
    git.run(repository, "tag", "v1.2.3");
    TestReactor run = atDesk();
    run.byHand("publish", "true");
    run.deploy(web(run));
    assertThat(published()).containsOnlyKeys("1.2.3");
  }

  // GitLab

  @Test
  void gitLabSaysItToo() throws Exception {
    environment.putAll(
        Map.of("GITLAB_CI", "true", "CI_PIPELINE_SOURCE", "push", "CI_COMMIT_TAG", "v1.2.3"));
    TestReactor run = new TestReactor(environment);
    run.deploy(web(run));
    assertThat(published()).containsOnlyKeys("1.2.3");
  }

  // R6

  /** Into a registry and a directory: it is said once, and alarms nobody. */
  @Test
  void aReleaseAfterAPushOfMainIsOrdinary() throws Exception {
    TestReactor main = pushOfMain();
    main.deploy(web(main));
    commit("2026-11-24T09:00:00Z");
    TestReactor run = pushOfTag("v1.2.3");
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", "latest");
    run.deploy(web);
    assertThat(published().get("latest")).isEqualTo(published().get("1.2.3"));
    assertThat(run.lines)
        .containsOnlyOnce("latest moves on from the image it names: it is no release")
        .noneMatch(line -> line.contains("nobody knows"));
  }

  @Test
  void latestNeverGoesBackToAnOlderRelease() throws Exception {
    release("v2.0.0");
    Digest newest = published().get("latest");
    commit("2026-11-25T08:00:00Z");
    TestReactor run = release("v1.2.4");
    assertThat(published()).containsOnlyKeys("2.0.0", "2.0", "1.2.4", "1.2", "latest");
    assertThat(published()).containsEntry("latest", newest);
    assertThat(published().get("1.2")).isEqualTo(published().get("1.2.4")).isNotEqualTo(newest);
    assertThat(isSaid(run, "latest stays as it is", "it is 2.0.0, newer than 1.2.4")).isTrue();
    commit("2026-11-26T08:00:00Z");
    release("v2.0.1");
    assertThat(published().get("latest")).isEqualTo(published().get("2.0.1"));
  }

  private TestReactor release(String tag) throws Exception {
    TestReactor run = pushOfTag(tag);
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", "{major}.{minor},latest");
    run.deploy(web);
    return run;
  }

  @Test
  void norToAnOlderCommitOfTheBranch() throws Exception {
    String first = git.run(repository, "rev-parse", "HEAD");
    commit("2026-11-25T08:00:00Z");
    TestReactor newer = pushOfMain();
    newer.deploy(web(newer));
    Digest standing = published().get("latest");
    git.run(repository, "checkout", "-q", first);
    TestReactor older = pushOfMain();
    older.deploy(web(older));
    assertThat(published()).containsEntry("latest", standing);
    assertThat(isSaid(older, "latest stays as it is", "newer than ours of 2026-11-24")).isTrue();
    assertThat(isSaid(older, "No tag of web was moved", "by its digest alone")).isTrue();
    assertThat(isSaid(older, "  not moved  latest: ", "it is of a commit of 2026-11-")).isTrue();
    assertThat(isSaid(older, "Published web")).isFalse();
  }

  // Credentials, before any work

  @Test
  void onlyWhoMayPublishNeedsCredentials() throws Exception {
    registry.bearer("robot", "secret");
    TestReactor run = pushOfMain();
    MavenProject web = web(run);
    assertThatThrownBy(() -> run.work("validate-tag", web))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.CREDENTIALS))
        .hasMessageContainingAll(registry.host(), "settings.xml", "<server>");
    TestReactor unchecked = pushOfMain();
    unchecked.byHand("checkPush", "false");
    MavenProject same = web(unchecked);
    assertThatCode(() -> unchecked.work("validate-tag", same)).doesNotThrowAnyException();
    registry.forgetRequests();
    TestReactor other = pullRequest();
    other.work("validate-tag", web(other));
    assertThat(registry.requests()).isEmpty();
  }

  // One answer

  @Test
  void whatGitSaidAtTheBeginningHoldsToTheEnd() throws Exception {
    git.run(repository, "tag", "v1.2.3");
    TestReactor run = atDesk();
    run.byHand("publish", "true");
    MavenProject web = web(run);
    MavenProject batch =
        module(
            run,
            Files.createDirectories(repository.resolve("batch")),
            "1.0",
            registry.host() + "/acme");
    run.work("validate-tag", web);
    git.run(repository, "tag", "v1.2.4");
    Files.writeString(repository.resolve("web/pom.xml"), "<project>formatted</project>");
    run.deploy(web, batch);
    assertThat(published()).containsOnlyKeys("1.2.3");
    assertThat(registry.tags("acme/batch")).containsOnlyKeys("1.2.3");
    assertThat(run.lines).filteredOn(line -> line.startsWith("Tag 1.2.3: ")).hasSize(1);
  }

  private void release(String version, String extraTags) throws Exception {
    TestReactor run = pushOfTag("v" + version);
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", extraTags);
    run.deploy(web);
  }

  /** Each word is compared with what that word names, whatever {@code latest} is. */
  @Test
  void aWordOfThePomIsNotTakenBackByAnOlderRelease() throws Exception {
    release("1.2.3", "lts");
    commit("2026-11-24T09:00:00Z");
    release("2.0.0", "stable");
    commit("2026-11-24T10:00:00Z");
    release("1.2.4", "stable,lts");

    assertThat(published().get("stable")).isEqualTo(published().get("2.0.0"));
    assertThat(published().get("lts")).isEqualTo(published().get("1.2.4"));
  }

  @Test
  void aWordOfThePomIsNotForABranchNobodyPublishesAndByHandIsForAll() throws Exception {
    TestReactor run = github("push", "branch", "feature/x");
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", "stable");
    run.deploy(web);
    assertThat(written()).containsExactly("branch-feature-x");
    assertThat(run.lines)
        .containsOnlyOnce("the extra tag stable is left out: this run is no release");

    TestReactor byHand = github("workflow_dispatch", "branch", "feature/x");
    byHand.byHand("extraTags", "stable");
    byHand.deploy(web(byHand));
    assertThat(published()).containsKey("stable").hasSize(2);
  }

  @Test
  void aWordThatOnlyLooksLikeLatestIsSaid() throws Exception {
    TestReactor run = pushOfMain();
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", "LATEST");
    run.work("validate-tag", web);
    assertThat(run.warnings)
        .containsOnlyOnce("the tag LATEST is not latest, which is written in lower case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", ".a", "a b", "a/b", "a:b", "ä", "{mayor}", "{major"})
  void aMalformedExtraTagIsRefused(String pattern) throws Exception {
    TestReactor run = pushOfMain();
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", pattern);
    assertThatThrownBy(() -> run.work("validate-tag", web))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.CONFIGURATION))
        .hasMessageContaining("image.extraTags '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{majr},a b,c/d", "a b,{majr},c/d", "c/d,a b,{majr}"})
  void allThatIsWrongWithExtraTagsIsSaidAtOnce(String tags) throws Exception {
    TestReactor run = pushOfMain();
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", tags);
    assertThatThrownBy(() -> run.work("validate-tag", web))
        .hasMessageContainingAll("did you mean {major}?", "such as a,b", "'c/d' is not valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{major} latest", "1.2;latest", "{sha7} ; latest"})
  void aListOfExtraTagsHasCommas(String tags) throws Exception {
    TestReactor run = pushOfMain();
    MavenProject web = web(run);
    TestReactor.set(web, "extraTags", tags);
    assertThatThrownBy(() -> run.work("validate-tag", web))
        .hasMessageContaining("one tag, or several with commas between them, such as ");
    TestReactor next = pushOfMain();
    MavenProject one = web(next);
    TestReactor.set(one, "tag", "1.2 latest");
    assertThatThrownBy(() -> next.work("validate-tag", one))
        .hasMessageContaining("one tag; more of them go into image.extraTags");
  }
}
