package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.OwnLabels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuccessionTest {
  private static final String VERSION = "io.github.imagemaven.version";
  private static final String COMMITTED = "io.github.imagemaven.committed";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static Succession ofVersion(String ours, Map<String, String> standing) {
    return Succession.ofVersion(Version.parse(ours), standing);
  }

  private static Succession ofCommit(Instant ours, Map<String, String> standing) {
    return Succession.ofCommit("edge", ours, standing, NOON.plusSeconds(60));
  }

  @Test
  void aCommitOfTheFutureHoldsTheTagAndTheWayOutIsSaid() {
    assertThat(ofCommit(NOON, Map.of(COMMITTED, "2027-11-24T12:00:00Z")))
        .isEqualTo(
            new Succession(
                false,
                "it is of a commit of 2027-11-24T12:00:00Z, newer than ours of"
                    + " 2026-11-24T12:00:00Z; that time has not come yet, and -Dimage.tag=edge"
                    + " moves the tag before it has"));
    assertThat(ofCommit(NOON, Map.of(COMMITTED, "2026-11-24T12:00:59Z")).why())
        .doesNotContain("-Dimage.tag");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.4, 1.2.3",
    "1.2.3, 1.2.3",
    "2.0.0, 1.9.9",
    "1.10.0, 1.9.0",
    "1.2.3, 1.2.3-rc.1",
  })
  void forwards(String ours, String standing) {
    assertThat(ofVersion(ours, Map.of(VERSION, standing))).isEqualTo(new Succession(true, ""));
  }

  @ParameterizedTest
  @CsvSource({"1.2.4, 2.0.0", "1.9.0, 1.10.0", "1.2.3, 1.2.4", "1.2.3, 1.3.0-rc.1"})
  void neverBackwards(String ours, String standing) {
    assertThat(ofVersion(ours, Map.of(VERSION, standing)))
        .isEqualTo(new Succession(false, "it is " + standing + ", newer than " + ours));
  }

  @Test
  void theLabelOfTheBaseIsNotTrusted() {
    Succession succession = ofVersion("1.2.4", Map.of("org.opencontainers.image.version", "24.04"));
    assertThat(succession.moves()).isTrue();
    assertThat(succession.why())
        .isEqualTo("it does not say which version it is, its label " + VERSION + " is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", "2.0", "2.0.0-SNAPSHOT", "v2.0.0", "2.0.0 "})
  void anUnreadableVersionIsUnknown(String label) {
    Succession succession = ofVersion("1.2.4", Map.of(VERSION, label));
    assertThat(succession.moves()).isTrue();
    assertThat(succession.why()).endsWith("its label " + VERSION + " is '" + label + "'");
  }

  @Test
  void anImageOfTheBranchIsNoReleaseAndNobodyNeedsToWorry() {
    for (Map<String, String> labels :
        List.of(
            Map.of(COMMITTED, NOON.toString(), OwnLabels.REVISION, "f".repeat(40)),
            Map.of(OwnLabels.REVISION, "f".repeat(40)),
            Map.of(COMMITTED, NOON.toString()))) {
      assertThat(ofVersion("1.2.4", labels))
          .isEqualTo(new Succession(true, "it is no release", true));
    }
    assertThat(ofVersion("1.2.4", Map.of()).isOrdinary()).as("not ours").isFalse();
    assertThat(ofVersion("1.2.4", Map.of(COMMITTED, NOON.toString(), VERSION, "x")).isOrdinary())
        .as("nobody knows which release")
        .isFalse();
  }

  @Test
  void aHostileLabelIsShownHarmlessly() {
    String label = "2.0.0\n::error::" + "x".repeat(5000);
    String why = ofVersion("1.2.4", Map.of(VERSION, label)).why();
    assertThat(why).doesNotContain("\n").hasSizeLessThan(250);
  }

  @Test
  void onABranchTheCommitsDecide() {
    Map<String, String> standing = Map.of(COMMITTED, NOON.toString(), VERSION, "9.0.0");
    assertThat(ofCommit(NOON.plusSeconds(1), standing).moves()).isTrue();
    assertThat(ofCommit(NOON, standing)).isEqualTo(new Succession(true, ""));
    assertThat(ofCommit(NOON.minusSeconds(1), standing))
        .isEqualTo(
            new Succession(
                false,
                "it is of a commit of 2026-11-24T12:00:00Z, newer than ours of"
                    + " 2026-11-24T11:59:59Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "1795516307", "2026-11-24", "2026-13-24T12:00:00Z"})
  void anUnreadableTimeIsUnknown(String label) {
    Succession succession = ofCommit(NOON, Map.of(COMMITTED, label));
    assertThat(succession.moves()).isTrue();
    assertThat(succession.why()).contains("when its commit was made", "is '" + label + "'");
    assertThat(ofCommit(NOON, Map.of()).why()).endsWith(COMMITTED + " is missing");
  }
}
