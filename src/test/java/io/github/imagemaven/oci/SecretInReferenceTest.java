package io.github.imagemaven.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** References with a password in them, as image.from takes them. */
class SecretInReferenceTest {
  static List<String> references() {
    return List.of(
        "me:hunter2@ghcr.io/acme/app", "me:hunter2@ghcr.io/acme/app@sha256:" + "a".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("references")
  void aPasswordIsNotShown(String text) {
    Throwable failure = catchThrowable(() -> Reference.parse(text));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("hunter2");
  }
}
