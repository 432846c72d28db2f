package io.github.imagemaven.release;

import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.release.TagPattern.Field;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code image.extraTags} comes to in one run.
 *
 * <p>One list stands in a parent POM for all its modules and for runs of every kind: what has no
 * meaning in a run is left out, and that is said; it never fails the run.
 */
final class ExtraTags {
  /** What {@code {major}} and {@code {major}.{minor}} look like. */
  private static final Pattern SHORT_VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private final boolean byHand;
  private final Named named;
  private final Function<Field, @Nullable String> values;
  private final List<String> tags = new ArrayList<>();
  private final List<String> moving = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ExtraTags(boolean byHand, Named named, Function<Field, @Nullable String> values) {
    this.byHand = byHand;
    this.named = named;
    this.values = values;
  }

  /**
   * Resolves all patterns.
   *
   * @param settings which have them
   * @param values of the fields in this run; null for one that it has not
   * @throws ConfigurationException naming each pattern that is none, or would be no tag
   */
  static ExtraTags of(TagSettings settings, Named named, Function<Field, @Nullable String> values) {
    ExtraTags extra = new ExtraTags(settings.extraTagsByHand(), named, values);
    Problems problems = new Problems();
    for (String pattern : settings.extraTags()) {
      problems.attempt(() -> extra.add(TagPattern.parse(pattern)));
    }
    problems.throwIfAny();
    return extra;
  }

  private void add(TagPattern pattern) {
    Map<Field, String> known = pattern.values(values);
    String tag = pattern.resolve(known);
    String objection = objection(pattern, known.keySet(), tag);
    if (objection != null) {
      if (!tag.equals(named.tag())) { // else the image has it anyway
        notes.add("the extra tag " + pattern.text() + " is left out: " + objection);
      }
      return;
    }
    tags.add(tag);
    if (isMoving(pattern, tag)) {
      moving.add(tag);
    }
  }

  private @Nullable String objection(TagPattern pattern, Set<Field> known, String tag) {
    Version version = named.version();
    if (known.size() < pattern.fields().size()) {
      Set<Field> unknown = new TreeSet<>(pattern.fields());
      unknown.removeAll(known);
      String fields = unknown.stream().map(Field::toString).collect(Collectors.joining(", "));
      return "this run has no " + fields;
    }
    if (goesWithLatest(pattern, tag) && !named.takesLatest()) {
      return version == null ? "this run is no release" : version + " is a pre-release";
    }
    if (version != null && version.isPreRelease() && pattern.isOfRelease()) {
      return version + " is a pre-release, and " + tag + " stands for releases";
    }
    if (pattern.has(Field.BRANCH) && isOfRelease(tag)) {
      return "the name of a branch makes no release, and " + tag + " would look like one";
    }
    return null;
  }

  /**
   * Also with a {@code v} before it: {@code v{version}} and {@code v{major}} are releases' tags.
   */
  private boolean isOfRelease(String tag) {
    String version = tag.startsWith("v") ? tag.substring(1) : tag;
    return tag.equals(Tag.LATEST)
        || Version.parse(version) != null
        || Tag.isVersion(version)
        || SHORT_VERSION.matcher(version).matches();
  }

  /**
   * A word such as {@code stable} stands in a POM for every run that reads it, previews and runs of
   * any branch too: it means what {@code latest} means. Who gives one by hand means this run.
   */
  private boolean goesWithLatest(TagPattern pattern, String tag) {
    return tag.equals(Tag.LATEST) || (pattern.fields().isEmpty() && !byHand);
  }

  /** A word given by hand goes where it is told to, but for what an older release would take. */
  private boolean isMoving(TagPattern pattern, String tag) {
    boolean follows =
        goesWithLatest(pattern, tag) || !pattern.fields().isEmpty() || named.version() != null;
    return follows && pattern.isShared() && !named.isOfVersion(tag);
  }

  /** Of this run, in the order of the patterns. */
  List<String> tags() {
    return tags;
  }

  /** Those of the tags that never go back. */
  List<String> moving() {
    return moving;
  }

  /** A sentence for each pattern that is left out. */
  List<String> notes() {
    return notes;
  }
}
