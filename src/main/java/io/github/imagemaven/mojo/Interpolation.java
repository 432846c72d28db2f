package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
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

  /** What a POM calls {@code project.…}, and the environment and system properties. */
  static Names names(MavenProject project, MavenSession session) {
    return name ->
        switch (name) {
          case "project.groupId" -> project.getGroupId();
          case "project.artifactId" -> project.getArtifactId();
          case "project.version" -> project.getVersion();
          case "project.name" -> project.getName();
          case "project.description" -> project.getDescription();
          case "project.url" -> project.getUrl();
          case "project.packaging" -> project.getPackaging();
          case "project.basedir", "basedir" -> String.valueOf(project.getBasedir());
          case "project.build.directory" -> project.getBuild().getDirectory();
          case "project.build.outputDirectory" -> project.getBuild().getOutputDirectory();
          case "project.build.finalName" -> project.getBuild().getFinalName();
          default -> session.getSystemProperties().getProperty(name);
        };
  }

  /**
   * The value with all that is known put in.
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
    return resolve(property, value, new LinkedHashSet<>()).replace("$${", "${");
  }

  private String resolve(String property, String value, Set<String> within) {
    Matcher expression = EXPRESSION.matcher(value);
    StringBuilder resolved = new StringBuilder();
    while (expression.find()) {
      String name = expression.group(1);
      String found = expression.group(2).isEmpty() || !within.add(name) ? null : find(name);
      if (found == null) {
        throw unknown(property, expression.group(2).isEmpty() ? "${" : expression.group());
      }
      expression.appendReplacement(
          resolved, Matcher.quoteReplacement(resolve(property, found, within)));
      within.remove(name);
    }
    return expression.appendTail(resolved).toString();
  }

  private @Nullable String find(String name) {
    String found = user.getProperty(name);
    found = found == null ? project.getProperty(name) : found;
    return found == null ? others.find(name) : found;
  }

  private static ConfigurationException unknown(String property, String expression) {
    return new UnknownPropertyException(
        property
            + " holds "
            + expression
            + ", and Maven knows no "
            + expression
            + "; define that property or environment variable, or write the value itself, or $${…}"
            + " where ${…} is what is meant. What another plugin sets has to be set when"
            + " validate-tag runs in the same module: bind its goal to the same phase, validate,"
            + " and name it above this plugin",
        !expression.startsWith("${env."));
  }
}
