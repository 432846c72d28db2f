package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * image-spec v1.1.1, image-index.md, "Image Index Property Descriptions", {@code platform} and
 * "Platform Variants"; the normal forms are those of containerd's platforms package.
 */
class PlatformTest {
  private static final Platform AMD64 = new Platform("linux", "amd64", null, null);

  private static @Nullable Platform of(String json) {
    return Platform.of(Json.parseObject(json.getBytes(UTF_8), "platform"));
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux, amd64, ",
    "linux/386, linux, 386, ",
    "linux/arm64, linux, arm64, ",
    "linux/arm64/v9, linux, arm64, v9",
    "linux/arm/v5, linux, arm, v5",
    "linux/arm/v6, linux, arm, v6",
    "linux/arm/v7, linux, arm, v7",
    "linux/arm, linux, arm, ",
    "linux/amd64/v2, linux, amd64, v2",
    "linux/ppc64le, linux, ppc64le, ",
    "linux/riscv64, linux, riscv64, ",
    "linux/s390x, linux, s390x, ",
    "linux/arm64/v8.1, linux, arm64, v8.1",
    "windows/amd64, windows, amd64, ",
    "unknown/unknown, unknown, unknown, "
  })
  void readsThePartsAndWritesThemBack(
      String text, String os, String architecture, @Nullable String variant) {
    Platform platform = Platform.parse(text);
    assertThat(platform).isEqualTo(new Platform(os, architecture, variant, null));
    assertThat(platform).hasToString(text);
    assertThat(Platform.parse("  " + text + " ")).isEqualTo(platform);
    assertThat(of(new String(Json.bytes(platform.toJson()), UTF_8))).isEqualTo(platform);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/arm64/v8, linux/arm64",
    "linux/arm64/8, linux/arm64",
    "linux/aarch64, linux/arm64",
    "linux/aarch64/v8, linux/arm64",
    "linux/aarch64/v9, linux/arm64/v9",
    "linux/x86_64, linux/amd64",
    "linux/x86-64, linux/amd64",
    "linux/x86_64/v3, linux/amd64/v3",
    "linux/amd64/v1, linux/amd64",
    "linux/i386, linux/386",
    "linux/armhf, linux/arm/v7",
    "linux/armel, linux/arm/v6",
    "linux/arm/7, linux/arm/v7",
    "linux/arm/6, linux/arm/v6",
    "linux/arm/5, linux/arm/v5",
    "linux/arm/8, linux/arm/v8",
    "Linux/AMD64, linux/amd64",
    "linux/ARM/V7, linux/arm/v7",
    "macos/arm64, darwin/arm64"
  })
  void otherNamesOfAPlatformAreTheSamePlatform(String text, String normal) {
    assertThat(Platform.parse(text)).hasToString(normal).isEqualTo(Platform.parse(normal));
    String[] parts = text.split("/");
    String variant = parts.length == 3 ? ",\"variant\":\"" + parts[2] + "\"" : "";
    assertThat(
            of(
                "{\"os\":\""
                    + parts[0]
                    + "\",\"architecture\":\""
                    + parts[1]
                    + "\""
                    + variant
                    + "}"))
        .isEqualTo(Platform.parse(normal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "linux",
        "amd64",
        "/",
        "//",
        "linux/",
        "/amd64",
        "linux//v7",
        "linux/arm/",
        "linux/arm/v7/",
        "linux/arm/v7/x",
        "linux amd64",
        "linux/amd 64",
        "linux-amd64",
        "linux\\amd64",
        "linux:amd64",
        "../amd64",
        "linux/..",
        "linux/arm/../x",
        "linux/arm/..",
        "linüx/amd64",
        "linux/amd64,linux/arm64"
      })
  void saysWhatItFoundAndWhatItExpects(String text) {
    assertThatThrownBy(() -> Platform.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "platform '"
                + text
                + "' is not valid: expected os/architecture or os/architecture/variant, such as"
                + " linux/amd64");
  }

  @Test
  void partsAreBounded() {
    assertThat(Platform.parse("a".repeat(32) + "/b")).hasToString("a".repeat(32) + "/b");
    assertThatThrownBy(() -> Platform.parse("a".repeat(33) + "/b"))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linux/amd64                                        | linux/amd64",
        "linux/arm64,linux/amd64                            | linux/arm64 linux/amd64",
        "' linux/arm64 ,\n linux/amd64 '                    | linux/arm64 linux/amd64",
        "',linux/amd64,,'                                   | linux/amd64",
        "linux/amd64,linux/arm64,linux/amd64                | linux/amd64 linux/arm64",
        "linux/arm64/v8,linux/aarch64,linux/arm64           | linux/arm64",
        "linux/arm/v7,linux/arm/v6                          | linux/arm/v7 linux/arm/v6",
      })
  void aListKeepsItsOrderAndNamesEachOnce(String text, String expected) {
    assertThat(Platform.parseList(text))
        .map(Platform::toString)
        .containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,"})
  void aListMayBeEmpty(String text) {
    assertThat(Platform.parseList(text)).isEmpty();
  }

  @Test
  void aListNamesTheEntryThatIsMalformed() {
    assertThatThrownBy(() -> Platform.parseList("linux/amd64,linux;arm64,linux/s390x"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("platform 'linux;arm64'", "such as linux/amd64");
    assertThatThrownBy(() -> Platform.parseList("linux/amd64 linux/arm64"))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"os\":\"linux\"}",
        "{\"architecture\":\"amd64\"}",
        "{\"os\":null,\"architecture\":\"amd64\"}",
        "{\"os\":1,\"architecture\":\"amd64\"}",
        "{\"os\":\"\",\"architecture\":\"\"}",
        "{\"os\":\"linux\",\"architecture\":\"\"}",
        "{\"os\":\"../..\",\"architecture\":\"amd64\"}",
        "{\"os\":\"linux\",\"architecture\":\"a/b\"}",
        "{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"../v7\"}"
      })
  void aNodeThatNamesNoneHasNone(String json) {
    assertThat(of(json)).isNull();
  }

  @Test
  void aNodeMayNameMoreThanWeKeep() {
    assertThat(
            of(
                "{\"architecture\":\"amd64\",\"os\":\"windows\",\"os.version\":\"10.0.20348.2700\","
                    + "\"os.features\":[\"win32k\"],\"features\":[\"sse4\"],\"new\":{}}"))
        .isEqualTo(new Platform("windows", "amd64", null, "10.0.20348.2700"));
    assertThat(
            of(
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"variant\":\"\",\"os.version\":\"\"}"))
        .isEqualTo(AMD64);
    assertThat(of("{\"architecture\":\"amd64\",\"os\":\"linux\",\"variant\":3,\"os.version\":[]}"))
        .isEqualTo(AMD64);
    assertThat(Platform.of(Json.object().path("platform"))).isNull();
  }

  @Test
  void asJsonItHasOnlyWhatItHas() {
    assertThat(AMD64.toJson()).hasToString("{\"architecture\":\"amd64\",\"os\":\"linux\"}");
    assertThat(new Platform("windows", "arm", "v7", "10.0").toJson())
        .hasToString(
            "{\"architecture\":\"arm\",\"os\":\"windows\",\"os.version\":\"10.0\",\"variant\":\"v7\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64, true",
    "linux/amd64, linux/arm64, false",
    "windows/amd64, linux/amd64, false",
    "linux/arm/v7, linux/arm, true",
    "linux/arm, linux/arm/v7, false",
    "linux/arm/v6, linux/arm/v7, false",
    "linux/arm/v7, linux/arm/v7, true",
    "linux/arm64/v8, linux/arm64, true",
    "linux/arm64, linux/arm64/v8, true",
    "linux/arm64/v9, linux/arm64, true"
  })
  void satisfies(String made, String wanted, boolean expected) {
    assertThat(Platform.parse(made).satisfies(Platform.parse(wanted))).isEqualTo(expected);
  }

  @Test
  void aWindowsVersionIsOnlyComparedWhereOneIsWanted() {
    Platform newer = new Platform("windows", "amd64", null, "10.0.26100");
    Platform older = new Platform("windows", "amd64", null, "10.0.20348");
    assertThat(newer.satisfies(Platform.parse("windows/amd64"))).isTrue();
    assertThat(newer.satisfies(older)).isFalse();
    assertThat(Platform.parse("windows/amd64").satisfies(older)).isFalse();
    assertThat(newer).isNotEqualTo(older);
    assertThat(new TreeSet<>(java.util.List.of(newer, older))).hasSize(2);
  }

  @Test
  void asAFileName() {
    assertThat(AMD64.fileName()).isEqualTo("linux-amd64");
    assertThat(Platform.parse("linux/arm/v7").fileName()).isEqualTo("linux-arm-v7");
  }

  @Test
  void sortsAsText() {
    assertThat(
            Platform.parseList("linux/s390x,linux/arm/v7,linux/arm,darwin/arm64").stream().sorted())
        .map(Platform::toString)
        .containsExactly("darwin/arm64", "linux/arm", "linux/arm/v7", "linux/s390x");
  }
}
