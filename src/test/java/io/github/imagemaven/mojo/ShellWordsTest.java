package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ValueSource(strings = {"'open", "\"open", "open\\", "\"open\\"})
  void whatDoesNotEnd(String line) {
    assertThatThrownBy(() -> ShellWords.split("image.args", line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.args", line);
  }
}
