package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes and sentences that users, scripts and README rely on. */
class FailuresTest {
  /** A code once published keeps its meaning. */
  @ParameterizedTest
  @CsvSource({
    "ENVIRONMENT, IMG-1",
    "TAG, IMG-2",
    "BUILD, IMG-3",
    "PUBLICATION, IMG-4",
    "ENGINE, IMG-5",
    "CREDENTIALS, IMG-6",
    "CONFIGURATION, IMG-7",
    "CLEANUP, IMG-8",
    "PARTS, IMG-9"
  })
  void aCodeKeepsItsNumber(Code code, String printed) {
    assertThat(code).hasToString(printed);
  }

  @Test
  void noTwoCodesShareANumber() {
    assertThat(Arrays.stream(Code.values()).map(Code::toString)).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  void aMalformedSettingIsNamedWithItsValueAndTheFormExpected() {
    ConfigurationException e = ConfigurationException.malformed("platform", "x'y", "os/arch");
    assertThat(e).hasMessage("platform 'x'y' is not valid: expected os/arch").hasNoCause();
    assertThat(e.code()).isEqualTo(Code.CONFIGURATION);
  }

  @Test
  void theMachinesFailureKeepsItsCause() {
    Exception cause = new Exception("disk full");
    EnvironmentException e = new EnvironmentException("target cannot be written", cause);
    assertThat(e).hasMessage("target cannot be written").hasCause(cause);
    assertThat(e.code()).isEqualTo(Code.ENVIRONMENT);
    assertThat(new EnvironmentException("gone", null)).hasNoCause();
  }

  /** Whatever setting it stands in. */
  @Test
  void whatMayHoldAPasswordIsNotRepeated() {
    for (String value : new String[] {"bob:hunter2@host", "https://bob:hunter2@h/sha256:ab@x"}) {
      assertThat(ConfigurationException.malformed("image.tag", value, "a tag"))
          .hasMessageContaining("image.tag (not repeated")
          .hasMessageNotContaining("hunter2");
    }
    assertThat(ConfigurationException.malformed("image.from", "a:1@sha256:12", "a base"))
        .hasMessageContaining("'a:1@sha256:12'");
  }
}
