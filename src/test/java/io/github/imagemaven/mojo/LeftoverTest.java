package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverTest {
  @TempDir Path target;
  private MavenProject module;

  @BeforeEach
  void module() throws IOException {
    Model model = new Model();
    model.setArtifactId("app");
    model.setBuild(new Build());
    model.getBuild().setDirectory(target.toString());
    module = new MavenProject(model);
    Files.createDirectories(target.resolve("image"));
  }

  @Test
  void nothingAtAllIsRefused() {
    assertThatThrownBy(() -> Leftover.of(module))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("-rf", "app", "run without -rf");
  }

  @Test
  void builtThenPublishedThenBuiltAgain() throws IOException {
    Path built = Files.createFile(target.resolve("image/build.json"));
    assertThat(Leftover.of(module)).isEqualTo(Leftover.BUILT);
    Path published = Files.createFile(target.resolve("image/publication.json"));
    assertThat(Leftover.of(module)).isEqualTo(Leftover.PUBLISHED);
    Files.setLastModifiedTime(
        built, FileTime.fromMillis(Files.getLastModifiedTime(published).toMillis() + 1));
    assertThat(Leftover.of(module)).isEqualTo(Leftover.BUILT);
  }

  /** {@code -pl} may have left it out of the session that a build resumes with {@code -r}. */
  @Test
  void whereNobodyWasThereIsNothing() throws IOException {
    assertThat(Leftover.isAny(module)).isFalse();
    Leftover.noImage(module, "a library");
    assertThat(Leftover.isAny(module)).isTrue();
    Leftover.forget(module);
    Files.createFile(target.resolve("image/build.json"));
    assertThat(Leftover.isAny(module)).isTrue();
  }

  @Test
  void aModuleThatBecameALibrary() throws IOException {
    Files.createFile(target.resolve("image/build.json"));
    Leftover.noImage(module, "a library");
    assertThat(Leftover.of(module)).isEqualTo(Leftover.NO_IMAGE);
    assertThat(Leftover.isNone(module)).isTrue();
  }

  @Test
  void oneThatIsNoLibraryAnyMoreHasToBeBuilt() throws IOException {
    Leftover.noImage(module, "a library");
    Leftover.forget(module);
    assertThat(Leftover.isNone(module)).isFalse();
    assertThatThrownBy(() -> Leftover.of(module)).isInstanceOf(ConfigurationException.class);
  }
}
