package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties that look like settings and are none. */
final class UnknownSettings {
  /** What other tools and the engines' options call them, in small letters. */
  private static final Map<String, String> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("dockerfile", "containerfile"),
          Map.entry("file", "containerfile"),
          Map.entry("base", "from"),
          Map.entry("baseimage", "from"),
          Map.entry("contextdir", "context"),
          Map.entry("contextdirectory", "context"),
          Map.entry("stage", "target"),
          Map.entry("timeout", "buildTimeout"),
          Map.entry("net", "network"),
          Map.entry("networkmode", "network"),
          Map.entry("repository", "registries"),
          Map.entry("push", "publish"));

  private UnknownSettings() {}

  /** Each that a module or the command line has. */
  static List<Misspelt> of(Settings settings) {
    Set<String> known = settings.known();
    List<Misspelt> unknown = new ArrayList<>();
    for (String property : settings.properties()) {
      if (property.startsWith(Settings.PREFIX)) {
        String name = property.substring(Settings.PREFIX.length());
        boolean keyed = Settings.FAMILIES.stream().anyMatch(each -> name.startsWith(each + "."));
        if (Settings.FAMILIES.stream().anyMatch(each -> name.equals(each + "."))) {
          unknown.add(
              new Misspelt(
                  property + " has no name behind the dot and sets nothing: " + property + "NAME",
                  false));
        }
        if (!keyed && !known.contains(name)) {
          String meant = meant(name, known);
          unknown.add(
              Misspelt.of(
                  "there is no setting "
                      + property
                      + (meant == null ? "" : ": did you mean " + Settings.PREFIX + meant + "?"),
                  name,
                  meant));
        }
      }
    }
    return unknown;
  }

  private static @Nullable String meant(String name, Set<String> known) {
    String ours = OTHER_WORDS.get(name.toLowerCase(Locale.ROOT));
    if (ours != null && known.contains(ours)) {
      return ours;
    }
    int dot = name.indexOf('.');
    String family = family(dot < 0 ? name : name.substring(0, dot));
    String nearest = Spelling.nearest(name, known);
    if (family != null && (dot > 0 || name.equals(family) || nearest == null)) {
      return family + (dot > 0 ? name.substring(dot) : ".NAME");
    }
    return nearest != null ? nearest : beginning(name, known);
  }

  /** {@code retry.attempts} for {@code retry}. */
  private static @Nullable String beginning(String name, Set<String> known) {
    return known.stream()
        .filter(each -> each.startsWith(name + "."))
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String family(String word) {
    return word.startsWith("env") ? "env" : Spelling.nearest(word, Settings.FAMILIES);
  }
}
