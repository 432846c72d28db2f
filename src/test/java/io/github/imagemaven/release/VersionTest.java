package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  /** From the oldest to the newest, by section 11 of the specification. */
  private static final List<String> IN_ORDER =
      List.of(
          "0.0.0-0",
          "0.0.0",
          "0.9.10",
          "0.10.0",
          "1.0.0-1",
          "1.0.0-99999999999999999998",
          "1.0.0-99999999999999999999",
          "1.0.0--",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.beta",
          "1.0.0-alpha.undef",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1.0.0-rc1",
          "1.0.0-rc10",
          "1.0.0-rc9",
          "1.0.0-rc99999999999999999999",
          "1.0.0",
          "1.2.3",
          "1.2.10",
          "1.10.0",
          "2.0.0",
          "2147483647.0.0");

  @Test
  void precedence() {
    List<Version> expected = IN_ORDER.stream().map(Version::parse).toList();
    assertThat(expected).doesNotContainNull();
    for (int seed = 0; seed < 20; seed++) {
      List<Version> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(expected);
    }
    for (Version version : expected) {
      assertThat(version).isEqualByComparingTo(Version.parse(version.toString()));
    }
  }

  @Test
  void textOfAVersionIsWhatWasParsed() {
    assertThat(IN_ORDER).allSatisfy(text -> assertThat(Version.parse(text)).hasToString(text));
    assertThat(Version.parse("1.22.333")).isEqualTo(new Version(1, 22, 333, List.of()));
    assertThat(Version.parse("1.2.3-rc.1")).isEqualTo(new Version(1, 2, 3, List.of("rc", "1")));
  }

  @Test
  void preReleases() {
    assertThat(Version.parse("1.2.3").isPreRelease()).isFalse();
    assertThat(Version.parse("1.2.3-0").isPreRelease()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.0",
        "v1.2.3",
        "V1.2.3",
        "=1.2.3",
        " 1.2.3",
        "1.2.3 ",
        "1.2.3\n",
        "1.2.3.4",
        "01.2.3",
        "1.02.3",
        "1.2.03",
        "1.2.3-01",
        "1.2.3-",
        "1.2.3-a..b",
        "1.2.3-a_b",
        "1.2.3+build",
        "1.2.3-rc.1+build",
        "-1.2.3",
        "1.2.-3",
        "2147483648.0.0",
        "99999999999999999999.0.0",
        "\u0661.2.3",
        "1.2.3-SNAPSHOT",
        "1.2.3-snapshot",
        "1.2.3-rc.SNAPSHOT",
        "1.2.3-$(id)",
        "latest"
      })
  void whatIsNoVersion(String text) {
    assertThat(Version.parse(text)).isNull();
  }

  @Test
  void aVersionIsNoLongerThanATag() {
    String longest = "1.2.3-" + "a".repeat(122);
    assertThat(Version.parse(longest)).hasToString(longest);
    assertThat(Version.parse(longest + "a")).isNull();
    String label = "1.2.3-" + String.join(".", Stream.generate(() -> "a").limit(100_000).toList());
    assertThat(Version.parse(label)).as("as somebody may label an image").isNull();
  }
}
