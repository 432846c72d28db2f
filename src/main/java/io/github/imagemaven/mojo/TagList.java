package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tags of a run in the order they move: versions first, {@code latest} last. */
final class TagList {
  private static final String LATEST = "latest";

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
    for (String tag : written) {
      if (Tag.isVersion(tag)) {
        ordered.add(tag);
      }
    }
    for (String tag : written) {
      if (!Tag.isVersion(tag) && !tag.equals(LATEST)) {
        ordered.add(tag);
      }
    }
    if (written.contains(LATEST)) {
      ordered.add(LATEST);
    }
    return ordered;
  }

  /** A sentence for each tag that looks like {@code latest} and is another. */
  static List<String> warnings(Settings settings) {
    List<String> tags = new ArrayList<>(settings.list("extraTags"));
    tags.add(0, settings.text("tag"));
    List<String> warnings = new ArrayList<>();
    for (String tag : tags) {
      if (tag.equalsIgnoreCase(LATEST) && !tag.equals(LATEST)) {
        warnings.add("the tag " + tag + " is not latest, which is written in lower case");
      }
    }
    return warnings;
  }

  private static String check(String setting, String tag) {
    List<String> parts = List.of(tag.split("[\\s;]+"));
    if (parts.size() > 1 && parts.stream().allMatch(Tag::isValid)) {
      throw ConfigurationException.malformed(
          Settings.PREFIX + setting,
          tag,
          setting.equals("tag")
              ? "one tag; more of them go into image.extraTags"
              : "one tag, or several with commas between them, such as " + String.join(",", parts));
    }
    if (!Tag.isValid(tag)) {
      throw ConfigurationException.malformed(
          Settings.PREFIX + setting,
          tag,
          "1 to 128 letters, digits, '_', '.' or '-', not beginning with '.' or '-'");
    }
    return tag;
  }
}
