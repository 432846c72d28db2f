package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefSlugTest {
  @ParameterizedTest
  @CsvSource({
    "main, main",
    "feature/x, feature-x",
    "Feature/X_1.2, Feature-X_1.2",
    "fix/#12, fix-12",
    "dependabot/npm/@types/node-1.2, dependabot-npm-types-node-1.2",
    "12/merge, 12-merge",
    "größe, gr-e",
    "-a-, a",
    "..a.., a",
    "$(id), id",
  })
  void whatATagCannotHoldBecomesAHyphen(String ref, String slug) {
    assertThat(RefSlug.of(ref)).isEqualTo(slug);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "\ud83d\ude80", "...", "-", "\n\n", "\u2028"})
  void nothingMayBeLeft(String ref) {
    assertThat(RefSlug.of(ref)).isEmpty();
  }

  @Test
  void isCut() {
    assertThat(RefSlug.of("a".repeat(300))).hasSize(100);
    assertThat(RefSlug.of("a".repeat(99) + "/b")).isEqualTo("a".repeat(99));
    assertThat(Tag.isValid(RefSlug.of("a\nb".repeat(300)))).isTrue();
  }
}
