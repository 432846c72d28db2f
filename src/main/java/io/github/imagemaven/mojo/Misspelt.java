package io.github.imagemaven.mojo;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What looks like a setting and is none.
 *
 * @param warning a sentence that names it, and what may be meant
 * @param isOfCleanup whether it may be meant for the clean-up: to keep what would go without it
 */
record Misspelt(String warning, boolean isOfCleanup) {
  private static final String CLEANUP = "cleanup";

  /**
   * @param name of the property without prefix, or of the element
   * @param meant the nearest name that there is; null where none is near
   */
  static Misspelt of(String warning, String name, @Nullable String meant) {
    return new Misspelt(
        warning,
        name.toLowerCase(Locale.ROOT).contains("clean")
            || (meant != null && meant.startsWith(CLEANUP)));
  }

  static List<String> warnings(List<Misspelt> all) {
    return all.stream().map(Misspelt::warning).toList();
  }
}
