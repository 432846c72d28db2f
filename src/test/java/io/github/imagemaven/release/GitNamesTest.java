package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.RecordedWarnings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real repositories; also what a desk's run is named there. */
class GitNamesTest {
  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private TestGit git;

  @BeforeEach
  void aMachineOfItsOwn() {
    git = new TestGit(folder);
  }

  private List<String> at(Path where) {
    return names("git").tags(where);
  }

  private GitNames names(String program) {
    return new GitNames(git.program(program), new RecordedWarnings(warnings));
  }

  private ReleaseTags named(Path where) {
    return named("git", where);
  }

  private ReleaseTags named(String program, Path where) {
    Revision revision = new Revision(git.program(program), new RecordedWarnings(warnings));
    return new TagRule(
            RunContext.desk(),
            TagSettings.ofProject("1.3.0-SNAPSHOT"),
            new Checkout(
                () -> revision.of(where),
                () -> names(program).tags(where),
                () -> names(program).branch(where)))
        .tags();
  }

  private void commit(Path repository, String text) throws Exception {
    Files.writeString(repository.resolve("web/pom.xml"), text);
    git.run(repository, "commit", "-q", "-a", "-m", text);
  }

  @Test
  void ofTheCommitThatIsCheckedOut() throws Exception {
    Path repository = git.repository();
    assertThat(at(repository)).isEmpty();
    assertThat(named(repository).tags()).containsExactly("1.3.0-SNAPSHOT");
    git.run(repository, "tag", "v1.2.3");
    git.run(repository, "tag", "-a", "-m", "annotated", "v1");
    git.run(repository, "tag", "nightly");
    assertThat(at(repository)).containsExactlyInAnyOrder("v1", "v1.2.3");
    assertThat(at(repository.resolve("web"))).containsExactlyInAnyOrder("v1", "v1.2.3");
    assertThat(named(repository.resolve("web")).tags()).containsExactly("1.2.3");
    commit(repository, "second");
    assertThat(at(repository)).isEmpty();
    git.run(repository, "tag", "-a", "-m", "annotated", "v1.2.4");
    assertThat(named(repository).version()).isEqualTo("1.2.4");
    assertThat(warnings).isEmpty();
  }

  @Test
  void detached() throws Exception {
    Path repository = git.repository();
    git.run(repository, "tag", "v1.2.3");
    commit(repository, "second");
    git.run(repository, "checkout", "-q", "v1.2.3");
    assertThat(named(repository).version()).isEqualTo("1.2.3");
    git.run(repository, "checkout", "-q", "--detach", "main");
    assertThat(named(repository).tags()).containsExactly("1.3.0-SNAPSHOT");
  }

  @Test
  void aWorktreeHasAHeadOfItsOwn() throws Exception {
    Path repository = git.repository();
    git.run(repository, "tag", "v1.2.3");
    commit(repository, "second");
    Path worktree = folder.resolve("worktree");
    git.run(repository, "worktree", "add", "-q", worktree.toString(), "v1.2.3");
    assertThat(at(worktree)).containsExactly("v1.2.3");
    assertThat(named(worktree.resolve("web")).version()).isEqualTo("1.2.3");
    assertThat(named(repository).version()).isNull();
    assertThat(warnings).isEmpty();
  }

  @Test
  void aShallowCloneHasWhatItHas() throws Exception {
    Path repository = git.repository();
    commit(repository, "second");
    git.run(repository, "tag", "v1.2.3");
    String url = "file://" + repository;
    git.run(folder, "clone", "-q", "--depth", "1", "--branch", "v1.2.3", url, "tagged");
    assertThat(named(folder.resolve("tagged")).version()).isEqualTo("1.2.3");
    git.run(folder, "clone", "-q", "--depth", "1", "--no-tags", url, "bare-of-tags");
    assertThat(named(folder.resolve("bare-of-tags")).tags()).containsExactly("1.3.0-SNAPSHOT");
    assertThat(warnings).isEmpty();
  }

  @Test
  void changedFilesAreNotWhatWasTagged() throws Exception {
    Path repository = git.repository();
    git.run(repository, "tag", "v1.2.3");
    Files.writeString(repository.resolve("web/pom.xml"), "changed");
    assertThat(named(repository).tags()).containsExactly("1.3.0-SNAPSHOT");
    assertThat(named(repository).why()).contains("git has no version's tag for just these files");
  }

  @Test
  void twoVersionsOfOneCommit() throws Exception {
    Path repository = git.repository();
    git.run(repository, "tag", "v1.2.3");
    git.run(repository, "tag", "v1.2.4");
    assertThatThrownBy(() -> named(repository))
        .isInstanceOf(TagException.class)
        .hasMessageContaining("'v1.2.3', 'v1.2.4'");
  }

  @Test
  void settingsOfGitDoNotMatter() throws Exception {
    Path repository = git.repository();
    git.run(repository, "tag", "v1.2.3");
    git.run(repository, "tag", "v1.2");
    for (String setting : List.of("column.ui", "color.ui")) {
      git.run(repository, "config", setting, "always");
    }
    assertThat(at(repository)).containsExactlyInAnyOrder("v1.2", "v1.2.3");
  }

  @Test
  void hostileNames() throws Exception {
    Path repository = git.repository();
    for (String name :
        List.of("v1.2.3$(id)", "v1;id", "v1.2.3-\ud83d\ude80", "v1" + "a".repeat(200))) {
      git.run(repository, "tag", name);
    }
    assertThat(at(repository)).hasSize(4);
    assertThat(named(repository).tags()).containsExactly("1.3.0-SNAPSHOT");
    git.run(repository, "tag", "v1.2.3");
    assertThat(named(repository).tags()).containsExactly("1.2.3");
  }

  @Test
  void withoutARepositoryOrACommit() throws Exception {
    TestGit.require();
    Path alone = Files.createDirectory(folder.resolve("alone"));
    assertThat(at(alone)).isEmpty();
    assertThat(named(alone).tags()).containsExactly("1.3.0-SNAPSHOT");
    git.run(alone, "init", "-q");
    assertThat(named(alone).tags()).containsExactly("1.3.0-SNAPSHOT");
    assertThat(warnings).isEmpty();
  }

  @Test
  void withoutGit() throws Exception {
    assertThat(named("no-git", folder).tags()).containsExactly("1.3.0-SNAPSHOT");
    assertThat(names("no-git").tags(folder)).isEmpty();
    assertThat(warnings).isEmpty();
    Files.createDirectory(folder.resolve(".git"));
    assertThat(names("no-git").tags(folder)).isEmpty();
    assertThat(warnings).singleElement().asString().contains("no-git", "-Dimage.tag");
  }

  @Test
  void gitThatHangsIsGivenUp() throws Exception {
    Path program = git.script("exec sleep 600");
    Git hanging = new Git(program.toString(), git.environment, Duration.ofMillis(1));
    GitNames names = new GitNames(hanging, new RecordedWarnings(warnings));
    assertThat(names.tags(folder)).isEmpty();
    assertThat(warnings).as("no repository").isEmpty();
    Files.createDirectory(folder.resolve(".git"));
    assertThat(names.tags(folder)).isEmpty();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("git for-each-ref: no answer", "status says");
  }

  @Test
  void gitThatFailsIsRepeated() throws Exception {
    Path program = git.script("echo 'fatal: no\nhint: yes' >&2; exit 128");
    Files.createDirectory(folder.resolve(".git"));
    assertThat(names(program.toString()).tags(folder)).isEmpty();
    assertThat(warnings).singleElement().asString().contains("(git for-each-ref: fatal: no)");
  }

  @Test
  void modulesOfOneRepositoryAskOnce() throws Exception {
    Path repository = git.repository();
    git.run(repository, "tag", "v1.2.3");
    git.run(repository, "tag", "v1");
    ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
    assertThat(names("git").tags(repository.resolve("web"), known))
        .containsExactlyInAnyOrder("v1", "v1.2.3");
    git.run(repository, "tag", "-d", "v1");
    assertThat(names("git").tags(repository.resolve("batch"), known))
        .containsExactlyInAnyOrder("v1", "v1.2.3");
    Path alone = Files.createDirectory(folder.resolve("alone"));
    assertThat(names("git").tags(alone, known)).isEmpty();
    assertThat(names("no-git").tags(alone, known)).isEmpty();
    assertThat(known).hasSize(2);
  }

  private String branch(Path where) {
    return names("git").branch(where);
  }

  @Test
  void theBranch() throws Exception {
    Path repository = git.repository();
    assertThat(branch(repository.resolve("web"))).isEqualTo("main");
    git.run(repository, "tag", "main"); // a short name would be ambiguous
    assertThat(branch(repository)).isEqualTo("main");
    git.run(repository, "checkout", "-q", "-b", "feature/x-\ud83d\ude80$(id)");
    assertThat(branch(repository)).isEqualTo("feature/x-\ud83d\ude80$(id)");
    Path worktree = folder.resolve("worktree");
    git.run(repository, "worktree", "add", "-q", "-b", "other", worktree.toString());
    assertThat(branch(worktree)).isEqualTo("other");
    git.run(repository, "checkout", "-q", "--detach");
    assertThat(branch(repository)).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void noBranch() throws Exception {
    TestGit.require();
    Path alone = Files.createDirectory(folder.resolve("alone"));
    assertThat(branch(alone)).isEmpty();
    git.run(alone, "init", "-q", "-b", "trunk");
    assertThat(branch(alone)).as("before its first commit").isEqualTo("trunk");
    assertThat(warnings).isEmpty();
    assertThat(names("no-git").branch(alone)).isEmpty();
    assertThat(warnings).singleElement().asString().contains("git symbolic-ref", "no-git");
  }

  @Test
  void theBranchIsAskedOnceToo() throws Exception {
    Path repository = git.repository();
    ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
    assertThat(names("git").branch(repository.resolve("web"), known)).isEqualTo("main");
    assertThat(names("git").tags(repository, known)).isEmpty();
    git.run(repository, "checkout", "-q", "-b", "other");
    assertThat(names("git").branch(repository.resolve("batch"), known)).isEqualTo("main");
  }
}
