package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.ci.GitHubRunner;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * For tests: a registry, and sessions over the modules {@code orders} and {@code billing} that the
 * git tag {@code v1.2.3} started at GitHub.
 */
abstract class ReleaseOnGitHub {
  @TempDir Path root;
  final InProcessRegistry registry = InProcessRegistry.start();
  Path output;
  Path summary;

  /** As the runner makes them. */
  @BeforeEach
  void files() throws Exception {
    output = Files.createFile(root.resolve("output"));
    summary = Files.createFile(root.resolve("summary"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** A new session, over what earlier ones have left. */
  TestReactor reactor() throws Exception {
    TestReactor reactor =
        new TestReactor(root, "orders", "billing")
            .set("registries", registry.host() + "/acme")
            .onGitHub("tag", "v1.2.3");
    letReport(reactor);
    return reactor;
  }

  /** Lets a session write its outputs and its summary. */
  void letReport(TestReactor reactor) {
    reactor.environment.put("GITHUB_OUTPUT", output.toString());
    reactor.environment.put("GITHUB_STEP_SUMMARY", summary.toString());
  }

  Map<String, String> outputs() throws Exception {
    return GitHubRunner.outputs(output);
  }

  String summary() throws Exception {
    return Files.readString(summary);
  }

  /** The registry was asked for something, and for no change. */
  void assertOnlyRead() {
    assertThat(registry.requests()).isNotEmpty();
    assertThat(registry.requests()).extracting(RecordedRequest::method).isSubsetOf("GET", "HEAD");
  }
}
