package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameCommitTest {
  private static final String FIRST = "1".repeat(40);
  private static final String SECOND = "2".repeat(40);

  @TempDir Path root;
  private MavenProject library;
  private MavenProject shop;

  @BeforeEach
  void modules() throws IOException {
    library = module("library");
    shop = module("shop");
  }

  private MavenProject module(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name).resolve("src/main/java"));
    Files.writeString(folder.resolve("A.java"), "class A {}");
    Files.writeString(root.resolve(name).resolve("pom.xml"), "<project/>");
    Model model = new Model();
    model.setArtifactId(name);
    model.setBuild(new Build());
    model.getBuild().setDirectory(root.resolve(name).resolve("target").toString());
    MavenProject module = new MavenProject(model);
    module.setFile(root.resolve(name).resolve("pom.xml").toFile());
    return module;
  }

  private void built(String revision) throws IOException {
    Path directory = Files.createDirectories(BuildRequests.imageDirectory(shop));
    new BuildRecord("shop", revision, "scratch", null, null, List.of(), null, List.of(), List.of())
        .write(directory);
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
    Files.setLastModifiedTime(directory.resolve(BuildRecord.FILE), later);
  }

  private static SameCommit present(String id) {
    return new SameCommit(id == null ? null : new Commit(id, null));
  }

  private void resume(String present) throws IOException {
    present(present).checkResumed(shop, List.of(library, shop));
  }

  @Test
  void theSameCommitIsResumed() throws IOException {
    built(FIRST);
    assertThatCode(() -> resume(FIRST)).doesNotThrowAnyException();
  }

  @Test
  void anotherCommitIsNot() throws IOException {
    built(FIRST);
    assertThatThrownBy(() -> resume(SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("shop", FIRST, SECOND, "run without -rf");
  }

  @Test
  void changedFilesAreNoCommit() throws IOException {
    built(FIRST);
    assertThatThrownBy(() -> resume(null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("shop", FIRST, "no known commit");
    built(null);
    assertThatThrownBy(() -> resume(SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("shop", SECOND, "no known commit");
  }

  @Test
  void withoutACommitNoSourceMayBeNewer() throws IOException {
    built(null);
    assertThatCode(() -> resume(null)).doesNotThrowAnyException();
    for (String file : List.of("library/src/main/java/A.java", "shop/pom.xml")) {
      Path changed = root.resolve(file);
      FileTime before = Files.getLastModifiedTime(changed);
      Files.setLastModifiedTime(changed, FileTime.fromMillis(System.currentTimeMillis() + 120_000));
      assertThatThrownBy(() -> resume(null))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("shop", changed.toString(), "run without -rf");
      Files.setLastModifiedTime(changed, before);
    }
  }

  @Test
  void anImageOfAnotherCommitIsNotPublishedAlone() throws IOException {
    built(FIRST);
    assertThatCode(() -> present(FIRST).checkBuiltBefore(shop)).doesNotThrowAnyException();
    assertThatCode(() -> present(null).checkBuiltBefore(shop)).doesNotThrowAnyException();
    assertThatThrownBy(() -> present(SECOND).checkBuiltBefore(shop))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("shop", FIRST, SECOND, "build it again");
    built(null);
    assertThatCode(() -> present(SECOND).checkBuiltBefore(shop)).doesNotThrowAnyException();
  }
}
