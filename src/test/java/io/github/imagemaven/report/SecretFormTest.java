package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not repeated in a message, and what has to be, for its mistake to be found. */
final class SecretFormTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me:hunter2@ghcr.io/acme/app",
        "me:hunter2@ghcr.io/acme/app@sha256:aaaa",
        "hunter2@registry",
        "hunter2@registry/acme/app",
        "hunter2@ghcr.io/acme/app",
        "hunter2@ghcr.io/acme/app@sha256:aaaa",
        "hun/ter2=@registry",
        "Hun/ter2@registry",
        "me@hunter2@registry",
        "https://hunter2@registry/acme",
        "hunter2@",
      })
  void whatMayHoldAPasswordIsNotRepeated(String text) {
    assertThat(SecretForm.quoted(text)).doesNotContain("unter2").doesNotContain("ter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghcr.io/acme/app",
        "app:1.2",
        "ghcr.io/acme/app@latest",
        "acme/app@latest",
        "app@sha256:12",
        "app@sha256:XYZ",
        "app@sha512:",
        "@latest",
        "oci:target/r",
      })
  void whatHoldsNoneIsRepeated(String text) {
    assertThat(SecretForm.quoted(text)).isEqualTo("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "ghcr.io/acme/app", "acme/app"})
  void aDigestIsNoHost(String name) {
    assertThat(SecretForm.isPossible(name + "@" + DIGEST)).isFalse();
  }
}
