package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workflow hands on what somebody has typed, and its environment has tokens. */
class TagByHandTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"tag", "extraTags"})
  void noSecretOfTheEnvironmentBecomesATag(String setting) throws Exception {
    TestReactor reactor =
        new TestReactor(root, "orders")
            .set("registries", "localhost:1/acme")
            .onGitHub("branch", "main");
    reactor.session.getSystemProperties().setProperty("env.DOCKERHUB_TOKEN", "token-of-the-hub");
    reactor.byHand(setting, "${env.DOCKERHUB_TOKEN}");

    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageStartingWith("IMG-7: ")
        .hasMessageContainingAll("image." + setting, "-D", "expected a tag as it is")
        .hasMessageNotContaining("token-of-the-hub");
    assertThat(reactor.lines).noneMatch(line -> line.contains("token-of-the-hub"));
    assertThat(reactor.console.toString()).doesNotContain("token-of-the-hub");
  }
}
