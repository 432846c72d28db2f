package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

/**
 * spring-boot-starter-parent has mainClass ${start-class} for the jar plugin of every module; where
 * a module does not define start-class, its jar has no main class.
 */
class SpringBootParentTest {
  @Test
  void anUnresolvedMainClassIsNone() throws Exception {
    Model model = new Model();
    model.setPackaging("jar");
    MavenProject library = new MavenProject(model);
    library.setOriginalModel(model);
    Plugin jar = new Plugin();
    jar.setArtifactId("maven-jar-plugin");
    jar.setConfiguration(
        Xpp3DomBuilder.build(
            new StringReader(
                "<configuration><archive><manifest><mainClass>${start-class}</mainClass>"
                    + "</manifest></archive></configuration>")));
    library.getBuild().addPlugin(jar);
    Settings settings =
        new Settings(Map.of("mainClass", ""), Map.of(), new Properties(), new Properties());
    assertThat(NoImage.isCertain(settings, library)).isFalse();
  }
}
