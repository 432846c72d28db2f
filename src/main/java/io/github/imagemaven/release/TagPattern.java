package io.github.imagemaven.release;

import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Quoted;
import io.github.imagemaven.report.Spelling;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tag with fields in it that each run fills: {@code {major}.{minor}}, {@code {branch}-{sha7}}.
 *
 * @param text as it was written
 * @param fields those in it
 */
record TagPattern(String text, Set<Field> fields) {
  private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");

  /** What may stand in braces. */
  enum Field {
    VERSION("1.2.3"),
    MAJOR("1"),
    MINOR("2"),
    PATCH("3"),
    BRANCH("main"),
    SHA("0123456789abcdef0123456789abcdef01234567"),
    SHA7("0123456"),
    DATE("20261129");

    private final String example;

    Field(String example) {
      this.example = example;
    }

    /** In braces. */
    @Override
    public String toString() {
      return "{" + word() + "}";
    }

    private String word() {
      return switch (this) {
        case VERSION -> "version";
        case MAJOR -> "major";
        case MINOR -> "minor";
        case PATCH -> "patch";
        case BRANCH -> "branch";
        case SHA -> "sha";
        case SHA7 -> "sha7";
        case DATE -> "date";
      };
    }

    private static @Nullable Field of(String word) {
      return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst().orElse(null);
    }
  }

  /**
   * Reads a pattern.
   *
   * @throws ConfigurationException where it has a field that there is not
   */
  static TagPattern parse(String text) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    Matcher matcher = FIELD.matcher(text);
    while (matcher.find()) {
      Field field = Field.of(matcher.group(1));
      if (field == null) {
        throw unknown(text, matcher.group());
      }
      fields.add(field);
    }
    return new TagPattern(text, Set.copyOf(fields));
  }

  /**
   * The tag.
   *
   * @param values of its fields; an example stands for those that have none, so that a pattern for
   *     versions that could never become a tag is found before the day of a release
   * @throws ConfigurationException where it is no tag, naming the pattern and what it has become
   */
  String resolve(Map<Field, String> values) {
    String tag =
        FIELD
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), values)));
    if (!Tag.isValid(tag)) {
      throw malformed(
          text,
          Named.TAG_FORM
              + (fields.isEmpty()
                  ? ""
                  : "; with its fields filled it is " + Quoted.ofSetting(tag)));
    }
    return tag;
  }

  private static String value(String word, Map<Field, String> values) {
    Field field = Field.of(word);
    return field == null ? word : values.getOrDefault(field, field.example);
  }

  /** Those of its fields that a run can fill. */
  Map<Field, String> values(Function<Field, @Nullable String> run) {
    Map<Field, String> values = new EnumMap<>(Field.class);
    for (Field field : fields) {
      String value = run.apply(field);
      if (value != null) {
        values.put(field, value);
      }
    }
    return values;
  }

  /** Whether another run, of another version, may fill it with the same text. */
  boolean isShared() {
    return !has(Field.VERSION)
        && !has(Field.SHA)
        && !has(Field.SHA7)
        && !has(Field.DATE)
        && !(has(Field.MAJOR) && has(Field.MINOR) && has(Field.PATCH));
  }

  /** Whether a pre-release would fill it with the text that belongs to a release. */
  boolean isOfRelease() {
    boolean numbers = has(Field.MAJOR) || has(Field.MINOR) || has(Field.PATCH);
    return numbers && !has(Field.VERSION) && !has(Field.SHA) && !has(Field.SHA7);
  }

  boolean has(Field field) {
    return fields.contains(field);
  }

  private static ConfigurationException unknown(String text, String field) {
    String nearest =
        Spelling.nearest(
            field.substring(1, field.length() - 1),
            Stream.of(Field.values()).map(Field::word).toList());
    return malformed(
        text,
        Stream.of(Field.values()).map(Field::toString).collect(Collectors.joining(" "))
            + " in braces, and "
            + Quoted.ofSetting(field)
            + " is none of them"
            + (nearest == null ? "" : "; did you mean {" + nearest + "}?"));
  }

  private static ConfigurationException malformed(String text, String expected) {
    return new ConfigurationException(
        "image.extraTags " + Quoted.ofSetting(text) + " is not valid: expected " + expected);
  }
}
