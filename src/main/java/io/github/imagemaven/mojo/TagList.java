package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tags of a run in the order they move: versions first, {@code latest} last. */
final class TagList {
  private TagList() {}

  /**
   * {@code image.tag} and {@code image.extraTags}, each once.
   *
   * @throws ConfigurationException where one is no tag
   */
  static List<String> of(Settings settings) {
    Problems problems = new Problems();
    Set<String> written = new LinkedHashSet<>();
    problems.attempt(() -> written.add(check("tag", settings.text("tag"))));
    for (String tag : problems.orElse(() -> settings.list("extraTags"), List.<String>of())) {
      problems.attempt(() -> written.add(check("extraTags", tag)));
    }
    problems.throwIfAny();
    List<String> ordered = new ArrayList<>();
    written.stream().filter(Tag::isVersion).forEach(ordered::add);
    written.stream()
        .filter(tag -> !ordered.contains(tag) && !tag.equals("latest"))
        .forEach(ordered::add);
    written.stream().filter(tag -> tag.equals("latest")).forEach(ordered::add);
    return ordered;
  }

  /** A sentence for each tag that looks like {@code latest} and is another. */
  static List<String> warnings(Settings settings) {
    return Stream.concat(Stream.of(settings.text("tag")), settings.list("extraTags").stream())
        .filter(tag -> tag.equalsIgnoreCase("latest") && !tag.equals("latest"))
        .map(tag -> "the tag " + tag + " is not latest, which is written in lower case")
        .toList();
  }

  private static String check(String setting, String tag) {
    if (!Tag.isValid(tag)) {
      throw ConfigurationException.malformed(
          Settings.PREFIX + setting,
          tag,
          "1 to 128 letters, digits, '_', '.' or '-', not beginning with '.' or '-'");
    }
    return tag;
  }
}
