package io.github.imagemaven.mojo;

import java.util.List;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * The Java release that a module is compiled for, from where maven-compiler-plugin has it: its own
 * elements, the command line, the module's properties; {@code release} before {@code target}.
 */
final class JavaRelease {
  private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";

  private JavaRelease() {}

  /** The release; where nothing says one, that of this JVM. */
  static int of(Settings settings, MavenProject project) {
    for (String element : List.of("release", "target")) {
      Xpp3Dom own = ForeignElement.of(project.getPlugin(COMPILER), "default-compile", element);
      Integer release = release(own == null ? null : own.getValue());
      release = release == null ? release(settings, "maven.compiler." + element) : release;
      if (release != null) {
        return release;
      }
    }
    Integer release = release(project.getProperties().getProperty("java.version"));
    return release == null ? Runtime.version().feature() : release;
  }

  /**
   * A property's; null too where it names something that nobody knows, or not yet: the compiler
   * will say so if it is what decides, and here it decides no more than the default base.
   */
  private static @Nullable Integer release(Settings settings, String property) {
    try {
      return release(settings.property(property));
    } catch (UnknownPropertyException e) {
      return null;
    }
  }

  private static @Nullable Integer release(@Nullable String text) {
    if (text == null || !text.strip().matches("(1\\.)?[0-9]{1,3}")) {
      return null;
    }
    return Integer.valueOf(text.strip().replaceFirst("^1\\.", ""));
  }
}
