package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagemaven.ci.GitHubRunner;
import io.github.imagemaven.ci.GitHubRunner.Command;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.registry.testing.Fault;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a CI system is told of a session, from the goals to the files that it reads. */
class RunReportsTest extends ReleaseOnGitHub {
  private static final List<String> GOALS = List.of("validate-tag", "build-multiarch", "push-all");

  private TestReactor reactor;

  @BeforeEach
  void session() throws Exception {
    reactor = reactor().set("extraTags", "latest");
  }

  private List<Command> commands() {
    return GitHubRunner.commands(reactor.console.toByteArray());
  }

  private void whole() throws MojoExecutionException {
    for (String goal : GOALS) {
      reactor.goal(goal);
    }
    reactor.end();
  }

  @Test
  void whatIsKnownBeforeAnythingIsBuilt() throws Exception {
    reactor.set("runners", "linux/arm64=our-arm");
    reactor.goal("validate-tag", "parent");
    assertThat(outputs())
        .containsEntry("tag", "1.2.3")
        .containsEntry("tags", "1.2.3\nlatest")
        .containsEntry("version", "1.2.3")
        .containsEntry("is_release", "true")
        .containsEntry("platforms", "linux/amd64,linux/arm64")
        .containsEntry("image", registry.host() + "/acme/orders")
        .containsEntry("digest", "")
        .containsEntry("published", "false");
    JsonNode jobs = new ObjectMapper().readTree(outputs().get("matrix")).get("include");
    assertThat(jobs.get(0).get("runner").asText()).isEqualTo("ubuntu-24.04");
    assertThat(jobs.get(1).get("runner").asText()).isEqualTo("our-arm");
    assertThat(jobs).hasSize(2);

    long size = Files.size(output);
    reactor.goal("validate-tag", "orders");
    reactor.goal("validate-tag", "billing");
    reactor.end();
    assertThat(Files.size(output)).as("once a session").isEqualTo(size);
    assertThat(summary()).as("nothing was built").isEmpty();
  }

  @Test
  void twoModulesHaveOneSummaryAndOutputsOfTheirOwn() throws Exception {
    whole();
    String orders = String.valueOf(registry.tags("acme/orders").get("1.2.3"));
    String billing = String.valueOf(registry.tags("acme/billing").get("latest"));
    assertThat(outputs())
        .containsEntry("published", "true")
        .containsEntry("digest", orders)
        .containsEntry("digest_orders", orders)
        .containsEntry("digest_billing", billing)
        .containsKey("matrix");
    JsonNode images = new ObjectMapper().readTree(outputs().get("images"));
    assertThat(images.get("billing").get("digest").asText()).isEqualTo(billing);
    assertThat(outputs().get("build_duration_seconds")).matches("[0-9]+\\.[0-9]");

    long sent = 0;
    for (String module : List.of("orders", "billing")) {
      PublicationRecord record = PublicationRecord.read(reactor.directory(module));
      sent += record.destinations().get(0).uploadedBytes();
    }
    assertThat(outputs()).containsEntry("uploaded_bytes", String.valueOf(sent));

    assertThat(summary())
        .containsOnlyOnce("## Container images")
        .containsOnlyOnce("### `orders`")
        .containsOnlyOnce("### `billing`")
        .contains("docker pull " + registry.host() + "/acme/billing:1.2.3")
        .contains("| `linux/arm64` | `classes` |")
        .doesNotContain("Not published");
    assertThat(commands()).isEmpty();
  }

  /** Two modules may have loaded the plugin twice; both see one session. */
  @Test
  void modulesOfSeveralClassLoadersAreOneRun() throws Exception {
    try (OtherLoader loader = new OtherLoader()) {
      for (String goal : GOALS) {
        reactor.goal(goal, "parent");
        loader.run(reactor, goal, "orders");
        reactor.goal(goal, "billing");
      }
      reactor.end();
    }
    assertThat(outputs())
        .containsEntry("published", "true")
        .containsKeys("digest_orders", "digest_billing");
    assertThat(summary())
        .containsOnlyOnce("## Container images")
        .containsOnlyOnce("### `orders`")
        .contains("| `linux/arm64` | `classes` |");
  }

  /** Loads this plugin's classes, and those of its tests, once more. */
  private static final class OtherLoader extends URLClassLoader {
    OtherLoader() {
      super(
          new URL[] {
            Run.class.getProtectionDomain().getCodeSource().getLocation(),
            TestReactor.class.getProtectionDomain().getCodeSource().getLocation()
          },
          RunReportsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.github.imagemaven.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    void run(TestReactor reactor, String goal, String module) throws Exception {
      Class<?> other = loadClass(TestReactor.class.getName(), true);
      assertThat(other).isNotSameAs(TestReactor.class);
      other
          .getMethod(
              "run",
              String.class,
              MavenSession.class,
              PluginDescriptor.class,
              MavenProject.class,
              Map.class,
              OutputStream.class,
              List.class,
              List.class)
          .invoke(
              null,
              goal,
              reactor.session,
              reactor.plugin(),
              reactor.module(module),
              reactor.environment,
              reactor.console,
              reactor.lines,
              reactor.warnings);
    }
  }

  @Test
  void aRunThatFailsSaysSo() throws Exception {
    reactor.goal("validate-tag");
    reactor.goal("build-multiarch");
    reactor.goal("push-all", "parent");
    reactor.goal("push-all", "orders");
    registry.faultOnAll(request -> request.path().contains("billing"), Fault.status(500));
    MojoExecutionException failure = reactor.failing("push-all", "billing");
    reactor.end();

    assertThat(failure).hasMessageStartingWith("IMG-4: ");
    assertThat(outputs())
        .containsEntry("published", "false")
        .containsEntry("tag", "1.2.3")
        .hasEntrySatisfying("digest_orders", digest -> assertThat(digest).startsWith("sha256:"));
    assertThat(summary())
        .containsOnlyOnce("## Container images")
        .contains("The build failed", "IMG&#45;4", "### `orders`\n\n**Not published.**");
    assertThat(commands()).extracting(Command::name).containsOnly("error");
    assertThat(commands().get(0).properties()).containsEntry("title", "IMG-4 (publication)");
    assertThat(commands().get(0).data()).contains(registry.host() + "/acme/billing");
    assertThat(commands().get(1).data())
        .startsWith("the content of orders is in place and was not published");
  }

  @Test
  void aRunThatFailsElsewhereSaysSo() throws Exception {
    reactor.goal("validate-tag");
    reactor.session.getResult().addException(new IllegalStateException("no compiler"));
    reactor.end();
    assertThat(outputs()).containsEntry("published", "false").containsKey("matrix");
    assertThat(summary()).contains("The build failed", "### `billing`\n\n**Not published.**");
  }

  /** Whether it has an image nobody knows: its classes are not there. */
  @Test
  void aRunThatFailsBeforeItIsKnownWhoHasAnImageSaysSoToo() throws Exception {
    reactor.set("mainClass", "");
    reactor.goal("validate-tag");
    assertThat(outputs()).containsEntry("tag", "1.2.3");
    reactor.session.getResult().addException(new IllegalStateException("no compiler"));
    reactor.end();
    assertThat(summary()).contains("The build failed").doesNotContain("orders");
  }

  @Test
  void aRunThatPublishesNothingSaysSo() throws Exception {
    reactor.onGitHub("branch", "feature/x");
    whole();
    assertThat(outputs())
        .containsEntry("published", "false")
        .containsEntry("uploaded_bytes", "0")
        .hasEntrySatisfying("digest", digest -> assertThat(digest).startsWith("sha256:"));
    assertThat(summary())
        .contains("The branch", "feature&#47;x", "### `orders`\n\n**Not published.**")
        .contains("| `linux/amd64` | `classes` |");
  }

  /**
   * A step that signs what was published must not sign what a pull request wrote to a directory.
   */
  @Test
  void aDirectoryThatIsAlwaysWrittenIsNoPublication() throws Exception {
    reactor.set("registries", "oci:target/registry").onGitHub("branch", "feature/x");
    whole();
    assertThat(outputs()).containsEntry("published", "false");
    assertThat(outputs().get("images")).doesNotContain("\"published\":true");
    assertThat(summary()).contains("### `orders`\n\n**Not published.**");
  }

  @Test
  void aTagThatWasKeptBackIsNotAmongTheTags() throws Exception {
    reactor.onGitHub("tag", "v2.0.0");
    whole();
    TestReactor older =
        new TestReactor(root, "orders", "billing")
            .set("registries", registry.host() + "/acme")
            .set("extraTags", "latest")
            .onGitHub("tag", "v1.2.4");
    letReport(older);
    older.environment.put("GITHUB_SHA", "d".repeat(40));
    for (String goal : GOALS) {
      older.goal(goal);
    }
    older.end();
    assertThat(outputs()).containsEntry("tags", "1.2.4").containsEntry("published", "true");
    assertThat(outputs().get("images"))
        .contains("\"kept\":[{\"tag\":\"latest\",\"reason\":\"" + registry.host())
        .contains("it is 2.0.0, newer than 1.2.4");
    assertThat(summary()).contains("- `latest` was **not moved**: ", "newer than 1&#46;2&#46;4");
    assertThat(registry.tags("acme/orders").get("latest"))
        .isEqualTo(registry.tags("acme/orders").get("2.0.0"));
  }

  @Test
  void whatIsWrongInEveryModuleIsShownOnce() {
    reactor.set("tag", "not a tag");
    for (String module : List.of("parent", "orders", "billing")) {
      reactor.failing("validate-tag", module);
    }
    reactor.end();
    assertThat(commands())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.name()).isEqualTo("error");
              assertThat(error.properties()).containsEntry("title", "IMG-7 (configuration)");
              assertThat(error.data()).contains("image.tag 'not a tag'");
            });
  }

  @Test
  void severalProblemsAreShownOneByOneAndOnce() throws Exception {
    reactor.set("tag", "not a tag").set("workdir", "relative");
    reactor.failing("validate-tag", "orders");
    reactor.failing("validate-tag", "billing");
    reactor.end();
    assertThat(commands()).hasSize(2).extracting(Command::name).containsOnly("error");
    assertThat(summary()).containsOnlyOnce("## Container images").contains("The build failed");
  }

  @Test
  void warningsAreShownOnceAndStandInTheLog() throws Exception {
    reactor.set("tagg", "1");
    reactor.goal("validate-tag");
    assertThat(reactor.warnings).singleElement().asString().contains("image.tagg");
    assertThat(commands())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.name()).isEqualTo("warning");
              assertThat(warning.data()).contains("image.tagg");
            });
  }

  @Test
  void filesThatCannotBeWrittenAreWarnings() throws Exception {
    reactor.environment.put("GITHUB_OUTPUT", root.resolve("gone").toString());
    reactor.environment.put("GITHUB_STEP_SUMMARY", root.toString());
    whole();
    assertThat(registry.tags("acme/billing")).containsKey("latest");
    assertThat(reactor.warnings).as("once, though it is written to twice").hasSize(2);
    assertThat(reactor.warnings.get(0)).contains("no file " + root + "/gone");
    assertThat(reactor.warnings.get(1)).startsWith("The summary was not written");
    assertThat(commands()).extracting(Command::name).containsExactly("warning", "warning");
  }

  @Test
  void withoutCiNothingIsWritten() throws Exception {
    reactor.environment.remove("GITHUB_ACTIONS");
    reactor.set("publish", "true").set("tagg", "1");
    whole();
    assertThat(output).isEmptyFile();
    assertThat(summary).isEmptyFile();
    assertThat(reactor.console.size()).isZero();
    assertThat(reactor.directory("parent")).doesNotExist();
    assertThat(PublicationRecord.read(reactor.directory("orders")).destinations()).hasSize(1);
  }

  @Test
  void onGitLabTheTopProjectHasTheReport() throws Exception {
    reactor.environment.clear();
    reactor.environment.put("GITLAB_CI", "true");
    reactor.environment.put("CI_PIPELINE_SOURCE", "push");
    reactor.environment.put("CI_COMMIT_TAG", "v1.2.3");
    reactor.environment.put("CI_COMMIT_REF_NAME", "v1.2.3");
    whole();
    assertThat(Files.readAllLines(reactor.directory("parent").resolve("image.env")))
        .contains("IMAGE_TAGS=1.2.3,latest", "IMAGE_PUBLISHED=true")
        .contains("IMAGE_DIGEST_ORDERS=" + registry.tags("acme/orders").get("1.2.3"));
    assertThat(reactor.console.size()).isZero();
  }

  @Test
  void aModuleThatCouldNotBeJudgedIsToldWhenItHasCome() throws Exception {
    reactor.set("billing", "tag", "1-${late}");
    reactor.goal("validate-tag", "parent");
    reactor.goal("validate-tag", "orders");
    assertThat(outputs().get("images")).contains("orders").doesNotContain("billing");
    reactor.module("billing").getProperties().setProperty("late", "7");
    reactor.goal("validate-tag", "billing");
    JsonNode images = new ObjectMapper().readTree(outputs().get("images"));
    assertThat(images.get("billing").get("tags").get(1).asText()).isEqualTo("1-7");
  }

  @Test
  void runnersAreCheckedBeforeAnyWork() {
    reactor.set("runners", "linux/arm64");
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContainingAll("IMG-7", "image.runners", "platform=label");
  }

  @Test
  void onePlatformHasOneRunner() {
    reactor.set("orders", "runners", "linux/arm64=a").set("billing", "runners", "linux/arm64=b");
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContainingAll("IMG-7", "two runners for linux/arm64");
  }

  /** The last that a step says is what counts: a later step must not find an empty tag. */
  @Test
  void aJoinThatOnlyLooksKeepsWhatWasPlanned() throws Exception {
    reactor.set("platforms", "linux/amd64").set("buildPlatforms", "linux/amd64");
    whole();
    for (String module : List.of("orders", "billing")) {
      Path brought = Files.createDirectories(root.resolve("brought").resolve(module));
      Path parts = reactor.directory(module).resolve("parts");
      Files.copy(parts.resolve("linux-amd64.json"), brought.resolve("linux-amd64.json"));
    }
    reactor =
        new TestReactor(root.resolve("clean"), "orders", "billing")
            .set("registries", registry.host() + "/acme")
            .set("extraTags", "latest")
            .set("platforms", "linux/amd64")
            .set("parts", root.resolve("brought").toString())
            .set("dryRun", "true")
            .onGitHub("tag", "v1.2.3");
    letReport(reactor);
    reactor.session.getRequest().setGoals(List.of("image:manifest"));
    reactor.goal("manifest");
    reactor.end();
    assertThat(reactor.lines).anyMatch(line -> line.startsWith("Would publish billing sha256:"));
    assertThat(outputs())
        .containsEntry("tag", "1.2.3")
        .containsEntry("platforms", "linux/amd64")
        .containsEntry("published", "false")
        .containsEntry("digest", "");
    assertThat(outputs().get("images")).contains("\"orders\"", "\"billing\"");
  }
}
