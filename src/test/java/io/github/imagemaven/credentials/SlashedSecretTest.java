package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are no long run of letters and digits: base64 has slashes, words have no digit. */
class SlashedSecretTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "signature refused for wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY of acme",
        "wrong password hunter2 for user acme",
      })
  void areNotShown(String words) {
    assertThat(HelperWords.quoted(words)).doesNotContain("K7MDENG", "hunter2");
  }
}
