package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts values in the place of what Maven left as {@code ${…}}: it interpolates a POM when it reads
 * it, before any plugin has set a property, and the command line not at all. {@code $$} before a
 * brace is a dollar that is meant.
 */
final class Interpolation {
  private static final Pattern EXPRESSION = Pattern.compile("(?<!\\$)\\$\\{([^}]*)(}|$)");

  /** What Java makes of bytes that are none in the encoding it takes them to be in. */
  private static final char UNREADABLE = '\uFFFD';

  private final Properties user;
  private final Properties project;
  private final Names others;

  /** Names that are no property of the module or the command line. */
  interface Names {
    /** The value; null where there is none. */
    @Nullable String find(String name);

    /** Whether somebody has written {@code ${…}} of this wording into a property of a POM. */
    default boolean isWritten(String expression) {
      return false;
    }

    /** Whether a POM or settings.xml has a property: one that it has not a plugin has set. */
    default boolean isDeclared(String property) {
      return true;
    }
  }

  /**
   * @param user the command line's properties
   * @param project the module's, with what plugins have set by now
   * @param others what else has a value
   */
  Interpolation(Properties user, Properties project, Names others) {
    this.user = user;
    this.project = project;
    this.others = others;
  }

  /**
   * The value with all that is known put in. What reads like {@code ${…}} in a text that nobody has
   * written for Maven, such as a commit's message that a plugin or the environment hands on, stays
   * as it is where it is not known, as in every parameter of Maven; an {@code ${env.…}} does not.
   *
   * @param property whose value it is, for messages, which do not repeat it: it may hold a secret
   * @throws ConfigurationException where something is not known, or the value is not what was
   *     written
   */
  String resolve(String property, String value) {
    if (property.indexOf(UNREADABLE) >= 0 || value.indexOf(UNREADABLE) >= 0) {
      throw new ConfigurationException(
          property
              + " has characters that Java could not read: it takes the command line and the"
              + " environment to be in "
              + System.getProperty("sun.jnu.encoding")
              + ". Set LC_ALL=C.UTF-8 in the environment and run again, or write the value into"
              + " the POM");
    }
    boolean foreign =
        user.getProperty(property) == null
            && project.getProperty(property) != null
            && !others.isDeclared(property);
    return resolve(property, value, foreign, new LinkedHashSet<>()).replace("$${", "${");
  }

  private String resolve(String property, String value, boolean foreign, Set<String> within) {
    Matcher expression = EXPRESSION.matcher(value);
    StringBuilder resolved = new StringBuilder();
    while (expression.find()) {
      String name = expression.group(1);
      boolean closed = !expression.group(2).isEmpty();
      boolean circle = within.contains(name);
      String found = closed && !circle ? find(name) : null;
      String text = expression.group();
      if (found != null) {
        within.add(name);
        text = resolve(property, found, true, within);
        within.remove(name);
      } else if (circle || !foreign || isMeant(expression.group())) {
        throw unknown(property, closed ? expression.group() : "${");
      }
      expression.appendReplacement(resolved, Matcher.quoteReplacement(text));
    }
    return expression.appendTail(resolved).toString();
  }

  /** Whether an expression in a property's value is to be resolved, or only reads like one. */
  private boolean isMeant(String expression) {
    return expression.startsWith("${env.")
        || others.isWritten(expression)
        || user.stringPropertyNames().stream()
            .anyMatch(each -> user.getProperty(each).contains(expression));
  }

  private @Nullable String find(String name) {
    String found = user.getProperty(name);
    found = found == null ? project.getProperty(name) : found;
    return found == null ? others.find(name) : found;
  }

  private static ConfigurationException unknown(String property, String expression) {
    return new UnknownPropertyException(
        property + " holds " + expression,
        ", and Maven knows no "
            + expression
            + "; define that property or environment variable, or write the value itself, or $${…}"
            + " where ${…} is what is meant. What another plugin sets has to be set when"
            + " validate-tag runs in the same module: bind its goal to the same phase, validate,"
            + " and name it above this plugin",
        !expression.startsWith("${env."));
  }
}
