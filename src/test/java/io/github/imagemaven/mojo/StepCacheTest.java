package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.TestEngine;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** Who puts results of steps into a registry. */
class StepCacheTest extends ReleaseOnGitHub {
  private static final String LEFT =
      "Nothing is put into image.cacheTo: this run publishes nothing to a registry";

  private TestReactor site(String type, String ref, String cache) throws Exception {
    return site(type, ref, cache, false);
  }

  private TestReactor site(String type, String ref, String cache, boolean isDry) throws Exception {
    TestReactor reactor = new TestReactor(root, "orders").onGitHub(type, ref);
    MavenProject site = reactor.add(root.resolve("site"), "pom", "1.0-SNAPSHOT");
    site.getProperties().remove("image.from");
    site.getProperties().remove("image.mainClass");
    letReport(reactor);
    reactor.set("registries", registry.host() + "/acme");
    reactor.set("dryRun", String.valueOf(isDry));
    reactor.set("site", "containerfile", "Containerfile");
    reactor.set("site", "cacheFrom", cache);
    reactor.set("site", "cacheTo", cache);
    Path folder = Files.createDirectories(root.resolve("site"));
    Files.writeString(folder.resolve("index.html"), "<p>hello\n");
    Files.writeString(
        folder.resolve("Containerfile"),
        "FROM scratch AS a\nCOPY index.html /a\nFROM scratch\nCOPY --from=a /a /b\nCMD [\"/b\"]\n");
    reactor.environment.putAll(new TestEngine(root.resolve("engine")).environment);
    reactor.goal("validate-tag");
    reactor.goal("build-multiarch", "site");
    return reactor;
  }

  private boolean isFilled() {
    return Files.exists(root.resolve("steps/data/docker/registry/v2/repositories/acme/steps"));
  }

  @Test
  void whoPublishesFillsIt() throws Exception {
    try (RealRegistry steps = RealRegistry.start(root.resolve("steps"))) {
      TestReactor reactor = site("tag", "v1.2.3", steps.host() + "/acme/steps");

      assertThat(isFilled()).isTrue();
      assertThat(reactor.lines).doesNotContain(LEFT);
      assertThat(reactor.warnings).isEmpty();
    }
  }

  @Test
  void aBranchThatIsNotPublishedLeavesItAsItIs() throws Exception {
    try (RealRegistry steps = RealRegistry.start(root.resolve("steps"))) {
      TestReactor reactor = site("branch", "feature/x", steps.host() + "/acme/steps");

      assertThat(isFilled()).isFalse();
      assertThat(reactor.lines).contains(LEFT);
      assertThat(reactor.warnings).isEmpty();
    }
  }

  /** It says that nothing is sent. */
  @Test
  void aDryRunLeavesItAsItIs() throws Exception {
    try (RealRegistry steps = RealRegistry.start(root.resolve("steps"))) {
      TestReactor reactor = site("tag", "v1.2.3", steps.host() + "/acme/steps", true);

      assertThat(isFilled()).isFalse();
      assertThat(reactor.lines).contains(LEFT);
    }
  }
}
