package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.JavaApplication;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** Jenkins calls the workspace of a second build that runs at once {@code job@2}. */
class BaseBelowJenkinsFolderTest {
  @Test
  void aFolderMayHaveAnAtSign() {
    MavenProject project = new MavenProject(new Model());
    project.setFile(new File("/workspace/job@2/pom.xml"));
    Properties properties = new Properties();
    properties.setProperty("image.from", "oci:/workspace/job@2/base:17");
    Settings settings = new Settings(Map.of("from", ""), Map.of(), new Properties(), properties);
    JavaApplication application =
        new JavaApplication(
            JavaApplication.Packaging.JAR,
            Path.of("/a"),
            Path.of("/c"),
            List.of(),
            null,
            List.of(),
            List.of(),
            null,
            null,
            17);
    assertThat(BuildRequests.base(settings, project, application))
        .isEqualTo(new BaseReference.InLayout(Path.of("/workspace/job@2/base"), "17", null));
  }
}
