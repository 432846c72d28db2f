package io.github.imagemaven.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.SecretForm;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** distribution-spec v1.1.1, spec.md, "Pulling manifests": {@code <reference>} as a tag. */
class TagTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Z",
        "0",
        "_",
        "latest",
        "1.2.3",
        "1.2.3-rc.1",
        "v1",
        "_a",
        "a.",
        "a-",
        "a_",
        "a..b",
        "A-b_c.D",
        "sha256-0123.sig"
      })
  void isATag(String text) {
    assertThat(Tag.isValid(text)).isTrue();
    assertThat(Tag.check(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".a",
        "-a",
        ".",
        "-",
        "a b",
        "a/b",
        "a:b",
        "a@b",
        "a+b",
        "1.0+build",
        "a\n",
        "\na",
        " a",
        "a ",
        "ä",
        "aé",
        "a\u0000",
        "٣",
        "a,b",
        "${version}"
      })
  void isNoTag(String text) {
    assertThat(Tag.isValid(text)).isFalse();
    assertThatThrownBy(() -> Tag.check(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "tag "
                + SecretForm.quoted(text)
                + " is not valid: expected 1 to 128 letters, digits, '_', '.' or '-', not"
                + " beginning with '.' or '-'");
  }

  @Test
  void has128CharactersAtMost() {
    assertThat(IntStream.rangeClosed(1, 300).filter(n -> Tag.isValid("a".repeat(n))).max())
        .hasValue(128);
    assertThat(Tag.isValid("a" + "-".repeat(127))).isTrue();
    assertThat(Tag.isValid("a" + "-".repeat(128))).isFalse();
  }

  /** Every character of ASCII, first and later: the grammar's two sets and nothing else. */
  @Test
  void hasTheCharactersOfTheGrammar() {
    StringBuilder first = new StringBuilder();
    StringBuilder later = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      if (Tag.isValid(String.valueOf(c))) {
        first.append(c);
      }
      if (Tag.isValid("a" + c)) {
        later.append(c);
      }
    }
    String digits = "0123456789";
    String upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    String lower = "abcdefghijklmnopqrstuvwxyz";
    assertThat(first).hasToString(digits + upper + "_" + lower);
    assertThat(later).hasToString("-." + digits + upper + "_" + lower);
  }
}
