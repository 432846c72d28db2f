package io.github.imagemaven.mojo;

import java.util.ArrayList;
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
    List<@Nullable String> candidates = new ArrayList<>();
    for (String element : List.of("release", "target")) {
      Xpp3Dom own = ForeignElement.of(project.getPlugin(COMPILER), "default-compile", element);
      candidates.add(own == null ? null : own.getValue());
      candidates.add(settings.property("maven.compiler." + element));
    }
    candidates.add(project.getProperties().getProperty("java.version"));
    for (String candidate : candidates) {
      Integer release = release(candidate);
      if (release != null) {
        return release;
      }
    }
    return Runtime.version().feature();
  }

  private static @Nullable Integer release(@Nullable String text) {
    if (text == null || !text.strip().matches("(1\\.)?[0-9]{1,3}")) {
      return null;
    }
    return Integer.valueOf(text.strip().replaceFirst("^1\\.", ""));
  }
}
