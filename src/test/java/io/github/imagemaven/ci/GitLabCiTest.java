package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitLabCiTest {
  @TempDir Path directory;
  private final KeptWarnings log = new KeptWarnings();

  @Test
  void aPublishedReleaseHasAllValues() throws Exception {
    gitlab().writeOutputs(Reports.run(Reports.orders()));

    assertThat(variables())
        .hasSize(13)
        .containsEntry("IMAGE_TAG", "1.2.3")
        .containsEntry("IMAGE_TAGS", "1.2.3,latest")
        .containsEntry("IMAGE_IS_RELEASE", "true")
        .containsEntry("IMAGE_IMAGE", "ghcr.io/acme/orders")
        .containsEntry("IMAGE_DIGEST", Reports.DIGEST.toString())
        .containsEntry("IMAGE_DOCKER_HUB_DIGEST", Reports.DIGEST.toString())
        .containsEntry("IMAGE_REUSED_BYTES", "60900000");
    assertThat(log.lines).isEmpty();
    try (var files = Files.list(image())) {
      assertThat(files).containsExactly(image().resolve("image.env"));
    }
  }

  @Test
  void theEndOfARunReplacesItsBeginning() throws Exception {
    gitlab().writeOutputs(Reports.run(Reports.planned("orders")));
    assertThat(variables()).containsEntry("IMAGE_DIGEST", "");
    gitlab().writeOutputs(Reports.run(Reports.orders()));
    assertThat(variables()).containsEntry("IMAGE_DIGEST", Reports.DIGEST.toString());
  }

  /** A later job's variable of this name, an empty one, would hide it from the jobs after that. */
  @Test
  void theBaseIsThereWhereItIsKnown() throws Exception {
    String base = "docker.io/library/eclipse-temurin:21-jre@" + Reports.DIGEST;
    List<ImageReport> images = List.of(Reports.planned("orders"));
    gitlab().writeOutputs(new RunReport("", images, null, base));
    assertThat(variables()).containsEntry("IMAGE_BASE", base);
    gitlab().writeOutputs(new RunReport("", images, null, ""));
    assertThat(variables()).doesNotContainKey("IMAGE_BASE");
  }

  @Test
  void ofSeveralImagesEachHasItsDigest() throws Exception {
    gitlab().writeOutputs(Reports.run(Reports.orders(), Reports.image("web.ui-1")));
    assertThat(variables())
        .containsEntry("IMAGE_DIGEST_ORDERS", Reports.DIGEST.toString())
        .containsEntry("IMAGE_DIGEST_WEB_UI_1", Reports.digest("web.ui-1").toString());
  }

  @Test
  void moreThanGitLabTakesIsLeftOutAndNamed() throws Exception {
    ImageReport[] images =
        IntStream.range(0, 9)
            .mapToObj(i -> Reports.image("image-" + i))
            .toArray(ImageReport[]::new);
    gitlab().writeOutputs(Reports.run(images));

    assertThat(variables()).hasSize(20).containsKey("IMAGE_DIGEST_IMAGE_6");
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains("IMAGE_DIGEST_IMAGE_7, IMAGE_DIGEST_IMAGE_8");
  }

  @Test
  void theFileStaysSmallerThanGitLabTakes() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("A", "a".repeat(5112));
    variables.put("B", "b");
    DotenvText full = DotenvText.of(variables);
    assertThat(full.text().getBytes(UTF_8)).hasSize(5119);
    assertThat(full.left()).isEmpty();

    variables.put("A", "a".repeat(5113));
    DotenvText tooMuch = DotenvText.of(variables);
    assertThat(tooMuch.text().getBytes(UTF_8)).hasSize(5116);
    assertThat(tooMuch.left()).containsExactly("B");
  }

  @Test
  void noTextIsAnotherVariableOrTheValueOfOne() throws Exception {
    for (String hostile : Reports.HOSTILE) {
      gitlab().writeOutputs(Reports.run(Reports.with(hostile)));

      Map<String, String> variables = variables();
      assertThat(variables).containsEntry("IMAGE_DIGEST", Reports.DIGEST.toString());
      assertThat(variables.values()).noneMatch(value -> value.contains("$"));
      assertThat(variables.keySet()).hasSizeLessThanOrEqualTo(13);
      if (variables.containsKey("IMAGE_VERSION")) {
        assertThat(variables).containsEntry("IMAGE_VERSION", hostile);
      } else {
        assertThat(log.lines.get(log.lines.size() - 1)).contains("IMAGE_VERSION");
      }
    }
  }

  @Test
  void twoImagesWithOneKeyAreSaid() throws Exception {
    gitlab().writeOutputs(Reports.run(Reports.image("a.b"), Reports.image("a-b")));
    assertThat(variables()).containsEntry("IMAGE_DIGEST_A_B", Reports.digest("a.b").toString());
    assertThat(log.lines).singleElement().asString().contains("a-b");
  }

  @Test
  void aFolderThatCannotBeMadeIsAWarning() throws Exception {
    Files.createDirectories(image().getParent());
    Files.writeString(image(), "a file");
    gitlab().writeOutputs(Reports.run(Reports.orders()));
    assertThat(log.lines).singleElement().asString().contains("image.env");
  }

  @Test
  void thereAreNeitherSummariesNorAnnotations() {
    gitlab().writeSummary(Reports.run(Reports.orders()));
    gitlab().annotate(List.of(new Annotation(Annotation.Level.ERROR, "a", "b")));
    assertThat(image()).doesNotExist();
    assertThat(log.lines).isEmpty();
  }

  private CiSystem gitlab() {
    return new GitLabCi(Map.of(), image(), log);
  }

  private Path image() {
    return directory.resolve("target/image");
  }

  /** As GitLab reads it: every line is a variable, or the file is refused. */
  private Map<String, String> variables() throws Exception {
    String text = Files.readString(image().resolve("image.env"));
    assertThat(text.getBytes(UTF_8).length).isLessThan(5120);
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : text.split("\n", 0)) {
      Matcher pair = Pattern.compile("(.*?)=(.*)", Pattern.DOTALL).matcher(line);
      assertThat(pair.matches()).as(line).isTrue();
      assertThat(pair.group(1)).matches("[A-Za-z0-9_]+");
      variables.put(pair.group(1), pair.group(2).strip());
    }
    return variables;
  }
}
