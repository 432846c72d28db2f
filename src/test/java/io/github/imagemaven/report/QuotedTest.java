package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void plainTextIsShownAsItIs() {
    assertThat(Quoted.of("feature/x_1.2-größe")).isEqualTo("'feature/x_1.2-größe'");
    assertThat(Quoted.of("$(rm -rf /)")).isEqualTo("'$(rm -rf /)'");
    assertThat(Quoted.of("")).isEqualTo("''");
  }

  @Test
  void whatIsNoTextIsShownByItsNumber() {
    assertThat(Quoted.of("a\n::error::b\r\t\0")).isEqualTo("'a\\u{a}::error::b\\u{d}\\u{9}\\u{0}'");
    assertThat(Quoted.of("\u001b[31mred")).isEqualTo("'\\u{1b}[31mred'");
    assertThat(Quoted.of("\ud83d\ude80")).as("emoji").isEqualTo("'\\u{1f680}'");
    assertThat(Quoted.of("\u202egnp.exe")).as("right to left").isEqualTo("'\\u{202e}gnp.exe'");
    assertThat(Quoted.of("\ud800")).as("half a character").isEqualTo("'\\u{d800}'");
    assertThat(Quoted.of("v1.2.3\u00a0")).isEqualTo("'v1.2.3\\u{a0}'");
  }

  /** GitHub's runner takes the old form of a command in the middle of a line as well. */
  @Test
  void nothingIsACommandOfGitHub() {
    assertThat(Quoted.of("a##[add-mask]b")).isEqualTo("'a##\\u{5b}add-mask]b'");
    assertThat(Quoted.of("###[warning]")).doesNotContain("##[");
  }

  @Test
  void longTextIsCut() {
    assertThat(Quoted.of("a".repeat(60))).isEqualTo("'" + "a".repeat(60) + "'");
    assertThat(Quoted.of("a".repeat(300))).isEqualTo("'" + "a".repeat(60) + "…' (300 characters)");
    assertThat(Quoted.of("\ud83d\ude80".repeat(61)))
        .as("never through the middle of a character")
        .endsWith("\\u{1f680}…' (61 characters)");
  }

  @Test
  void passwordsAreNotShown() {
    assertThat(Quoted.ofSetting("user:secret@host")).doesNotContain("secret");
    assertThat(Quoted.ofSetting("a b\n")).isEqualTo("'a b\\u{a}'");
  }

  @Test
  void ofManyTheFirstFive() {
    assertThat(Quoted.list(List.of("a", "b"))).isEqualTo("'a', 'b'");
    assertThat(Quoted.list(IntStream.range(0, 7).mapToObj(i -> "" + i).toList()))
        .isEqualTo("'0', '1', '2', '3', '4' and 2 more");
  }

  @Test
  void someTextNeedsNoQuotes() {
    assertThat(List.of("", "feature/größe", "a b", "\ud83d\ude80", "e\u0301", "# [a]"))
        .allMatch(Quoted::isPlain);
    assertThat(
            List.of("a\n", "\u0085", "\u2028", "\u2029", "\u202ea", "\u200b", "a##[b]", "\ud800"))
        .noneMatch(Quoted::isPlain);
  }
}
