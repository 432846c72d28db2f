package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.report.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTagTest {
  private final VersionTag releases = new VersionTag(false);
  private final VersionTag preReleases = new VersionTag(true);

  private static TagException refused(VersionTag form, String tag) {
    TagException e = catchThrowableOfType(TagException.class, () -> form.version(tag));
    assertThat(e).as(tag).isNotNull();
    assertThat(e.code()).isEqualTo(Code.TAG);
    return e;
  }

  @Test
  void releasesItsVersion() {
    assertThat(releases.version("v1.2.3")).hasToString("1.2.3");
    assertThat(releases.version("v0.0.0")).hasToString("0.0.0");
    assertThat(preReleases.version("v1.2.3")).hasToString("1.2.3");
    assertThat(preReleases.version("v1.2.3-rc.1")).hasToString("1.2.3-rc.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1.0",
        "1.0.0",
        "v01.2.3",
        "v1.2.3 ",
        " v1.2.3",
        "V1.2.3",
        "vv1.2.3",
        "v1.2.3.4",
        "v1",
        "v",
        "release-1.2.3",
        "v1.2.3-SNAPSHOT",
        "v1.2.3+build",
        "app/v1.2.3",
        "v1.2.3-01"
      })
  void othersAreRefusedWithTheValueTheFormAndTheWay(String tag) {
    for (VersionTag form : List.of(releases, preReleases)) {
      assertThat(refused(form, tag))
          .hasMessageContainingAll(
              "the git tag '" + tag + "' releases no version",
              "expected v and three numbers without leading zeros, such as v1.2.3",
              "delete it and tag the same commit again",
              "-Dimage.tag");
    }
  }

  @Test
  void aPreReleaseWhereThereAreNoneSaysHowToHaveThem() {
    assertThat(refused(releases, "v1.0.0-beta")).hasMessageContaining("image.preReleases=true");
    assertThat(refused(releases, "v1.0")).hasMessageNotContaining("image.preReleases");
    assertThat(refused(preReleases, "v1.0.0-01")).hasMessageContaining("v1.2.3-rc.1");
  }

  @Test
  void theReasonWhereItIsNotPlain() {
    assertThat(refused(releases, "v1.2.3+build.5")).hasMessageContaining("build metadata");
    assertThat(refused(releases, "v1.2.3 ")).hasMessageContaining("a blank");
    assertThat(refused(preReleases, "v1.2.3-SNAPSHOT")).hasMessageContaining("a snapshot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1.2.3\n",
        "v1.2.3\n::error::x",
        "v1.2.3$(id)",
        "v1.2.3`id`",
        "v1.2.3;id",
        "\ud83d\ude80"
      })
  void hostileOnesAreOneHarmlessLine(String tag) {
    for (VersionTag form : List.of(releases, preReleases)) {
      assertThat(refused(form, tag).getMessage()).matches("[\\x20-\\x7e]+");
    }
  }

  @Test
  void longOnesAreCut() {
    String message = refused(preReleases, "v1.2.3-" + "a".repeat(300)).getMessage();
    assertThat(message).hasSizeLessThan(400).contains("…' (307 characters)");
  }

  @Test
  void ofTheTagsOfACommit() {
    assertThat(releases.only(List.of())).isNull();
    assertThat(releases.only(List.of("v1", "v1.2", "nightly", "1.2.3"))).isNull();
    assertThat(releases.only(List.of("v1", "v1.2.3", "v1.2"))).hasToString("1.2.3");
    assertThat(releases.only(List.of("v1.2.3-rc.1", "v1.2.3"))).hasToString("1.2.3");
  }

  @Test
  void twoOfThemAreListed() {
    assertThatThrownBy(() -> releases.only(List.of("v1.2.4", "v1.2.3")))
        .isInstanceOf(TagException.class)
        .hasMessageContainingAll("2 tags", "'v1.2.3', 'v1.2.4'", "-Dimage.tag=1.2.4");
    assertThatThrownBy(() -> preReleases.only(List.of("v1.2.3", "v1.2.3-rc.1")))
        .hasMessageContaining("'v1.2.3-rc.1', 'v1.2.3'");
  }
}
