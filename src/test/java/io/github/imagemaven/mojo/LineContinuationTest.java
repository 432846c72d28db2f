package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** POSIX 2.2.1: a backslash before a line feed goes, with the line feed. */
class LineContinuationTest {
  @Test
  void betweenWords() {
    assertThat(ShellWords.split("image.jvmFlags", "-Xmx1g \\\n    -Xms1g"))
        .containsExactly("-Xmx1g", "-Xms1g");
  }

  @Test
  void inDoubleQuotes() {
    assertThat(ShellWords.split("image.args", "\"a\\\nb\"")).containsExactly("ab");
  }
}
