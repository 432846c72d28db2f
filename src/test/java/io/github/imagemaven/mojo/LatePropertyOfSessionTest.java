package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.RecordedWarnings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A property that a plugin of a later module is to set: the session's check waits for it, whichever
 * module comes first, and the module's own check does not.
 */
class LatePropertyOfSessionTest {
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("skip", "false"),
          Map.entry("name", "${project.artifactId}"),
          Map.entry("publish", "false"),
          Map.entry("skipPush", "false"),
          Map.entry("publishAtEnd", "true"),
          Map.entry("checkPush", "true"),
          Map.entry("load", "auto"),
          Map.entry("latestBranch", "main"),
          Map.entry("preReleases", "false"),
          Map.entry("dryRun", "false"),
          Map.entry("platforms", "linux/amd64,linux/arm64"),
          Map.entry("buildPlatforms", "all"),
          Map.entry("format", "auto"),
          Map.entry("index", "oci"),
          Map.entry("layout", "sparse"),
          Map.entry("extraDirectory", "src/main/image"),
          Map.entry("owner", "0:0"),
          Map.entry("cleanup.skip", "false"),
          Map.entry("cleanup.order", "after"),
          Map.entry("cleanup.minAge", "7d"),
          Map.entry("cleanup.keep", "0"),
          Map.entry("cleanup.failOnError", "false"),
          Map.entry("retry.attempts", "1"),
          Map.entry("retry.delay", "1ms"));

  private static final List<String> WITHOUT_DEFAULT =
      List.of(
          "registries",
          "cleanup.github",
          "optionalRegistries",
          "insecureRegistries",
          "tag",
          "extraTags",
          "from",
          "mirror",
          "runners",
          "mainClass",
          "jvmFlags",
          "args",
          "entrypoint",
          "ports",
          "volumes",
          "user",
          "workdir",
          "healthcheck",
          "stopSignal",
          "appRoot");

  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private final PluginDescriptor plugin = new PluginDescriptor();
  private final MavenSession session = TestModules.session();
  private MavenProject parent;
  private MavenProject first;
  private MavenProject last;

  @BeforeEach
  void aReactor() throws Exception {
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    plugin.setVersion("1");
    plugin.setGoalPrefix("image");
    MojoDescriptor goal = new MojoDescriptor();
    goal.setGoal("validate-tag");
    goal.setPhase("validate");
    goal.setPluginDescriptor(plugin);
    for (String name : WITHOUT_DEFAULT) {
      goal.addParameter(parameter(name, null));
    }
    for (Map.Entry<String, String> setting : DEFAULTS.entrySet()) {
      goal.addParameter(parameter(setting.getKey(), setting.getValue()));
    }
    plugin.addMojo(goal);
    parent = module("parent", "pom");
    first = module("first", "jar");
    last = module("last", "jar");
    session.getRequest().setGoals(List.of("deploy"));
    session.getRequest().setProxies(List.of());
    session.getRequest().setServers(List.of());
    session.setProjects(List.of(parent, first, last));
    session.setAllProjects(session.getProjects());
  }

  private static Parameter parameter(String name, String defaultValue) {
    Parameter parameter = new Parameter();
    parameter.setName(name);
    parameter.setExpression("${image." + name + "}");
    parameter.setDefaultValue(defaultValue);
    return parameter;
  }

  private MavenProject module(String name, String packaging) throws IOException {
    MavenProject module =
        TestModules.module(root, name, packaging, "1.0", "validate-tag", "push-all");
    set(module, "mainClass", "it.Main");
    set(module, "from", "scratch");
    set(module, "registries", "oci:target/registry");
    return module;
  }

  private static void set(MavenProject module, String setting, String value) {
    module.getProperties().setProperty("image." + setting, value);
  }

  /** The module's own {@code validate-tag}. */
  private void check(MavenProject module) {
    new SessionCheck(run(module)).check(module);
  }

  private Run run(MavenProject module) {
    session.setCurrentProject(module);
    MojoDescriptor goal = plugin.getMojo("validate-tag");
    return new Run(
        session,
        new MojoExecution(goal, "default"),
        x -> null,
        new RecordedWarnings(warnings),
        Surroundings.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag=1-${late}",
        "skip=${late}",
        "from=${late}",
        "mirror=${late}",
        "insecureRegistries=${late}",
        "retry.delay=${late}",
        "checkPush=${late}",
        "registries=${late}",
        "publish=${late}",
        "args=${late}",
        "labels.x=${late}"
      })
  void isWaitedForUntilItsModuleComes(String setting) {
    String[] parts = setting.split("=");
    set(last, parts[0], parts[1]);
    check(parent);
    check(first);
    assertThatThrownBy(() -> check(last))
        .hasMessageContainingAll("last: image." + parts[0], "${late}", "validate");
  }

  @Test
  void itsModuleMayBeTheFirst() {
    set(first, "tag", "1-${late}");
    session.setProjects(List.of(first, last));
    assertThatThrownBy(() -> check(first)).hasMessageContaining("first: image.tag holds");
    check(last);
  }

  @Test
  void whatHasBeenSetIsChecked() {
    set(last, "tag", "${late}");
    check(parent);
    last.getProperties().setProperty("late", "not a tag");
    assertThatThrownBy(() -> check(last)).hasMessageContaining("last: image.tag 'not a tag'");
    check(last); // says it once
  }

  @Test
  void soIsItsHost() throws IOException {
    set(last, "publish", "true");
    set(last, "tag", "${late}");
    set(last, "registries", closedHost() + "/acme");
    check(parent);
    last.getProperties().setProperty("late", "1.0");
    assertThatThrownBy(() -> check(last)).hasMessageContaining("127.0.0.1");
  }

  private static String closedHost() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** What is wrong whatever comes is said before anything is compiled. */
  @ParameterizedTest
  @CsvSource({"workdir, work", "tag, a b", "ports, ${env.NOT_SET_ANYWHERE}", "platforms, linux"})
  void whatNoPluginMendsIsSaidAtOnce(String setting, String value) {
    set(last, "args", "${late}");
    set(last, setting, value);
    assertThatThrownBy(() -> check(parent))
        .hasMessageContainingAll("last: ", setting.equals("platforms") ? "platform" : setting)
        .hasMessageNotContaining("late}");
  }

  /** Its POM need not have {@code validate-tag}. */
  @Test
  void whateverGoalComesFirstAfterwardsAsksAgain() {
    set(last, "tag", "${late}");
    check(parent);
    last.getProperties().setProperty("late", "not a tag");
    assertThatThrownBy(() -> new SessionCheck(run(last)).checkLate(last))
        .hasMessageContaining("last: image.tag 'not a tag'");
    new SessionCheck(run(last)).checkLate(last); // says it once
    new SessionCheck(run(first)).checkLate(first);
  }

  @Test
  void aModuleThatIsNotBuiltIsNotToldToBindAPlugin() {
    set(first, "tag", "1-${late}");
    set(first, "extraTags", "${late}");
    assertThatThrownBy(() -> run(first).releaseTags(first))
        .isInstanceOfSatisfying(
            ImageException.class,
            failure ->
                assertThat(ResumedModules.explained(first, failure))
                    .hasMessageContainingAll(
                        "resumed (-rf) past first",
                        "image.tag holds ${late}",
                        "image.extraTags holds ${late}",
                        "run without -rf")
                    .hasMessageNotContaining("bind its goal"));
  }

  /** Whether it has an image is known when it is compiled; {@code build-multiarch} asks then. */
  @Test
  void ofWhatMayBeALibraryNothingIsAskedWhereMavenIsOffline() {
    session.getRequest().setOffline(true);
    for (MavenProject module : List.of(first, last)) {
      set(module, "publish", "true");
      set(module, "from", "ghcr.io/acme/jre:17");
      set(module, "registries", "ghcr.io/acme,oci:target/registry,docker.io/acme");
    }
    set(first, "mainClass", "");
    assertThatThrownBy(() -> check(parent))
        .hasMessageContainingAll(
            "last: Maven is offline (-o) and ghcr.io/acme/last, docker.io/acme/last are in"
                + " registries: run without -o")
        .hasMessageNotContaining("first")
        .hasMessageNotContaining("oci:target");
  }

  /** Nor is a registry asked for the right to push. */
  @Test
  void whoDoesNotPublishMayBeOffline() {
    session.getRequest().setOffline(true);
    session.getRequest().setGoals(List.of("verify"));
    set(last, "publish", "true");
    set(last, "registries", "127.0.0.1:1/acme");
    assertThatCode(() -> check(parent)).doesNotThrowAnyException();
  }

  @Test
  void aPlatformThatStandsTwiceIsSaidToCountOnce() {
    set(last, "platforms", "linux/amd64,linux/arm64/v8,linux/arm64");
    check(parent);
    assertThat(warnings).containsOnlyOnce("image.platforms has linux/arm64 twice: it counts once");
  }

  @Test
  void aDestinationThatIsAFileIsToldBeforeAnyWork() throws IOException {
    Files.createDirectories(root.resolve("last/target"));
    Files.writeString(root.resolve("last/target/registry"), "a file");
    assertThatThrownBy(() -> check(parent))
        .hasMessageContainingAll("last: the destination oci:target/registry/last", "is a file");
  }

  @Test
  void aDestinationThatStandsTwiceIsToldBeforeAnyWork() {
    session.getRequest().setGoals(List.of("verify"));
    set(last, "registries", "ghcr.io/acme,ghcr.io/acme");
    assertThatThrownBy(() -> check(parent))
        .hasMessageContaining("last: the destination ghcr.io/acme/last stands twice");
  }

  /** A base says itself which architectures it has; scratch does not. */
  @Test
  void aLateBaseIsNotTakenForScratch() {
    set(last, "from", "${late}");
    set(last, "platforms", "linux/foo64");
    check(parent);
    last.getProperties().setProperty("late", "scratch");
    assertThatThrownBy(() -> check(last)).hasMessageContaining("linux/foo64");
  }

  @Test
  void ofAModuleThatMayBeSkippedNothingElseIsAsked() {
    set(last, "skip", "${late}");
    set(last, "registries", "");
    set(last, "tag", "a b");
    check(parent);
    last.getProperties().setProperty("late", "true");
    assertThatCode(() -> check(last)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-${late}", "${env.NOT_SET_ANYWHERE}"})
  void whoGetsNoImageNeedsNoTag(String tag) {
    set(parent, "tag", tag);
    set(parent, "name", tag);
    set(last, "tag", tag);
    set(last, "skip", "true");
    check(parent);
    check(first);
    check(last);
  }

  @Test
  void aMistypedSettingIsNamedWhereverItIs() {
    set(parent, "tagg", "1");
    check(parent);
    check(first);
    assertThat(warnings).filteredOn(line -> line.contains("image.tagg")).hasSize(1);
  }
}
