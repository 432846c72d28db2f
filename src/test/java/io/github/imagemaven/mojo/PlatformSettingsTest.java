package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Problems;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformSettingsTest {
  private final Problems problems = new Problems();

  private PlatformSettings read(String platforms, String built) {
    return PlatformSettings.of(settings(platforms, built), problems);
  }

  private static Settings settings(String platforms, String built) {
    Map<String, String> defaults = Map.of("platforms", platforms, "buildPlatforms", built);
    return new Settings(defaults, Map.of(), new Properties(), new Properties());
  }

  private String problem() {
    assertThat(problems.all()).hasSize(1);
    return problems.all().get(0).getMessage();
  }

  @Test
  void listsDropBlanksAndRepetitions() {
    PlatformSettings platforms = read("linux/amd64, linux/arm64,,linux/amd64", "linux/arm64/v8");
    assertThat(platforms.image())
        .extracting(Platform::toString)
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(platforms.built()).extracting(Platform::toString).containsExactly("linux/arm64");
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "linux/x86_64,linux/amd64",
    "linux/aarch64,linux/arm64",
    "Linux/AMD64,linux/amd64",
    "linux/arm64/v8,linux/arm64"
  })
  void otherNamesOfAPlatformAreTaken(String written, String platform) {
    assertThat(read(written, "all").image()).containsExactly(Platform.parse(platform));
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"linux/amd64;linux/arm64", "linux/amd64 linux/arm64", "linux/amd64 ; linux/arm64"})
  void aListHasCommas(String written) {
    read(written, "all");
    assertThat(problem())
        .contains("image.platforms '" + written + "'", "commas", "linux/amd64,linux/arm64");
  }

  @ParameterizedTest
  @CsvSource({
    "amd64,linux/amd64",
    "x86_64,linux/amd64",
    "aarch64,linux/arm64",
    "linux-arm64,linux/arm64",
    "armv7,linux/arm/v7"
  })
  void whatIsMeantIsSaid(String written, String meant) {
    read(written, "all");
    assertThat(problem()).isEqualTo("image.platforms has '" + written + "': expected " + meant);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/x86_64,linux/amd64",
    "linux/aarch64,linux/arm64",
    "Linux/AMD64,linux/amd64",
    "linux/armhf,linux/arm/v7"
  })
  void anotherNameIsThatPlatform(String written, String platform) {
    assertThat(read(written, "all").image())
        .extracting(Platform::toString)
        .containsExactly(platform);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aWordThatIsNoneOfTheTwoIsLedToThem() {
    read("linux/amd64,linux/arm64", "natve");
    assertThat(problem())
        .contains("image.buildPlatforms 'natve'", "all, native, or some of image.platforms");
  }

  @Test
  void whatNobodyKnowsGetsTheForm() {
    read("linux", "all");
    assertThat(problem()).contains("image.platforms", "'linux'", "os/architecture");
  }

  @Test
  void aMistakeInOneIsNotSaidOfTheOther() {
    PlatformSettings platforms = read("amd64", "native");
    assertThat(problem()).startsWith("image.platforms");
    assertThat(platforms.image()).isNotEmpty().isEqualTo(platforms.built());
  }

  @Test
  void ofOtherModulesPlatformsNothingIsBuilt() {
    Settings settings = settings("linux/amd64", "linux/arm64,linux/amd64");
    PlatformSettings both =
        PlatformSettings.of(settings, Platform.parseList("linux/arm64,linux/amd64"), problems);
    assertThat(both.built()).extracting(Platform::toString).containsExactly("linux/amd64");
    assertThat(both.isNothingHere()).isFalse();

    PlatformSettings none =
        PlatformSettings.of(
            settings("linux/amd64", "linux/arm64"), Platform.parseList("linux/arm64"), problems);
    assertThat(none.isNothingHere()).isTrue();
    assertThat(none.elsewhere()).contains("linux/arm64", "[linux/amd64]");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aPlatformThatNoModuleHasIsNotPassedOver() {
    PlatformSettings wrong =
        PlatformSettings.of(
            settings("linux/amd64", "linux/amd46"), Platform.parseList("linux/arm64"), problems);
    assertThat(wrong.built()).extracting(Platform::toString).containsExactly("linux/amd46");
    assertThat(wrong.isNothingHere()).isFalse();
  }

  @Test
  void aRunIsSplitWhereItIsSaidWhatItBuilds() {
    assertThat(read("linux/amd64", "all").isSplit()).isFalse();
    assertThat(read("linux/amd64", "linux/amd64").isSplit()).isTrue();
  }
}
