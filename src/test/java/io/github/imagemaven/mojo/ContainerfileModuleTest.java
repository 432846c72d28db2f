package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.TestEngine;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** Modules whose image a Containerfile makes, in sessions over more than them. */
class ContainerfileModuleTest extends ReleaseOnGitHub {
  /** A reactor with a parent, the module {@code site} without any Java, and a Java application. */
  private TestReactor withSite(String... settings) throws Exception {
    TestReactor reactor = new TestReactor(root, "orders").onGitHub("tag", "v1.2.3");
    letReport(reactor);
    MavenProject site = reactor.add(root.resolve("site"), "pom", "1.0-SNAPSHOT");
    for (String none : List.of("from", "mainClass")) {
      site.getProperties().remove("image." + none);
    }
    reactor.set("registries", registry.host() + "/acme");
    reactor.set("site", "containerfile", "src/Containerfile");
    for (int i = 0; i < settings.length; i += 2) {
      reactor.set("site", settings[i], settings[i + 1]);
    }
    write("src/Containerfile", "FROM scratch\nARG NAME\nCOPY index.html /\nCMD [\"/x\"]\n");
    write("index.html", "<p>hello\n");
    return reactor;
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve("site").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private TestReactor withEngine(TestReactor reactor) throws IOException {
    reactor.environment.putAll(new TestEngine(root.resolve("engine")).environment);
    return reactor;
  }

  @Test
  void aModuleWithoutJavaHasTheWholeLifeCycle() throws Exception {
    TestReactor reactor = withEngine(withSite("env.A", "b", "buildArgs.NAME", "x"));
    for (String goal : List.of("validate-tag", "build-multiarch", "push-all", "cleanup-latest")) {
      reactor.goal(goal);
    }
    reactor.end();

    BuildRecord built = BuildRecord.read(reactor.directory("site"));
    assertThat(built.base()).isEqualTo("containerfile:src/Containerfile");
    assertThat(registry.tags("acme/site"))
        .containsOnly(Map.entry("1.2.3", built.requireIndex().digest()));
    assertThat(registry.tags("acme/orders")).containsOnlyKeys("1.2.3");
    assertThat(registry.tags("acme/parent")).isEmpty();
    assertThat(reactor.lines)
        .anyMatch(line -> line.matches("Building src/Containerfile with buildah [0-9.]+ \\(/.*\\)"))
        .anyMatch(line -> line.startsWith("Built site for linux/amd64, linux/arm64 by src/Cont"))
        .contains("No image of parent: its packaging is pom");
    assertThat(reactor.warnings).isEmpty();
    assertThat(summary()).contains("### `site`");
  }

  @Test
  void platformsOfTwoRunsAreJoined() throws Exception {
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      TestReactor run = withEngine(withSite()).set("buildPlatforms", platform);
      run.goal("validate-tag");
      run.goal("build-multiarch");
      run.goal("push-all");
      run.end();
      assertThat(registry.tags("acme/site")).isEmpty();
      assertThat(run.directory("site").resolve("parts")).isNotEmptyDirectory();
    }
    TestReactor join = withSite();
    join.session.getRequest().setGoals(List.of("image:manifest"));
    join.goal("manifest");
    join.end();

    PublicationRecord published = PublicationRecord.read(join.directory("site"));
    assertThat(registry.tags("acme/site")).containsOnly(Map.entry("1.2.3", published.digest()));
    assertThat(published.platforms()).hasSize(2);
  }

  /** Its layers are nowhere on this machine, and everywhere where the image is. */
  @Test
  void aBaseStaysWhereItIsUntilTheImageIsPublished() throws Exception {
    TestEngine engine = new TestEngine(root.resolve("engine"));
    try (RealRegistry bases = RealRegistry.start(root.resolve("bases"))) {
      String base = bases.host() + "/lab/shells:1";
      engine.pushShells(base);
      for (String platforms : List.of("all", "linux/amd64", "linux/arm64")) {
        TestReactor run =
            withSite("registries", registry.host() + "/acme,oci:" + root.resolve("tree"));
        run.environment.putAll(engine.environment);
        write("src/Containerfile", "FROM " + base + "\nCOPY index.html /\nCMD [\"/x\"]\n");
        run.set("buildPlatforms", platforms);
        for (String goal : List.of("validate-tag", "build-multiarch", "push-all")) {
          run.goal(goal);
        }
        run.end();
        BuildRecord built = BuildRecord.read(run.directory("site"));
        assertThat(built.absent()).hasSize(built.manifests().size());
        assertThat(built.baseStore()).isEqualTo(bases.host() + "/lab/shells");
      }
    }
    engine.emptyStorage();
    String pushed = "docker://" + registry.host() + "/acme/site:1.2.3";
    engine.ask("pull", "--tls-verify=false", "--arch", "arm64", pushed);
    for (String architecture : List.of("amd64", "arm64")) {
      engine.ask("pull", "--arch", architecture, "oci:" + root.resolve("tree/site") + ":1.2.3");
    }
  }

  /** All of it before anything is compiled. */
  @Test
  void whatIsWrongIsSaidFirst() throws Exception {
    TestReactor reactor =
        withSite("from", "debian:12", "context", "..", "engine", "kaniko", "jvmFlags", "-Xmx1g");
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContaining("image.from has no place in an image that a Containerfile makes")
        .hasMessageContaining("image.jvmFlags has no place")
        .hasMessageContaining("image.context is")
        .hasMessageContaining("outside of the module")
        .hasMessageContaining("image.engine 'kaniko' is not valid");
  }

  @Test
  void noEngineIsSaidBeforeAnythingIsCompiled() throws Exception {
    TestReactor reactor = withSite();
    reactor.environment.put("PATH", root.resolve("empty").toString());
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageStartingWith("IMG-5: ")
        .hasMessageContaining("no engine that builds a Containerfile is in PATH");
  }

  /** Whoever writes the secret itself does not find it in the log. */
  @Test
  void aSecretIsNotRepeated() throws Exception {
    TestReactor reactor = withSite("secrets.npm", "s3cret", "pull", "sometimes");
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContaining("image.secrets.npm does not say where the secret is")
        .hasMessageContaining("image.pull 'sometimes' is not valid")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    TestReactor reactor = withSite("containerfile", "Other");
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContaining("image.containerfile is 'Other', and there is no file ");
  }

  /** A parent has the setting for those below it. */
  @Test
  void aParentThatOnlyInheritsTheSettingHasNoImage() throws Exception {
    TestReactor reactor = withSite();
    MavenProject site = reactor.module("site");
    site.setOriginalModel(reactor.module("orders").getOriginalModel().clone());
    site.getOriginalModel().setProperties(new java.util.Properties());
    reactor.goal("build-multiarch", "site");
    assertThat(reactor.lines).contains("No image of site: its packaging is pom");
  }
}
