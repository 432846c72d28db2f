package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
  @Test
  void splitsAtBlanksAndNeverAtCommas() {
    assertThat(ShellWords.split("image.jvmFlags", " -Xmx64m\t-Dlist=a,b,c \n"))
        .containsExactly("-Xmx64m", "-Dlist=a,b,c");
  }

  @Test
  void quotesAndBackslashes() {
    assertThat(ShellWords.split("x", "'a b' \"c \\\"d\\\" \\e\" f\\ g '' h'i'\"j\""))
        .containsExactly("a b", "c \"d\" \\e", "f g", "", "hij");
  }

  @Test
  void nothingElseOfAShell() {
    assertThat(ShellWords.split("x", "$HOME `id` * ~")).containsExactly("$HOME", "`id`", "*", "~");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'hunter2, the ' that is character 1 of 8",
        "-p \"hunter2, the \" that is character 4 of 11",
        "hunter2\\, the backslash that is character 8 of 8",
        "\"hunter2\\, the \" that is character 1 of 9",
      })
  void ofWhatDoesNotEndOnlyThePlaceIsSaid(String line, String place) {
    assertThatThrownBy(() -> ShellWords.split("image.args", line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.args", place)
        .hasMessageNotContaining("hunter2");
  }
}
