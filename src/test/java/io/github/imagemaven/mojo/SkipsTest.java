package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who skips the execution that publishes, or checks, wants the image all the same. */
class SkipsTest {
  private @Nullable Xpp3Dom ofPlugin;
  private final List<PluginExecution> executions = new ArrayList<>();
  private final MavenSession session = TestModules.session();

  /** As Maven does, an execution gets the plugin's elements where it has none of that name. */
  private void execution(String elements, String... goals) throws Exception {
    PluginExecution execution = new PluginExecution();
    execution.setId(String.join("-", goals));
    List.of(goals).forEach(execution::addGoal);
    execution.setConfiguration(
        Xpp3Dom.mergeXpp3Dom(
            TestModules.configuration(elements), ofPlugin == null ? null : new Xpp3Dom(ofPlugin)));
    executions.add(execution);
  }

  private Settings settings() throws Exception {
    MavenProject project = new MavenProject(new Model());
    project.setArtifactId("app");
    project.setVersion("1");
    project
        .getBuild()
        .addPlugin(TestModules.plugin(ofPlugin, executions.toArray(new PluginExecution[0])));
    PluginDescriptor descriptor = TestModules.descriptor();
    Map<String, String> defaults =
        Map.of("registries", "oci:target/registry", "optionalRegistries", "");
    for (Parameter parameter : descriptor.getMojos().get(0).getParameters()) {
      parameter.setDefaultValue(parameter.getName().equals("skipPush") ? "false" : "app");
    }
    defaults.forEach(
        (name, value) -> {
          Parameter parameter = new Parameter();
          parameter.setName(name);
          parameter.setExpression("${image." + name + "}");
          parameter.setDefaultValue(value);
          try {
            descriptor.getMojos().get(0).addParameter(parameter);
          } catch (DuplicateParameterException e) {
            throw new IllegalStateException(e);
          }
        });
    return new Modules(session, descriptor).settings(project);
  }

  private boolean isSkipped() throws Exception {
    Settings settings = settings();
    return settings.isSet("skip") && settings.flag("skip");
  }

  /** As a destination is asked for. */
  private boolean publishes() throws Exception {
    return !Destinations.toPublish(settings(), true).isEmpty();
  }

  @Test
  void nothingIsPublishedWhereTheExecutionIsSkipped() throws Exception {
    execution("", "build-multiarch");
    execution("<skip>true</skip>", "push-all");
    assertThat(isSkipped()).isFalse();
    assertThat(publishes()).isFalse();
  }

  @Test
  void oneThatBuildsTooIsSkippedAsAWhole() throws Exception {
    execution("<skip>true</skip>", "build-multiarch", "push-all");
    assertThat(isSkipped()).isTrue();
    assertThat(publishes()).isTrue();
  }

  @Test
  void oneThatIsNotSkippedSaysNothing() throws Exception {
    execution("", "build-multiarch");
    execution("<skip>false</skip>", "push-all");
    assertThat(publishes()).isTrue();
    session.getUserProperties().setProperty("image.skipPush", "true");
    assertThat(publishes()).isFalse();
  }

  @Test
  void skipPushBesideItHolds() throws Exception {
    execution("", "build-multiarch");
    execution("<skip>false</skip><skipPush>true</skipPush>", "push-all");
    assertThat(publishes()).isFalse();
  }

  @Test
  void skipPushOfThePluginHolds() throws Exception {
    ofPlugin = TestModules.configuration("<skipPush>true</skipPush>");
    execution("", "build-multiarch");
    execution("<skip>false</skip>", "push-all");
    assertThat(publishes()).isFalse();
  }

  @Test
  void norDoesSkipPushUndoIt() throws Exception {
    execution("", "build-multiarch");
    execution("<skip>true</skip><skipPush>false</skipPush>", "push-all");
    assertThat(publishes()).isFalse();
  }

  @Test
  void aPropertyIsAskedForWhatItIsNow() throws Exception {
    execution("", "build-multiarch");
    execution("<skip>${release.skip}</skip>", "push-all");
    session.getUserProperties().setProperty("release.skip", "false");
    assertThat(publishes()).isTrue();
    session.getUserProperties().setProperty("image.skipPush", "true");
    assertThat(publishes()).isFalse();
    session.getUserProperties().remove("image.skipPush");
    session.getUserProperties().setProperty("release.skip", "true");
    assertThat(publishes()).isFalse();
  }

  @Test
  void whatIsNeitherTrueNorFalseIsRefused() throws Exception {
    execution("<skip>${nowhere}</skip>", "push-all");
    assertThatThrownBy(this::publishes).isInstanceOf(UnknownPropertyException.class);
    executions.clear();
    execution("<skip>yes</skip>", "push-all");
    assertThatThrownBy(this::publishes)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("<skip> of an execution of push-all", "'yes'", "true or false");
  }

  @Test
  void oneThatBuildsMayTakeThePluginsBack() throws Exception {
    ofPlugin = TestModules.configuration("<skip>true</skip>");
    execution("<skip>false</skip>", "build-multiarch");
    execution("<skip>false</skip>", "push-all");
    assertThat(isSkipped()).isFalse();
    assertThat(publishes()).isTrue();
  }

  @Test
  void andThePluginsStaysWithOneThatPublishes() throws Exception {
    ofPlugin = TestModules.configuration("<skip>true</skip>");
    execution("<skip>false</skip>", "build-multiarch");
    execution("", "push-all");
    assertThat(isSkipped()).isFalse();
    assertThat(publishes()).isFalse();
  }

  /** Who leaves out the check wants the image and its publication. */
  @Test
  void oneThatOnlyChecksIsSkippedAlone() throws Exception {
    execution("<skip>true</skip>", "validate-tag");
    execution("", "build-multiarch");
    execution("", "push-all");
    assertThat(isSkipped()).isFalse();
    assertThat(publishes()).isTrue();
    assertThat(settings().isCheckSkipped()).isTrue();
  }

  @Test
  void oneThatBuildsSaysNothingOfTheCheckAlone() throws Exception {
    execution("", "validate-tag");
    execution("<skip>true</skip>", "build-multiarch");
    assertThat(isSkipped()).isTrue();
    assertThat(settings().isCheckSkipped()).isFalse();
  }

  @Test
  void theCommandLineSkipsAllThatNoExecutionSaysOtherwiseOf() throws Exception {
    session.getUserProperties().setProperty("image.skip", "true");
    execution("", "build-multiarch");
    execution("<skip>false</skip>", "push-all");
    execution("<skip>false</skip>", "validate-tag");
    assertThat(isSkipped()).isTrue();
  }
}
