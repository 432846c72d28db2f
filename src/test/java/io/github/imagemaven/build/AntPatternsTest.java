package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AntPatternsTest {
  @ParameterizedTest
  @CsvSource({
    "**/*.properties, a.properties, true",
    "**/*.properties, a/b/c.properties, true",
    "*.properties, a/b.properties, false",
    "application-local.*, application-local.yml, true",
    "application-local.*, config/application-local.yml, false",
    "a/**, a/b/c, true",
    "a/**, ab/c, false",
    "a/, a/b/c, true",
    "a/**/z, a/z, true",
    "a/**/z, a/b/c/z, true",
    "a/**/z, a/bz, false",
    "**/b/**, b/c, true",
    "**/b/**, a/b/c/d, true",
    "**/b/**, a/bc/d, false",
    "**/**, a/b, true",
    "**, a, true",
    "a?.txt, ab.txt, true",
    "a?.txt, a/.txt, false",
    "a.txt, axtxt, false",
    "%regex[.*\\.(yml|xml)], a/b.yml, true",
    "%ant[**/b], a/b, true",
    "dev\\*.sql, dev/x.sql, true",
    "A, a, false",
    "/a.txt, a.txt, true",
    "a//b.txt, a/b.txt, true",
    "//a//**//c.txt, a/b/c.txt, true",
    "/, a, true",
    "./a.txt, a.txt, false",
  })
  void asInAnt(String pattern, String path, boolean taken) {
    assertThat(AntPatterns.of(List.of(pattern), List.of()).test(path)).isEqualTo(taken);
    assertThat(AntPatterns.of(List.of(), List.of(pattern)).test(path)).isEqualTo(!taken);
  }

  @Test
  void excludesWin() {
    assertThat(AntPatterns.of(List.of("**/*.txt"), List.of("b/**")).test("a/x.txt")).isTrue();
    assertThat(AntPatterns.of(List.of("**/*.txt"), List.of("b/**")).test("b/x.txt")).isFalse();
  }
}
