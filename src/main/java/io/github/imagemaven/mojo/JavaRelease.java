package io.github.imagemaven.mojo;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
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
      candidates.addAll(configured(project.getPlugin(COMPILER), element));
      String property = "maven.compiler." + element;
      candidates.add(settings.onCommandLine(property));
      candidates.add(project.getProperties().getProperty(property));
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

  /** Other executions compile other sources, those of tests or for newer releases. */
  private static List<@Nullable String> configured(@Nullable Plugin compiler, String element) {
    List<@Nullable String> values = new ArrayList<>();
    if (compiler != null) {
      for (PluginExecution execution : compiler.getExecutions()) {
        if (execution.getId().equals("default-compile")) {
          values.add(value(execution.getConfiguration(), element));
        }
      }
      values.add(value(compiler.getConfiguration(), element));
    }
    return values;
  }

  private static @Nullable String value(@Nullable Object configuration, String element) {
    Xpp3Dom child = configuration instanceof Xpp3Dom dom ? dom.getChild(element) : null;
    return child == null ? null : child.getValue();
  }

  private static @Nullable Integer release(@Nullable String text) {
    if (text == null || !text.strip().matches("(1\\.)?[0-9]{1,3}")) {
      return null;
    }
    return Integer.valueOf(text.strip().replaceFirst("^1\\.", ""));
  }
}
