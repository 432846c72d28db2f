package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvn deploy -pl … -rf :second}: nobody was to build what {@code -pl} leaves out. */
class SelectionTest {
  @TempDir Path root;
  private final MavenSession session = TestModules.session();
  private MavenProject docs;
  private MavenProject first;
  private MavenProject second;
  private MavenProject last;

  @BeforeEach
  void resumeAtSecond() throws IOException {
    docs = module("docs");
    first = module("first");
    second = module("second");
    last = module("last");
    session.getRequest().setGoals(List.of("deploy"));
    session.getRequest().setResumeFrom(":second");
    session.getRequest().setBaseDirectory(root.toFile());
    session.setAllProjects(List.of(docs, first, second, last));
    session.setProjects(List.of(second));
  }

  private MavenProject module(String name, String... dependencies) throws IOException {
    Model model = new Model();
    model.setModelVersion("4.0.0");
    model.setGroupId("it");
    model.setArtifactId(name);
    model.setVersion("1");
    for (String each : dependencies) {
      Dependency dependency = new Dependency();
      dependency.setGroupId("it");
      dependency.setArtifactId(each);
      dependency.setVersion("1");
      model.addDependency(dependency);
    }
    MavenProject module = new MavenProject(model);
    Path folder = Files.createDirectories(root.resolve(name));
    module.setFile(Files.writeString(folder.resolve("pom.xml"), "<project/>").toFile());
    PluginExecution execution = new PluginExecution();
    execution.addGoal("push-all");
    module.getBuild().addPlugin(TestModules.plugin(null, execution));
    return module;
  }

  private List<MavenProject> resumedPast() throws Exception {
    return new Modules(session, TestModules.descriptor()).resumedPast("push-all");
  }

  @Test
  void whatWasLeftOutWasNotResumedPast() throws Exception {
    session.getRequest().setExcludedProjects(List.of("docs", "it:last"));
    assertThat(resumedPast()).containsExactly(first);
  }

  @Test
  void norWasWhatIsNotNamed() throws Exception {
    session.getRequest().setSelectedProjects(List.of("first/pom.xml", ":second"));
    assertThat(resumedPast()).containsExactly(first);
  }

  @Test
  void withoutASelectionAllWere() throws Exception {
    assertThat(resumedPast()).containsExactly(docs, first, last);
  }

  @Test
  void alsoMakeSelectsWhatTheNamedOnesNeed() throws Exception {
    MavenProject middle = module("middle", "docs");
    second = module("second", "middle");
    session.setAllProjects(List.of(docs, middle, first, second, last));
    session.getRequest().setSelectedProjects(List.of(":second"));
    assertThat(resumedPast()).isEmpty();
    session.getRequest().setMakeBehavior(MavenExecutionRequest.REACTOR_MAKE_UPSTREAM);
    assertThat(resumedPast()).containsExactly(docs, middle);
    session.getRequest().setSelectedProjects(List.of(":docs"));
    session.getRequest().setMakeBehavior(MavenExecutionRequest.REACTOR_MAKE_DOWNSTREAM);
    assertThat(resumedPast()).containsExactly(docs, middle);
  }

  @Test
  void fromMaven4OnAParentStandsForItsChildren() throws Exception {
    first.setParent(docs);
    second.setParent(docs);
    session.getRequest().setSelectedProjects(List.of("docs"));
    assertThat(resumedPast()).containsExactly(docs);
    session.getSystemProperties().setProperty("maven.version", "4.0.0-rc-5");
    assertThat(resumedPast()).containsExactly(docs, first);
  }
}
