package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.PluginExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What executions say about one image. */
class ModulesTest {
  private @Nullable Xpp3Dom ofPlugin;
  private final List<PluginExecution> executions = new ArrayList<>();

  /** As Maven does, an execution gets the plugin's elements where it has none of that name. */
  private PluginExecution execution(String id, String elements) throws Exception {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    execution.setConfiguration(
        Xpp3Dom.mergeXpp3Dom(
            TestModules.configuration(elements), ofPlugin == null ? null : new Xpp3Dom(ofPlugin)));
    executions.add(execution);
    return execution;
  }

  private Settings settings() throws Exception {
    return TestModules.settings(ofPlugin, executions.toArray(new PluginExecution[0]));
  }

  @Test
  void twoExecutionsMayNotContradictEachOther() throws Exception {
    execution("one", "<from>a</from>");
    execution("two", "<from>b</from>");
    assertThatThrownBy(this::settings)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.from", "execution one", "in two")
        .hasMessageNotContaining("'a'"); // it may be a password among image.args
  }

  @Test
  void theyMaySayTheSameAndDifferentThings() throws Exception {
    execution("one", "<from>a</from>");
    execution("two", "<from>a</from><name>n</name>");
    Settings settings = settings();
    assertThat(settings.text("from")).isEqualTo("a");
    assertThat(settings.text("name")).isEqualTo("n");
  }

  @Test
  void oneOfThemMayDifferFromThePlugin() throws Exception {
    ofPlugin = TestModules.configuration("<from>plugin</from><name>n</name>");
    execution("one", "");
    execution("two", "<from>b</from>");
    execution("three", "");
    Settings settings = settings();
    assertThat(settings.text("from")).isEqualTo("b");
    assertThat(settings.text("name")).isEqualTo("n");
  }

  @Test
  void twoThatDifferFromThePluginMustAgree() throws Exception {
    ofPlugin = TestModules.configuration("<from>plugin</from>");
    execution("one", "<from>a</from>");
    execution("two", "<from>b</from>");
    assertThatThrownBy(this::settings).hasMessageContainingAll("execution one", "in two");
  }
}
