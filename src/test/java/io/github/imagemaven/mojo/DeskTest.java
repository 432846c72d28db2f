package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mvn image:build}, and what it is in a session of it that other goals do. */
class DeskTest {
  private static final Platform HERE =
      Platform.parse("linux/" + System.getProperty("os.arch").replace("aarch64", "arm64"));

  @TempDir Path root;
  private TestReactor reactor;

  @BeforeEach
  void aReactor() throws Exception {
    reactor = atDesk(new TestReactor(root, "orders"));
  }

  private TestReactor atDesk(TestReactor made) throws IOException {
    made.session.getRequest().setGoals(List.of("image:build"));
    made.environment.put("PATH", Files.createDirectories(root.resolve("nothing")).toString());
    return made;
  }

  private BuildRecord record() throws IOException {
    return BuildRecord.read(reactor.directory("orders").resolve("desk"));
  }

  private List<Platform> built() throws IOException {
    return record().manifests().stream().map(Descriptor::platform).toList();
  }

  /** Nobody has set a registry. */
  @Test
  void thisMachinesPlatformIsBuiltInAFolderOfItsOwn() throws Exception {
    reactor.goal("build");

    assertThat(built()).containsExactly(HERE);
    assertThat(reactor.directory("orders")).isDirectoryContaining("glob:**/desk");
    try (var inside = Files.list(reactor.directory("orders"))) {
      assertThat(inside).hasSize(1);
    }
    assertThat(reactor.lines)
        .contains("No image of parent: its packaging is pom")
        .anyMatch(line -> line.startsWith("Built orders for " + HERE + " on scratch"))
        .contains(
            "orders:1.0-SNAPSHOT was not loaded: neither Docker (the program docker is not"
                + " installed) nor podman (the program podman is not installed) answers")
        .anyMatch(
            line ->
                line.startsWith(
                    "  it is in   oci:"
                        + reactor.directory("orders").resolve("desk").resolve("layout")));
    assertThat(reactor.warnings).isEmpty();
    assertThat(reactor.state("orders").isBuilt()).isFalse();
  }

  @Test
  void allPlatformsAreBuiltWhereSomebodySaysSo() throws Exception {
    reactor.byHand("buildPlatforms", "all");
    reactor.goal("build");
    assertThat(built()).containsExactlyElementsOf(Platform.parseList("linux/amd64,linux/arm64"));
    assertThat(record().index()).isNotNull();
  }

  /** An engine may emulate it. */
  @Test
  void anImageThatThisMachineDoesNotRunIsBuiltAllTheSame() throws Exception {
    reactor.set("platforms", "linux/s390x,linux/ppc64le").goal("build");
    assertThat(built()).containsExactly(Platform.parse("linux/s390x"));
  }

  @ParameterizedTest
  @CsvSource({"docker, Docker", "podman, podman"})
  void anEngineThatIsWantedHasToAnswerBeforeAnythingIsBuilt(String setting, String name) {
    reactor.byHand("load", setting);
    assertThat(reactor.failing("build", "orders"))
        .hasMessageStartingWith(
            "IMG-5: image.load is "
                + setting
                + " and "
                + name
                + " does not answer: the program "
                + setting
                + " is not installed. ")
        .hasMessageContaining("-Dimage.load=none");
    assertThat(reactor.directory("orders").resolve("desk")).doesNotExist();
  }

  @Test
  void theSettingIsChecked() {
    reactor.byHand("load", "dokcer");
    assertThat(reactor.failing("build", "orders"))
        .hasMessageContaining("IMG-7: image.load")
        .hasMessageContaining("auto, docker, podman, none");
  }

  @Test
  void itHasTheTagOfTheRun() throws Exception {
    reactor.byHand("load", "none");
    reactor.byHand("tag", "dev");
    reactor.goal("build");
    assertThat(reactor.lines).contains("orders:dev was not loaded: image.load is none");
  }

  @Test
  void aSkippedModuleIsSkipped() throws Exception {
    reactor.set("orders", "skip", "true").goal("build");
    assertThat(reactor.lines).contains("No image of orders: image.skip is true");
    assertThat(reactor.directory("orders")).doesNotExist();
  }

  /** The registry would not answer, nor have we credentials. */
  @Test
  void inASessionOfItNobodyIsAskedForAnything() throws Exception {
    reactor.set("registries", "127.0.0.1:1/acme").onGitHub("branch", "main");
    reactor.goal("validate-tag");
    reactor.goal("build");
    assertThat(reactor.lines).anyMatch(line -> line.startsWith("orders:latest was not loaded"));

    TestReactor deploying = new TestReactor(root.resolve("other"), "orders");
    deploying.set("registries", "127.0.0.1:1/acme").onGitHub("branch", "main");
    assertThat(deploying.failing("validate-tag", "orders")).hasMessageContaining("127.0.0.1:1");
  }

  /** Later, with what an earlier run has built. */
  @Test
  void whatIsThereForPushAllStays() throws Exception {
    reactor.set("registries", "oci:target/registry");
    reactor.session.getRequest().setGoals(List.of("image:build-multiarch"));
    reactor.goal("build-multiarch");
    Path record = reactor.directory("orders").resolve(BuildRecord.FILE);
    byte[] before = Files.readAllBytes(record);

    reactor.session.getRequest().setGoals(List.of("image:build"));
    reactor.goal("build");
    assertThat(record).hasBinaryContent(before);

    reactor.session.getRequest().setGoals(List.of("image:push-all"));
    reactor.goal("push-all");
    assertThat(reactor.lines).contains("Published orders", "  platforms  linux/amd64, linux/arm64");
  }

  /** The others are then about the whole image. */
  @ParameterizedTest
  @CsvSource({"image:build-multiarch", "verify"})
  void asOneGoalOfSeveralItLeavesTheOthersAlone(String other) throws Exception {
    reactor.session.getRequest().setGoals(List.of("image:build", other));
    reactor.goal("build");
    reactor.goal("build-multiarch");
    assertThat(built()).containsExactly(HERE);
    assertThat(BuildRecord.read(reactor.directory("orders")).index()).isNotNull();
  }

  private MavenProject forked() {
    MavenProject module = reactor.module("orders");
    MavenProject copy = module.clone();
    module.setExecutionProject(copy);
    return copy;
  }

  private void run(String goal, MavenProject module) throws Exception {
    TestReactor.run(
        goal,
        reactor.session,
        reactor.plugin(),
        module,
        reactor.environment,
        reactor.console,
        reactor.lines,
        reactor.warnings);
  }

  /** As where a POM has bound it to {@code package}. */
  @ParameterizedTest
  @CsvSource({"build-multiarch", "push-all", "cleanup-latest"})
  void inItsForkTheOtherGoalsDoNothing(String goal) throws Exception {
    run(goal, forked());
    assertThat(reactor.lines).containsExactly("image:" + goal + " is left to image:build");
    assertThat(reactor.directory("orders")).doesNotExist();
  }

  @Test
  void theForkOfAnotherPluginIsNoneOfIt() throws Exception {
    reactor.session.getRequest().setGoals(List.of("verify"));
    run("build-multiarch", forked());
    assertThat(BuildRecord.read(reactor.directory("orders")).index()).isNotNull();
  }

  @Test
  void whatTheForkHasMadeIsBroughtToTheModule() {
    MavenProject module = reactor.module("orders");
    MavenProject copy = module.clone();
    module.getArtifact().setFile(null);
    copy.getArtifact().setFile(root.resolve("orders.jar").toFile());
    copy.getProperties().setProperty("buildNumber", "17");
    DefaultArtifact tests =
        new DefaultArtifact(
            "it", "orders", "1", null, "jar", "tests", new DefaultArtifactHandler("jar"));
    copy.addAttachedArtifact(tests);

    Desk.bring(copy, module);
    Desk.bring(copy, module); // as where the command line names the goal twice

    assertThat(module.getArtifact().getFile()).hasName("orders.jar");
    assertThat(module.getProperties()).containsEntry("buildNumber", "17");
    assertThat(module.getAttachedArtifacts()).containsExactly(tests);
  }

  @Test
  void boundToAPhaseItIsRefused() {
    MojoExecution execution =
        new MojoExecution(
            reactor.plugin().getMojo("build"), "desk", MojoExecution.Source.LIFECYCLE);
    execution.setLifecyclePhase("verify");
    assertThatThrownBy(() -> Desk.refuseBound(execution, reactor.module("orders")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "image:build is bound to the phase verify by the execution 'desk' of orders: ")
        .hasMessageContaining("build-multiarch");
  }

  @Test
  void whereThereIsACheckItIsRefusedBeforeAnythingIsCompiled() {
    Plugin plugin = reactor.module("orders").getPlugin("g:image");
    PluginExecution bound = new PluginExecution();
    bound.setId("desk");
    bound.setPhase("package");
    bound.addGoal("build");
    plugin.addExecution(bound);
    PluginExecution dormant = new PluginExecution();
    dormant.setId("dormant");
    dormant.addGoal("build"); // without a phase it never runs
    plugin.addExecution(dormant);
    reactor.session.getRequest().setGoals(List.of("verify"));

    assertThat(reactor.failing("validate-tag", "orders"))
        .hasMessageContaining("IMG-7")
        .hasMessageContaining("the phase package by the execution 'desk' of orders")
        .hasMessageNotContaining("dormant");
  }
}
