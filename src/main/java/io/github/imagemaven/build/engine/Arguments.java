package io.github.imagemaven.build.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Arguments of a Containerfile, as far as they are known without building it. */
final class Arguments {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})");

  private final Map<String, String> given;
  private final Map<String, String> values = new HashMap<>();

  Arguments(Map<String, String> given) {
    this.given = given;
  }

  /** Those of a stage, which begins with these. */
  Arguments copy() {
    Arguments copy = new Arguments(given);
    copy.values.putAll(values);
    return copy;
  }

  /** Those that every {@code FROM} knows: they stand before the first. */
  static Arguments ofAllStages(List<Instruction> instructions, Map<String, String> given) {
    Arguments arguments = new Arguments(given);
    instructions.stream()
        .takeWhile(each -> !each.keyword().equals("FROM"))
        .filter(each -> each.keyword().equals("ARG"))
        .flatMap(each -> each.operands().stream())
        .forEach(arguments::declare);
    return arguments;
  }

  /** {@code NAME=default} of an instruction {@code ARG}; what was given wins. */
  void declare(String word) {
    String[] parts = word.split("=", 2);
    String value = given.get(parts[0]);
    if (value == null && parts.length == 2) {
      value = putInto(parts[1].replaceAll("[\"']", "")); // it may be made of others
    }
    if (value != null) {
      values.put(parts[0], value);
    }
  }

  /**
   * An image's name with values in the place of names; where one of its path has none, any image of
   * its registry.
   *
   * @return null where nobody knows the registry
   */
  @Nullable String putIntoImage(String image) {
    String whole = putInto(image);
    int slash = image.indexOf('/');
    if (whole != null || slash < 0) {
      return whole;
    }
    String registry = putInto(image.substring(0, slash));
    return registry == null ? null : registry + "/unknown";
  }

  /** The text with values in the place of names; null where one has no value. */
  @Nullable String putInto(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      String value = values.getOrDefault(name, "");
      String known = value.isEmpty() ? matcher.group(3) : value;
      if (known == null) {
        return null;
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(known));
    }
    String whole = matcher.appendTail(result).toString();
    return whole.indexOf('$') >= 0 ? null : whole;
  }
}
