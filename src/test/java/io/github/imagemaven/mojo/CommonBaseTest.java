package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.ci.GitHubRunner;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output {@code base}: one base for all runners, whatever its tag does meanwhile. */
class CommonBaseTest {
  @TempDir Path root;
  private final InProcessRegistry registry = InProcessRegistry.start();
  private Path output;
  private TestReactor reactor;

  @BeforeEach
  void onGitHub() throws Exception {
    output = Files.createFile(root.resolve("output"));
    reactor =
        new TestReactor(root, "orders", "billing")
            .set("registries", registry.host() + "/acme")
            .set("from", registry.host() + "/acme/jre:17")
            .set("retry.attempts", "1")
            .onGitHub("tag", "v1.2.3");
    reactor.session.getRequest().setGoals(List.of("validate"));
    reactor.environment.put("GITHUB_OUTPUT", output.toString());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private RawManifest seed(String tag) {
    RawManifest index =
        RawManifest.of(
            MediaTypes.OCI_INDEX,
            ("{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"of\":\"" + tag + "\"}}")
                .getBytes(StandardCharsets.UTF_8));
    registry.seedManifest("acme/jre", tag, index);
    return index;
  }

  private String base() throws Exception {
    reactor.goal("validate-tag", "parent");
    return GitHubRunner.outputs(output).get("base");
  }

  @Test
  void isNamedByTagAndDigest() throws Exception {
    RawManifest index = seed("17");
    assertThat(base()).isEqualTo(registry.host() + "/acme/jre:17@" + index.digest());
  }

  @Test
  void isEmptyWhereTheImagesHaveSeveral() throws Exception {
    seed("17");
    seed("21");
    reactor.set("billing", "from", registry.host() + "/acme/jre:21");
    assertThat(base()).isEmpty();
  }

  @Test
  void isNotAskedForByARunThatBuildsItself() throws Exception {
    seed("17");
    reactor.session.getRequest().setGoals(List.of("deploy"));
    assertThat(base()).isEmpty();
    assertThat(registry.requests(each -> each.path().contains("/jre/"))).isEmpty();
  }

  @Test
  void isEmptyForScratch() throws Exception {
    reactor.set("from", "scratch");
    assertThat(base()).isEmpty();
    assertThat(reactor.warnings).isEmpty();
  }

  @Test
  void thatIsMissingIsAWarningForTheBuildToFail() throws Exception {
    assertThat(base()).isEmpty();
    assertThat(reactor.warnings)
        .anyMatch(each -> each.contains("not pinned") && each.contains("acme/jre:17"));
  }

  /** A plugin of the module may yet set the property, and the module's own goal says so if not. */
  @Test
  void thatNamesAPropertyOfALaterPluginIsNotKnownYet() throws Exception {
    RawManifest index = seed("17");
    reactor.set("billing", "from", registry.host() + "/acme/jre:${java.image}");
    assertThat(base()).isEmpty();

    reactor.module("billing").getProperties().setProperty("java.image", "17");
    reactor.goal("validate-tag", "billing");
    assertThat(GitHubRunner.outputs(output))
        .containsEntry("base", registry.host() + "/acme/jre:17@" + index.digest());
  }
}
