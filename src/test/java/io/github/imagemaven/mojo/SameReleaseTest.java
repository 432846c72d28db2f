package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameReleaseTest {
  @TempDir Path root;

  private MavenProject built(String released) throws IOException {
    Model model = new Model();
    model.setArtifactId("shop");
    model.setBuild(new Build());
    model.getBuild().setDirectory(root.resolve("target").toString());
    MavenProject module = new MavenProject(model);
    Path directory = Files.createDirectories(BuildRequests.imageDirectory(module));
    new BuildRecord(
            "shop", null, released, "scratch", null, null, List.of(), null, List.of(), List.of(),
            null)
        .write(directory);
    return module;
  }

  private void refused(String built, String published, String... words) throws IOException {
    MavenProject module = built(built);
    assertThatThrownBy(() -> new SameRelease(published).check(module))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("build it again");
  }

  @Test
  void whatWasBuiltAsOneReleaseIsNotPublishedAsAnother() throws IOException {
    refused("3.0.0", "1.0.0", "as release 3.0.0", "as release 1.0.0");
    refused("3.0.0", null, "as release 3.0.0", "as no release");
    refused(null, "2.0.0", "as no release", "as release 2.0.0");
  }

  @Test
  void theSameIsPublishedLater() throws IOException {
    for (String version : new String[] {"1.2.3", null}) {
      MavenProject module = built(version);
      assertThatCode(() -> new SameRelease(version).check(module)).doesNotThrowAnyException();
    }
  }
}
