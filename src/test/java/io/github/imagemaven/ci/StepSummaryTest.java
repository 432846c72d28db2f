package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.ci.ImageReport.FailedReport;
import io.github.imagemaven.ci.PlatformReport.Layer;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepSummaryTest {
  private static final int LIMIT = 1024 * 1024;

  @TempDir Path directory;
  private final KeptWarnings log = new KeptWarnings();
  private Path file;

  @BeforeEach
  void theRunnerMakesTheFile() throws Exception {
    file = Files.createFile(directory.resolve("step_summary_1"));
  }

  @Test
  void aPublishedImageHasItsDestinationsPullsAndLayers() throws Exception {
    String digest = "`" + Reports.DIGEST + "`";

    assertThat(written(Reports.run(Reports.orders())).split("\n"))
        .containsSubsequence(
            "### `orders`",
            "`linux/amd64`, `linux/arm64` as " + digest,
            "| Destination | Tags | Digest | Sent | Reused |",
            "| `oci:target/registry/orders` | `1.2.3` `latest` | "
                + digest
                + " | 1.0 MB | 20.3 MB |",
            "| `ghcr.io/acme/orders` | `1.2.3` `latest` | " + digest + " | 1.0 MB | 20.3 MB |",
            "docker pull ghcr.io/acme/orders:1.2.3",
            "docker pull docker.io/acme/orders:1.2.3",
            "| `linux/amd64` | `classes` | 12.3 kB |",
            "| `linux/amd64` | **together** | **30.0 MB** |",
            "| `linux/arm64` | `base` | 30.0 MB |",
            "**Sent** 3.0 MB, **reused** 60.9 MB.")
        .contains("A release&#44; since the tag is v1&#46;2&#46;3&#46;")
        .noneMatch(line -> line.startsWith("docker pull oci:"))
        .noneMatch(line -> line.contains("Not published"));
  }

  @Test
  void aRunThatOnlyBuiltSaysSo() throws Exception {
    String text = written(Reports.run(Reports.planned("orders")));
    assertThat(text).contains("**Not published.** `linux/amd64`").doesNotContain("docker pull");
  }

  @Test
  void anImageOfWhichNoTagMovedIsThereByDigest() throws Exception {
    ImageReport image =
        new ImageReport(
            "orders",
            List.of(),
            true,
            null,
            List.of(),
            Reports.DIGEST,
            List.of(
                new DestinationReport("ghcr.io/acme/orders", Reports.DIGEST, List.of(), 1, 0, 0)),
            List.of(),
            List.of(new KeptTag("latest", "it is of a newer commit")),
            null);
    assertThat(written(Reports.run(image)))
        .contains(
            "### `orders`\n\n**No tag was moved**: the image is in its destinations by its digest",
            "- `latest` was **not moved**: it is of a newer commit\n")
        .doesNotContain("Not published", "docker pull");
  }

  @Test
  void anOptionalDestinationThatFailedIsInTheTable() throws Exception {
    ImageReport image =
        new ImageReport(
            "orders",
            List.of("latest"),
            true,
            null,
            List.of(),
            Reports.DIGEST,
            List.of(Reports.at("ghcr.io/acme/orders", Reports.DIGEST)),
            List.of(new FailedReport("docker.io/acme/orders", "503 | so\nit says")),
            List.of(),
            null);
    assertThat(written(Reports.run(image)))
        .contains(
            "| `docker.io/acme/orders` | **not published**: 503 &#124; so it says |  |  |  |\n");
  }

  /** As GitHub reads it: cells end at a pipe, markup begins at one of a few characters. */
  @Test
  void foreignTextIsNeitherMarkupNorCellNorCommand() throws Exception {
    for (String hostile : Reports.HOSTILE) {
      Files.writeString(file, "");
      String text = written(new RunReport(hostile, List.of(Reports.with(hostile))));

      String allowed = text.replaceAll("</?(code|details|summary)>|&#[0-9]+;", "");
      assertThat(allowed).doesNotContain("<", ">", "&", "[", "]", "!", "@", "\\", "$", "\u0000");
      assertThat(text).doesNotContain("https:", "javascript:");
      assertThat(count(text, "<details>")).isEqualTo(count(text, "</details>")).isEqualTo(1);
      assertThat(count(text, "<code>")).isEqualTo(count(text, "</code>"));
      for (String line : text.split("\n", -1)) {
        if (line.startsWith("|")) {
          assertThat(count(line, "|")).isIn(4, 6);
        }
        assertThat(line).doesNotStartWith("::").doesNotContain("##[");
        assertThat(line.startsWith("docker pull")).isEqualTo(isPull(line, hostile));
      }
    }
  }

  private static boolean isPull(String line, String tag) {
    return line.startsWith("docker pull ghcr.io/acme/app:" + tag)
        && tag.matches("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  }

  @Test
  void aSummaryThatWouldBeTooLongLosesItsLayersFirst() throws Exception {
    Layer layer = new Layer("l".repeat(100), 12);
    ImageReport image =
        new ImageReport(
            "orders",
            List.of("latest"),
            true,
            null,
            List.of(
                new PlatformReport(
                    Platform.parse("linux/amd64"), Collections.nCopies(10_000, layer))),
            Reports.DIGEST,
            List.of(Reports.at("ghcr.io/acme/orders", Reports.DIGEST)),
            List.of(),
            List.of(),
            null);
    assertThat(written(Reports.run(image)))
        .contains("docker pull ghcr.io/acme/orders:1.2.3", "layers are left out")
        .doesNotContain("<details>");
  }

  @Test
  void thenImagesAndTheirNumberIsSaid() throws Exception {
    ImageReport[] images =
        IntStream.range(0, 3_000)
            .mapToObj(i -> Reports.image("image-" + i))
            .toArray(ImageReport[]::new);
    String text = written(Reports.run(images));

    assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(LIMIT);
    long shown = Arrays.stream(text.split("\n")).filter(line -> line.startsWith("### ")).count();
    assertThat(shown).isPositive();
    assertThat(text).contains((3_000 - shown) + " more are left out");
  }

  @Test
  void whatOthersWroteCountsAndStays() throws Exception {
    String theirs = "x".repeat(LIMIT - 500);
    Files.writeString(file, theirs);
    String text = written(Reports.run(Reports.orders()));

    assertThat(text).startsWith(theirs + "\n## Container images").contains("1 more are left out");
    assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void theLastByteIsUsedAndNotOneMore() throws Exception {
    RunReport report = Reports.run(Reports.orders());
    int whole = StepSummary.of(report, 0).getBytes(UTF_8).length;

    Files.writeString(file, "x".repeat(LIMIT - whole - 1));
    assertThat(written(report)).contains("<details>").doesNotContain("left out");
    assertThat(Files.size(file)).isEqualTo(LIMIT);

    Files.writeString(file, "x".repeat(LIMIT - whole));
    assertThat(written(report)).contains("left out");
    assertThat(Files.size(file)).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void whereNothingFitsNothingIsWrittenAndAWarningSaysSo() throws Exception {
    Files.writeString(file, "x".repeat(LIMIT - 10) + "\n");
    written(Reports.run(Reports.orders()));
    assertThat(Files.size(file)).isEqualTo(LIMIT - 9);
    assertThat(log.lines).singleElement().asString().contains("1 MiB");
  }

  @Test
  void aSummaryThatCannotBeWrittenIsAWarning() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    github(Map.of("GITHUB_STEP_SUMMARY", file.toString())).writeSummary(Reports.run());
    github(Map.of()).writeSummary(Reports.run());
    assertThat(log.lines).hasSize(2).allMatch(line -> line.contains("GITHUB_STEP_SUMMARY"));
  }

  private String written(RunReport report) throws Exception {
    github(Map.of("GITHUB_STEP_SUMMARY", file.toString())).writeSummary(report);
    return Files.readString(file);
  }

  private CiSystem github(Map<String, String> environment) {
    return new GitHubActions(environment, new ByteArrayOutputStream(), log);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
