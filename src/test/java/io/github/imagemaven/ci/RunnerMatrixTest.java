package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerMatrixTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, ubuntu-24.04",
    "linux/386, ubuntu-24.04",
    "linux/arm64, ubuntu-24.04-arm",
    "linux/arm/v7, ubuntu-24.04-arm",
    "linux/s390x, ubuntu-24.04",
    "windows/arm64, ubuntu-24.04",
  })
  void everyPlatformHasARunner(String platform, String runner) {
    assertThat(jobs(platform, "")).containsExactly(platform + " on \"" + runner + "\"");
  }

  @Test
  void theSettingDecides() {
    String runners = " linux/aarch64 = big-arm ,linux/s390x=self-hosted+s390x,linux/386=unused,";
    assertThat(jobs("linux/amd64,linux/arm64,linux/s390x", runners))
        .containsExactly(
            "linux/amd64 on \"ubuntu-24.04\"",
            "linux/arm64 on \"big-arm\"",
            "linux/s390x on [\"self-hosted\",\"s390x\"]");
  }

  @Test
  void onePlatformIsOneJobHoweverManyImagesHaveIt() {
    List<Platform> twice = new ArrayList<>(Platform.parseList("linux/amd64,linux/arm64"));
    twice.addAll(Platform.parseList("linux/arm64/v8,linux/amd64"));
    assertThat(RunnerMatrix.of(twice, "").jobs()).hasSize(2);
    assertThat(RunnerMatrix.of(List.of(), "").toJson()).isEqualTo("{\"include\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ubuntu-24.04-arm",
        "linux/arm64=",
        "linux/arm64=a+",
        "linux/arm64=${{ secrets.X }}",
        "linux/arm64=a b",
        "linux/arm64=\"a\"",
        "arm64=a",
        "=a",
        "linux/arm64=a,linux/aarch64=b"
      })
  void whatIsMalformedIsRefused(String runners) {
    assertThatThrownBy(() -> RunnerMatrix.of(Platform.parseList("linux/amd64"), runners))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.runners");
  }

  @Test
  void theSameRunnerTwiceIsOne() {
    assertThat(jobs("linux/arm64", "linux/arm64=a,linux/aarch64=a"))
        .containsExactly("linux/arm64 on \"a\"");
  }

  private static List<String> jobs(String platforms, String runners) {
    String json = RunnerMatrix.of(Platform.parseList(platforms), runners).toJson();
    List<String> jobs = new ArrayList<>();
    for (JsonNode job : Json.parseObject(json.getBytes(UTF_8), "matrix").path("include")) {
      assertThat(job.path("buildPlatforms")).isEqualTo(job.path("platform"));
      assertThat(job.path("name").asText())
          .isEqualTo(job.path("platform").asText().replace('/', '-'));
      jobs.add(job.path("platform").asText() + " on " + job.path("runner"));
    }
    return jobs;
  }
}
