package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.RecordedWarnings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real repositories. */
class RevisionTest {
  private static final String CI_COMMIT = "c".repeat(40);
  private static final String OTHER_CI_COMMIT = "d".repeat(40);

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private final Log log = new RecordedWarnings(warnings);

  private TestGit git;
  private Map<String, String> environment;

  @BeforeEach
  void aMachineOfItsOwn() {
    git = new TestGit(folder);
    environment = git.environment;
  }

  private Revision revision(String program) {
    return new Revision(git.program(program), log);
  }

  private String id(Path where) {
    return id("git", where);
  }

  private String id(String program, Path where) {
    return idOf(revision(program).of(where));
  }

  private String id(Path where, ConcurrentMap<String, String> known) {
    return idOf(revision("git").of(where, known));
  }

  private static String idOf(Commit commit) {
    return commit == null ? null : commit.id();
  }

  @Test
  void itsTime() throws Exception {
    environment.put("GIT_COMMITTER_DATE", "2026-11-24T08:00:00+02:00");
    Path repository = git.repository();
    Instant time = Instant.parse("2026-11-24T06:00:00Z");
    assertThat(revision("git").of(repository).time()).isEqualTo(time);
    ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
    revision("git").of(repository.resolve("web"), known);
    assertThat(revision("git").of(repository.resolve("batch"), known).time()).isEqualTo(time);
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(revision("no-git").of(repository)).isEqualTo(new Commit(CI_COMMIT, null));
    assertThat(revision("no-git").of(repository, new ConcurrentHashMap<>()))
        .isEqualTo(new Commit(CI_COMMIT, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "8000000000", "99999999999999999999"})
  void whatIsNoTimeOfACommitIsNotKnown(String seconds) {
    assertThat(Commit.parse(seconds + " " + CI_COMMIT)).isEqualTo(new Commit(CI_COMMIT, null));
  }

  @Test
  void theCommitThatIsCheckedOut() throws Exception {
    Path repository = git.repository();
    String first = git.run(repository, "rev-parse", "HEAD");
    assertThat(first).hasSize(40);
    assertThat(id(repository)).isEqualTo(first);
    assertThat(id(repository.resolve("web"))).isEqualTo(first);
    Files.writeString(repository.resolve("web/pom.xml"), "<project><version/></project>");
    git.run(repository, "commit", "-q", "-a", "-m", "second");
    assertThat(id(repository)).isNotEqualTo(first).hasSize(40);
  }

  @Test
  void aChangedFileIsNoCommit() throws Exception {
    Path repository = git.repository();
    Files.writeString(repository.resolve("web/pom.xml"), "<project>changed</project>");
    assertThat(id(repository)).isNull();
    assertThat(id(repository.resolve("batch"))).as("modules share code").isNull();
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(id(repository)).as("nor does CI make it one").isNull();
    git.run(repository, "add", ".");
    assertThat(id(repository)).isNull();
    git.run(repository, "reset", "-q", "--hard");
    Files.delete(repository.resolve("web/pom.xml"));
    assertThat(id(repository)).isNull();
  }

  @Test
  void manyChangedFilesAreNoCommit() throws Exception {
    Path repository = git.repository();
    String longName = "x".repeat(200);
    for (int i = 0; i < 500; i++) {
      Files.writeString(repository.resolve(longName + i), "");
    }
    git.run(repository, "add", ".");
    assertThat(id(repository)).isNull();
  }

  @Test
  void whatGitDoesNotTrackDoesNotCount() throws Exception {
    Path repository = git.repository();
    Files.writeString(repository.resolve("notes.txt"), "");
    Files.createDirectory(repository.resolve("target"));
    assertThat(id(repository)).isEqualTo(git.run(repository, "rev-parse", "HEAD"));
  }

  @Test
  void aModuleThatIsNotInTheCommitHasNone() throws Exception {
    Path repository = git.repository();
    for (String module : List.of("target/copied", "new")) {
      Path untracked = Files.createDirectories(repository.resolve(module));
      Files.writeString(untracked.resolve("pom.xml"), "<project/>");
      assertThat(id(untracked)).isNull();
    }
  }

  @Test
  void gitKnowsBetterThanTheEnvironmentWhatIsCheckedOut() throws Exception {
    Path repository = git.repository();
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(id(repository)).isEqualTo(git.run(repository, "rev-parse", "HEAD"));
  }

  @Test
  void aHookOfGitDoesNotChangeWhichRepositoryIsMeant() throws Exception {
    Path repository = git.repository();
    String head = git.run(repository, "rev-parse", "HEAD");
    environment.put("GIT_DIR", ".git");
    environment.put("GIT_INDEX_FILE", folder.resolve("other").toString());
    environment.put("GIT_COMMON_DIR", folder.resolve("other").toString());
    environment.put("GIT_OBJECT_DIRECTORY", folder.resolve("incoming").toString());
    assertThat(id(repository.resolve("web"))).isEqualTo(head);
  }

  @Test
  void withoutARepositoryTheEnvironmentSays() throws Exception {
    TestGit.require();
    Path alone = Files.createDirectory(folder.resolve("alone"));
    assertThat(id(alone)).isNull();
    environment.put("CI_COMMIT_SHA", OTHER_CI_COMMIT);
    assertThat(id(alone)).isEqualTo(OTHER_CI_COMMIT);
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(id(alone)).isEqualTo(CI_COMMIT);
  }

  @Test
  void withoutACommitTheEnvironmentSays() throws Exception {
    TestGit.require();
    Path empty = Files.createDirectory(folder.resolve("empty"));
    git.run(empty, "init", "-q");
    assertThat(id(empty)).isNull();
    assertThat(warnings).isEmpty();
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(id(empty)).isEqualTo(CI_COMMIT);
  }

  @Test
  void withoutGitTheEnvironmentSays() {
    String nowhere = folder.resolve("no-git").toString();
    assertThat(id(nowhere, folder)).isNull();
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(id(nowhere, folder)).isEqualTo(CI_COMMIT);
  }

  @Test
  void gitThatHangsIsGivenUp() throws Exception {
    Path program = git.script("exec sleep 600");
    Git hanging = new Git(program.toString(), environment, Duration.ofMillis(1));
    Revision revision = new Revision(hanging, log);
    assertThat(revision.of(folder)).isNull();
    assertThat(warnings).as("no repository").isEmpty();
    Files.createDirectory(folder.resolve(".git"));
    assertThat(revision.of(folder)).isNull();
    assertThat(warnings).singleElement().asString().contains("no answer to git rev-list", "status");
  }

  @Test
  void gitThatRefusesTheFolderOfAnotherOwnerIsRepeatedOnce() throws Exception {
    Path repository = git.repository();
    environment.put("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
    assertThat(id(repository.resolve("web"), known)).isNull();
    assertThat(id(repository.resolve("batch"), known)).isNull();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("dubious ownership", "git config --global --add safe.directory " + repository);
  }

  @Test
  void aRepositoryWithoutGitIsSaid() throws Exception {
    Files.createDirectory(folder.resolve(".git"));
    assertThat(id("no-git", folder)).isNull();
    assertThat(warnings).singleElement().asString().contains("no-git");
    environment.put("GITHUB_SHA", CI_COMMIT);
    assertThat(id("no-git", folder)).isEqualTo(CI_COMMIT);
    assertThat(warnings).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "main",
        "ccccccc",
        "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC",
        "ccccccccccccccccccccccccccccccccccccccccc",
        "cccccccccccccccccccccccccccccccccccccccg"
      })
  void malformedVariablesArePassedOver(String text) {
    String nowhere = folder.resolve("no-git").toString();
    environment.put("GITHUB_SHA", text);
    assertThat(id(nowhere, folder)).isNull();
    environment.put("CI_COMMIT_SHA", OTHER_CI_COMMIT);
    assertThat(id(nowhere, folder)).isEqualTo(OTHER_CI_COMMIT);
  }

  @Test
  void modulesOfOneRepositoryAskOnce() throws Exception {
    Path repository = git.repository();
    String head = git.run(repository, "rev-parse", "HEAD");
    ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
    assertThat(id(repository.resolve("web"), known)).isEqualTo(head);
    Files.writeString(repository.resolve("web/pom.xml"), "changed by the build");
    assertThat(id(repository.resolve("batch"), known)).isEqualTo(head);
    assertThat(known).hasSize(1);
    Path alone = Files.createDirectory(folder.resolve("alone"));
    assertThat(id(alone, known)).as("another work tree").isNull();
    assertThat(id(alone, known)).as("what nobody knew is remembered too").isNull();
    assertThat(known).hasSize(2);
    assertThat(warnings).isEmpty();
  }
}
