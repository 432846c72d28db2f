package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubOutputsTest {
  @TempDir Path directory;
  private final KeptWarnings log = new KeptWarnings();
  private Path file;

  @BeforeEach
  void theRunnerMakesTheFile() throws Exception {
    file = Files.createFile(directory.resolve("set_output_1"));
  }

  @Test
  void aPublishedReleaseHasAllValues() throws Exception {
    github().writeOutputs(Reports.run(Reports.orders()));

    String digest = Reports.DIGEST.toString();
    assertThat(GitHubRunner.outputs(file))
        .containsEntry("tag", "1.2.3")
        .containsEntry("tags", "1.2.3\nlatest")
        .containsEntry("version", "1.2.3")
        .containsEntry("is_release", "true")
        .containsEntry("platforms", "linux/amd64,linux/arm64")
        .containsEntry("image", "ghcr.io/acme/orders")
        .containsEntry("digest", digest)
        .containsEntry("docker_hub_digest", digest)
        .containsEntry("ghcr_digest", digest)
        .containsEntry("digest_orders", digest)
        .containsEntry("published", "true")
        .containsEntry("uploaded_bytes", "3000000")
        .containsEntry("reused_bytes", "60900000")
        .containsEntry("build_duration_seconds", "12.3")
        .doesNotContainKey("matrix");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void whatIsNotKnownYetIsEmptyAndTheMatrixIsThere() throws Exception {
    RunnerMatrix matrix = RunnerMatrix.of(Platform.parseList("linux/amd64,linux/arm64"), "");
    github().writeOutputs(new RunReport("", List.of(Reports.planned("orders")), matrix, ""));

    Map<String, String> outputs = GitHubRunner.outputs(file);
    assertThat(outputs)
        .containsEntry("tag", "latest")
        .containsEntry("version", "")
        .containsEntry("is_release", "false")
        .containsEntry("image", "ghcr.io/acme/orders")
        .containsEntry("digest", "")
        .containsEntry("ghcr_digest", "")
        .containsEntry("published", "false")
        .containsEntry("build_duration_seconds", "");
    assertThat(outputs.get("matrix"))
        .isEqualTo(
            "{\"include\":[{\"platform\":\"linux/amd64\",\"runner\":\"ubuntu-24.04\","
                + "\"buildPlatforms\":\"linux/amd64\",\"name\":\"linux-amd64\"},"
                + "{\"platform\":\"linux/arm64\",\"runner\":\"ubuntu-24.04-arm\","
                + "\"buildPlatforms\":\"linux/arm64\",\"name\":\"linux-arm64\"}]}");
  }

  @Test
  void theEndOfARunReplacesItsBeginningAndKeepsTheMatrix() throws Exception {
    RunnerMatrix matrix = RunnerMatrix.of(Platform.parseList("linux/amd64"), "");
    String base = "docker.io/library/eclipse-temurin:21-jre@" + Reports.DIGEST;
    github().writeOutputs(new RunReport("", List.of(Reports.planned("orders")), matrix, base));
    github().writeOutputs(Reports.run(Reports.orders()));

    assertThat(GitHubRunner.outputs(file))
        .containsEntry("digest", Reports.DIGEST.toString())
        .containsEntry("published", "true")
        .containsEntry("base", base)
        .containsKey("matrix");
  }

  @Test
  void ofManyImagesThePlainNamesAreTheFirstOnesAndEachHasItsOwn() throws Exception {
    github().writeOutputs(Reports.run(Reports.orders(), Reports.image("shop/web.ui")));

    Map<String, String> outputs = GitHubRunner.outputs(file);
    String other = Reports.digest("shop/web.ui").toString();
    assertThat(outputs)
        .containsEntry("digest", Reports.DIGEST.toString())
        .containsEntry("digest_shop_web_ui", other)
        .containsEntry("uploaded_bytes", "6000000")
        .containsEntry("build_duration_seconds", "24.7");
    JsonNode images = Json.parseObject(outputs.get("images").getBytes(UTF_8), "images");
    assertThat(images.path("orders").path("digest").asText()).isEqualTo(Reports.DIGEST.toString());
    JsonNode web = images.path("shop/web.ui");
    assertThat(web.path("digest").asText()).isEqualTo(other);
    assertThat(web.path("tags")).hasSize(2);
    assertThat(web.path("tag").asText()).isEqualTo("1.2.3");
    assertThat(web.path("destinations").path(2).path("repository").asText())
        .isEqualTo("docker.io/acme/shop/web.ui");
  }

  private CiSystem at(Path place) {
    return new GitHubActions(
        Map.of("GITHUB_OUTPUT", place.toString(), "GITHUB_STEP_SUMMARY", place.toString()),
        new ByteArrayOutputStream(),
        log);
  }

  /** Opened for writing it would wait for a reader for ever. */
  @Test
  void aPipeWithoutAReaderIsAWarningAndHoldsNobodyUp() throws Exception {
    Path pipe = file.resolveSibling("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          at(pipe).writeOutputs(Reports.run(Reports.orders()));
          at(pipe).writeSummary(Reports.run(Reports.orders()));
        });
    assertThat(log.lines)
        .hasSize(2)
        .allMatch(line -> line.contains(pipe + " is neither a regular file nor a device"));
  }

  @Test
  void aDeviceIsWrittenTo() {
    at(Path.of("/dev/null")).writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).isEmpty();
  }

  @Test
  void aRunIsPublishedWhenAllItsImagesAre() throws Exception {
    github().writeOutputs(Reports.run(Reports.orders(), Reports.planned("web")));
    assertThat(GitHubRunner.outputs(file)).containsEntry("published", "false");
  }

  @Test
  void aRunWithoutImagesHasEmptyValues() throws Exception {
    github().writeOutputs(Reports.run());
    assertThat(GitHubRunner.outputs(file))
        .containsEntry("image", "")
        .containsEntry("published", "false")
        .containsEntry("images", "{}");
  }

  @Test
  void twoImagesWithOneKeyAreSaid() throws Exception {
    github().writeOutputs(Reports.run(Reports.image("a.b"), Reports.image("a_b")));

    assertThat(GitHubRunner.outputs(file))
        .containsEntry("digest_a_b", Reports.digest("a.b").toString());
    assertThat(log.lines).singleElement().asString().contains("a_b").contains("images");
  }

  @Test
  void noTextBecomesAnotherOutput() throws Exception {
    for (String hostile : Reports.HOSTILE) {
      Files.writeString(file, "");
      github().writeOutputs(Reports.run(Reports.with(hostile)));

      Map<String, String> outputs = GitHubRunner.outputs(file);
      String key = "digest_" + hostile.replaceAll("[^A-Za-z0-9_-]", "_");
      assertThat(outputs.keySet())
          .containsExactlyInAnyOrder(
              "tag",
              "tags",
              "version",
              "is_release",
              "platforms",
              "image",
              "digest",
              "docker_hub_digest",
              "ghcr_digest",
              "published",
              "uploaded_bytes",
              "reused_bytes",
              "build_duration_seconds",
              "images",
              key);
      assertThat(outputs).containsEntry("digest", Reports.DIGEST.toString());
      if (UTF_8.newEncoder().canEncode(hostile)) {
        assertThat(outputs).containsEntry("version", hostile);
      }
    }
  }

  @Test
  void aDelimiterThatStandsInAValueIsNotUsed() {
    Iterator<String> delimiters = List.of("one", "two", "three").iterator();
    String text =
        OutputText.of(Map.of("a", "x\none\ndigest=evil", "b", "so two"), delimiters::next);

    assertThat(text).contains("a<<three\n", "b<<three\n");
    assertThat(GitHubRunner.outputs(text))
        .containsOnly(Map.entry("a", "x\none\ndigest=evil"), Map.entry("b", "so two"));
  }

  @Test
  void delimitersCannotBeForeseen() {
    Map<String, String> values = Map.of("a", "b");
    assertThat(OutputText.of(values)).isNotEqualTo(OutputText.of(values));
  }

  @Test
  void whatOthersWroteStaysAndEndsItsLine() throws Exception {
    Files.writeString(file, "theirs=1");
    github().writeOutputs(Reports.run(Reports.orders()));
    assertThat(GitHubRunner.outputs(file))
        .containsEntry("theirs", "1")
        .containsEntry("tag", "1.2.3");
  }

  @Test
  void aVariableThatIsNotSetIsAWarning() {
    new GitHubActions(Map.of(), new ByteArrayOutputStream(), log)
        .writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).singleElement().asString().contains("GITHUB_OUTPUT", "not set");
  }

  @Test
  void aFileThatIsNotThereIsAWarningAndIsNotMade() throws Exception {
    Files.delete(file);
    github().writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).singleElement().asString().contains("GITHUB_OUTPUT", file.toString());
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderInsteadOfTheFileIsAWarning() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    github().writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).singleElement().asString().contains("GITHUB_OUTPUT", file.toString());
  }

  @Test
  void whatIsNoFileNameIsAWarning() {
    github("a\0b").writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).singleElement().asString().contains("GITHUB_OUTPUT");
  }

  @Test
  void aFileOnAFullDiskIsAWarning() {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    github(full.toString()).writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).singleElement().asString().contains("GITHUB_OUTPUT", "/dev/full");
  }

  private CiSystem github() {
    return github(file.toString());
  }

  private CiSystem github(String path) {
    return new GitHubActions(Map.of("GITHUB_OUTPUT", path), new ByteArrayOutputStream(), log);
  }
}
