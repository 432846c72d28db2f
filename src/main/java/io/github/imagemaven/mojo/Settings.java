package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One module's settings by their names without the prefix {@code image.}: what the POM's plugin
 * configuration says, else {@code -D}, else the module's properties, else the default; the same
 * precedence Maven has for a parameter.
 */
final class Settings {
  /** What every setting's property begins with. */
  static final String PREFIX = "image.";

  /** Settings whose name goes on with a key of the user's: {@code image.env.NAME}. */
  static final List<String> FAMILIES =
      List.of("env", "labels", "annotations", "buildArgs", "secrets");

  private final Map<String, String> defaults;
  private final Map<String, String> configuration;
  private final Skips skips;
  private final Properties user;
  private final Properties project;
  private final Interpolation interpolation;

  /**
   * @param defaults every known setting, with its default or an empty text
   * @param configuration what the POM's {@code <configuration>} has, by setting
   * @param skips what its executions that do not build have as {@code <skip>}
   * @param user the command line's properties
   * @param project the module's properties
   * @param names what else a value may refer to
   */
  Settings(
      Map<String, String> defaults,
      Map<String, String> configuration,
      Skips skips,
      Properties user,
      Properties project,
      Interpolation.Names names) {
    this.defaults = Map.copyOf(defaults);
    this.configuration = Map.copyOf(configuration);
    this.skips = skips;
    this.user = user;
    this.project = project;
    this.interpolation = new Interpolation(user, project, names);
  }

  /** Settings that refer to properties alone. */
  Settings(
      Map<String, String> defaults,
      Map<String, String> configuration,
      Properties user,
      Properties project) {
    this(defaults, configuration, Skips.NONE, user, project, name -> null);
  }

  /**
   * The value, stripped; null where it is not set and there is no default. A blank one undoes what
   * stands behind it: {@code -Dimage.extraTags=} is a run without them.
   */
  @Nullable String optional(String name) {
    String fallback = defaults.get(name);
    if (fallback == null) {
      throw new IllegalArgumentException("no such setting: " + name);
    }
    String written = written(name);
    String value = written == null || written.isBlank() ? fallback : written;
    if (isByHand(name)) {
      HandedOn.check(name, value);
    }
    return value.isBlank() ? null : interpolation.resolve(PREFIX + name, value.strip());
  }

  private @Nullable String written(String name) {
    return firstOf(
        configuration.get(name),
        user.getProperty(PREFIX + name),
        project.getProperty(PREFIX + name));
  }

  /** Whether somebody set it, to the default or anything else. */
  boolean isSet(String name) {
    String written = written(name);
    return written != null && !written.isBlank();
  }

  /** Whether its value is of the command line, {@code -D}: somebody wants it in this run. */
  boolean isByHand(String name) {
    return configuration.get(name) == null && !user.getProperty(PREFIX + name, "").isBlank();
  }

  /** The value of a setting that has a default. */
  String text(String name) {
    String value = optional(name);
    if (value == null) {
      throw new ConfigurationException(PREFIX + name + " is not set and has no default here");
    }
    return value;
  }

  private static @Nullable String firstOf(@Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * A property that is no setting of ours, the command line's before the POM's; null where neither
   * has it.
   */
  @Nullable String property(String property) {
    String value = firstOf(user.getProperty(property), project.getProperty(property));
    return value == null ? null : interpolation.resolve(property, value);
  }

  /**
   * A text of a configuration that is no setting of ours, with all that is known put in.
   *
   * @param what whose it is, for messages
   * @throws UnknownPropertyException where something in it is not known
   */
  String resolved(String what, String text) {
    return interpolation.resolve(what, text);
  }

  /** The entries of a comma list, each once. */
  List<String> list(String name) {
    return entries(name).stream().distinct().toList();
  }

  /** A comma list as written; blanks around entries and empty entries are passed over. */
  List<String> entries(String name) {
    String value = optional(name);
    List<String> entries = new ArrayList<>();
    if (value != null) {
      for (String entry : value.split(",", -1)) {
        if (!entry.isBlank()) {
          entries.add(entry.strip());
        }
      }
    }
    return List.copyOf(entries);
  }

  /** Shell words; null where the setting is not set. */
  @Nullable List<String> words(String name) {
    String value = optional(name);
    return value == null ? null : ShellWords.split(PREFIX + name, value);
  }

  /** {@code true} or {@code false}. */
  boolean flag(String name) {
    return flag(PREFIX + name, text(name));
  }

  /** Whether an execution that only publishes is skipped; one that is not says nothing. */
  boolean isPublicationSkipped() {
    return isAnyTrue(skips.publication(), "<skip> of an execution of push-all");
  }

  /** Whether an execution that only checks is skipped. */
  boolean isCheckSkipped() {
    return isAnyTrue(skips.check(), "<skip> of an execution of validate-tag");
  }

  private boolean isAnyTrue(List<String> texts, String what) {
    return texts.stream().anyMatch(text -> flag(what, resolved(what, text)));
  }

  private static boolean flag(String what, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ConfigurationException.malformed(what, value, "true or false");
    };
  }

  /** One of several words. */
  String oneOf(String name, String... words) {
    String value = text(name).toLowerCase(Locale.ROOT);
    if (!List.of(words).contains(value)) {
      throw ConfigurationException.malformed(
          PREFIX + name, text(name), "one of " + String.join(", ", words));
    }
    return value;
  }

  /** A whole number within bounds. */
  int number(String name, int least, int most) {
    String value = text(name);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the same sentence as a number out of bounds
    }
    throw ConfigurationException.malformed(
        PREFIX + name, value, "a whole number from " + least + " to " + most);
  }

  /** A time such as {@code 10s}, {@code 500ms}, {@code 2m}. */
  Duration duration(String name) {
    return PlainDuration.parse(PREFIX + name, text(name));
  }

  /** {@code image.NAME.KEY=VALUE} for every key, sorted by key; the command line wins. */
  Map<String, String> family(String name) {
    String prefix = PREFIX + name + ".";
    Map<String, String> values = new TreeMap<>();
    for (Properties properties : List.of(project, user)) {
      for (String property : properties.stringPropertyNames()) {
        if (property.startsWith(prefix) && property.length() > prefix.length()) {
          values.put(
              property.substring(prefix.length()),
              interpolation.resolve(property, properties.getProperty(property)));
        }
      }
    }
    return values;
  }

  /** The names of all properties, whoever reads them, in order. */
  Set<String> properties() {
    Set<String> names = new TreeSet<>(project.stringPropertyNames());
    names.addAll(user.stringPropertyNames());
    return names;
  }

  /** The names of all settings, without prefix. */
  Set<String> known() {
    return defaults.keySet();
  }
}
