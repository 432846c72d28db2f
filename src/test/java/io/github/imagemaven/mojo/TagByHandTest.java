package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** A registry would be told, and a message shows what is no platform. */
  @ParameterizedTest
  @CsvSource({
    "registries, localhost:1/${env.DOCKERHUB_TOKEN}",
    "optionalRegistries, localhost:1/${env.DOCKERHUB_TOKEN}",
    "name, app-${env.DOCKERHUB_TOKEN}",
    "platforms, linux/${env.DOCKERHUB_TOKEN}",
    "buildPlatforms, ${env.DOCKERHUB_TOKEN}",
  })
  void norIsItSaidOrSentAnywhere(String setting, String value) throws Exception {
    TestReactor reactor =
        new TestReactor(root, "orders")
            .set("registries", "localhost:1/acme")
            .set("checkPush", "false")
            .onGitHub("branch", "main");
    reactor.session.getSystemProperties().setProperty("env.DOCKERHUB_TOKEN", "token-of-the-hub");
    reactor.byHand(setting, value);

    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageStartingWith("IMG-7: ")
        .hasMessageContainingAll("image." + setting, "-D", "${env.")
        .hasMessageNotContaining("token-of-the-hub");
    assertThat(reactor.lines).noneMatch(line -> line.contains("token-of-the-hub"));
    assertThat(reactor.console.toString()).doesNotContain("token-of-the-hub");
  }

  /** Nothing secret, and of use where the same command runs in many folders. */
  @Test
  void aFolderOfTheBuildMayStandInADestination() throws Exception {
    TestReactor reactor = new TestReactor(root, "orders").set("registries", "localhost:1/acme");
    reactor.byHand("registries", "oci:${project.build.directory}/registry");
    reactor.goal("validate-tag", "parent");
  }

  /** GitHub's runner knows them at the beginning of a line, and in an older form anywhere. */
  @ParameterizedTest
  @CsvSource({
    "platforms, 'linux/amd64,##[error]boo x'",
    "platforms, '##[error]linux/amd64'",
    "platforms, 'x\n::error::y'",
    "buildPlatforms, 'x\n::error::y'",
    "registries, 'localhost:1/A##[error]x'",
    "registries, 'localhost:1/A\n::error::x'",
    "name, 'A##[error]x'",
    "tag, 'x\n::error::y'",
    "extraTags, 'x ##[error]y'",
    "latestBranch, 'refs/heads/##[error]A'",
    "runners, 'x\n::error::y'",
  })
  void noMessageHasACommandOfTheCiSystemInIt(String setting, String value) throws Exception {
    TestReactor reactor =
        new TestReactor(root, "orders")
            .set("registries", "localhost:1/acme")
            .set("checkPush", "false")
            .onGitHub("branch", "main");
    reactor.byHand(setting, value);
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContaining("image." + setting)
        .hasMessageNotContaining("##[")
        .hasMessageNotContaining("\n::");
    assertThat(reactor.lines).noneMatch(line -> line.contains("##[") || line.contains("\n::"));
  }
}
