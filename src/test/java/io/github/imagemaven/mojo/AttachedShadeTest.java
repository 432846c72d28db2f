package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A goal that makes a second artifact beside the module's, or is skipped, rewrites nothing. */
class AttachedShadeTest {
  @ParameterizedTest
  @CsvSource({
    "shade, shadedArtifactAttached, true",
    "shade, skip, true",
    "repackage, classifier, exec",
    "repackage, skip, true"
  })
  void isNoReasonToRefuse(String goal, String element, String value) {
    Plugin other = new Plugin();
    other.setGroupId("g");
    other.setArtifactId("other");
    PluginExecution execution = new PluginExecution();
    execution.addGoal(goal);
    execution.setPhase("verify");
    Xpp3Dom configuration = TestModules.configuration(element, value);
    execution.setConfiguration(configuration);
    other.addExecution(execution);
    Model model = new Model();
    model.setBuild(new Build());
    model.getBuild().addPlugin(other);
    Plugin image = TestModules.plugin(null);
    PluginDescriptor descriptor = new PluginDescriptor();
    descriptor.setGroupId(image.getGroupId());
    descriptor.setArtifactId(image.getArtifactId());
    MojoDescriptor mojo = new MojoDescriptor();
    mojo.setPluginDescriptor(descriptor);
    MojoExecution ours = new MojoExecution(image, "build-multiarch", "default");
    ours.setMojoDescriptor(mojo);
    ours.setLifecyclePhase("pre-integration-test");
    assertThatCode(() -> ArtifactRewriters.check(new MavenProject(model), ours))
        .doesNotThrowAnyException();
  }
}
