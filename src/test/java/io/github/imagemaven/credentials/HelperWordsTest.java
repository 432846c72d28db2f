package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelperWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "not logged in, run acme login",
        "token expired: run aws sso login --profile acme",
        "open /home/runner/.config/gcloud/credentials.db: permission denied",
        "no such host 123456789012.dkr.ecr.eu-central-1.amazonaws.com",
      })
  void ordinaryWordsAreShown(String words) {
    assertThat(HelperWords.quoted(words)).isEqualTo(": \"" + words + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "cannot store {\"Username\":\"me\",\"Secret\":\"s3cret\"}",
        "Secret: s3cret was refused",
        "got password=s3cret from the store",
        "sent Authorization: Basic s3cret and got 401",
        "sent Bearer s3cret and got 401",
        "GET https://me:s3cret@ghcr.io/v2/ failed",
        "the token is ghp_s3cretAbCdEfGhIjKlMnOpQrStUvWx012345 as it seems",
      })
  void whatMayBeASecretIsNot(String words) {
    assertThat(HelperWords.quoted(words)).doesNotContain("s3cret");
  }

  @Test
  void aMessageStaysOneShortLine() {
    assertThat(HelperWords.quoted("one\n\u001b[31mtwo\r\n")).isEqualTo(": \"one [31mtwo\"");
    assertThat(HelperWords.quoted("very long ".repeat(100))).hasSizeLessThan(310);
    assertThat(HelperWords.quoted(" \n")).isEmpty();
  }
}
