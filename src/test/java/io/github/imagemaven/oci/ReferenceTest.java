package io.github.imagemaven.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The grammar of distribution's reference package, {@code name [ ":" tag ] [ "@" digest ]}; what
 * the parts may be is distribution-spec v1.1.1, spec.md, "Pulling manifests".
 */
class ReferenceTest {
  private static final String DIGEST =
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String SHA512 = "sha512:" + "0".repeat(128);

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine, latest",
    "alpine:3.20, docker.io/library/alpine, 3.20",
    "eclipse-temurin:21-jre, docker.io/library/eclipse-temurin, 21-jre",
    "acme/app:1, docker.io/acme/app, 1",
    "ghcr.io/acme/app, ghcr.io/acme/app, latest",
    "ghcr.io/acme/app:1.2.3, ghcr.io/acme/app, 1.2.3",
    "localhost/app, localhost/app, latest",
    "localhost:5000/app, localhost:5000/app, latest",
    "localhost:5000/app:1, localhost:5000/app, 1",
    "localhost:5000, docker.io/library/localhost, 5000",
    "127.0.0.1:5000/a/b:1, 127.0.0.1:5000/a/b, 1",
    "[::1]/app, [::1]/app, latest",
    "[::1]:5000/app, [::1]:5000/app, latest",
    "[::1]:5000/app:1, [::1]:5000/app, 1",
    "GHCR.io/Acme/App:V1, ghcr.io/acme/app, V1",
    "ghcr.io/acme/app:_x, ghcr.io/acme/app, _x"
  })
  void aTagIsWhatFollowsTheLastColonOfThePath(String text, String repository, String tag) {
    Reference reference = Reference.parse(text);
    assertThat(reference)
        .isEqualTo(new Reference(RepositoryName.parse(repository), tag, null))
        .hasToString(repository + ":" + tag);
    assertThat(reference.selector()).isEqualTo(tag);
    assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
    assertThat(Reference.parse("\t" + text + " ")).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine, ",
    "alpine:3, docker.io/library/alpine, 3",
    "localhost:5000/app, localhost:5000/app, ",
    "localhost:5000/app:1, localhost:5000/app, 1",
    "[::1]:5000/app, [::1]:5000/app, ",
    "[::1]:5000/app:1, [::1]:5000/app, 1"
  })
  void aDigestDecidesAndATagIsKeptForPeople(String text, String repository, @Nullable String tag) {
    for (String digest : new String[] {DIGEST, SHA512}) {
      Reference reference = Reference.parse(text + "@" + digest);
      assertThat(reference)
          .isEqualTo(new Reference(RepositoryName.parse(repository), tag, Digest.of(digest)))
          .hasToString(repository + (tag == null ? "" : ":" + tag) + "@" + digest);
      assertThat(reference.selector()).isEqualTo(digest);
      assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                          | repository",
        "/app                        | repository",
        ":1                          | repository",
        "ghcr.io/:1                  | repository",
        "ghcr.io/acme/a..b:1         | repository",
        "https://ghcr.io/acme/app:1  | repository",
        "[::1]                       | tag",
        "alpine:                     | tag",
        "alpine:-1                   | tag",
        "alpine:a b                  | tag",
        "alpine:1:2                  | repository",
        "ghcr.io/acme/app:           | tag",
        "acme/alpine@                | digest",
        "alpine@sha256               | digest",
        "alpine@sha256:00            | digest",
        "acme/alpine@latest          | digest",
      })
  void saysWhichPartIsMalformedAndInWhatText(String text, String part) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "image reference '" + text + "' is not valid", part + " '", "expected ");
  }

  @Test
  void aDigestWithoutARepositoryIsNone() {
    for (String text :
        new String[] {"@" + DIGEST, ":1@" + DIGEST, "alpine@" + DIGEST + "@" + DIGEST}) {
      assertThatThrownBy(() -> Reference.parse(text))
          .as(text)
          .isInstanceOf(ConfigurationException.class);
    }
    assertThatThrownBy(() -> Reference.parse("alpine@" + DIGEST.toUpperCase(java.util.Locale.ROOT)))
        .isInstanceOf(ConfigurationException.class);
  }

  /** Who it is may be a token. */
  @ParameterizedTest
  @ValueSource(strings = {"hunter2@ghcr.io/acme/app", "hunter2@registry", "hunter2@registry:1"})
  void aUserIsNotRepeated(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("may hold a password")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 128})
  void aTagMayHave128Characters(int length) {
    assertThat(Reference.parse("alpine:" + "a".repeat(length)).selector()).hasSize(length);
    assertThatThrownBy(() -> Reference.parse("alpine:" + "a".repeat(129)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void cannotBeMadeWithoutATagAndADigest() {
    assertThatThrownBy(() -> new Reference(RepositoryName.parse("alpine"), null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("docker.io/library/alpine");
    assertThatThrownBy(() -> new Reference(RepositoryName.parse("alpine"), "a b", null))
        .isInstanceOf(ConfigurationException.class);
  }
}
