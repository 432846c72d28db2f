package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.Set;

/**
 * Values of the command line that a workflow hands on, often as another person has typed them:
 * {@code ${env.TOKEN}} in one of them would be published, sent to a registry, or shown.
 */
final class HandedOn {
  private static final Set<String> TAGS = Set.of("tag", "extraTags");
  private static final Set<String> OTHERS =
      Set.of("registries", "optionalRegistries", "name", "platforms", "buildPlatforms");

  private HandedOn() {}

  /**
   * Checks a value of {@code -D}, as it was written.
   *
   * @throws ConfigurationException where something of the environment is to be put into it, or into
   *     a tag anything
   */
  static void check(String name, String value) {
    if (TAGS.contains(name) && value.contains("${")) {
      throw refused(name, "${…}", "a tag as it is");
    }
    if (OTHERS.contains(name) && value.contains("${env.")) {
      throw refused(name, "${env.…}", "the value as it is");
    }
  }

  private static ConfigurationException refused(String name, String found, String expected) {
    return new ConfigurationException(
        "%s%s is given by -D and holds %s: expected %s, since such a value is often another person's input; put the value itself there, or the expression into the POM"
            .formatted(Settings.PREFIX, name, found, expected));
  }
}
