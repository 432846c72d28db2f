package io.github.imagemaven.mojo;

import io.github.imagemaven.build.AntPatterns;
import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What maven-jar-plugin is told to make a module's own jar of. The image is made of the same files,
 * not of the jar: other plugins rename and merge classes in that.
 *
 * <p>Source: <a href="https://maven.apache.org/plugins/maven-jar-plugin/jar-mojo.html">jar:jar</a>.
 *
 * @param jar null where the module has it not
 * @param execution the id of the one that makes the module's own jar
 */
record JarContent(MavenProject project, Settings settings, @Nullable Plugin jar, String execution) {
  private static final String USUAL = "default-jar";

  /** The plugin's own, where nothing is written. */
  private static final List<String> DEFAULT_EXCLUDES = List.of("**/package.html");

  static JarContent of(MavenProject project, Settings settings) {
    Plugin jar = project.getPlugin("org.apache.maven.plugins:maven-jar-plugin");
    return new JarContent(project, settings, jar, jar == null ? USUAL : execution(jar));
  }

  /** The usual one; where it is switched off, the one that stands in its place. */
  private static String execution(Plugin jar) {
    List<String> making =
        jar.getExecutions().stream()
            .filter(each -> each.getGoals().contains("jar") || each.getId().equals(USUAL))
            .filter(each -> each.getPhase() == null || CommandLine.isMavens(each.getPhase()))
            .map(PluginExecution::getId)
            .filter(id -> ForeignElement.text(jar, id, "classifier") == null)
            .toList();
    return making.isEmpty() || making.contains(USUAL) ? USUAL : making.get(0);
  }

  /** {@code target/classes}, or the folder that the plugin is given instead. */
  Path classes() {
    Path base = project.getBasedir().toPath();
    Path usual = base.resolve(project.getBuild().getOutputDirectory());
    String text = ForeignElement.text(jar, execution, "classesDirectory");
    String known = text == null ? null : resolved("classesDirectory", text);
    Path own = known == null ? usual : base.resolve(known);
    return Files.isDirectory(own) ? own : usual;
  }

  /**
   * Which files of the folder the jar has.
   *
   * @throws ConfigurationException where a pattern is none
   */
  Predicate<String> includes() {
    List<String> excludes = patterns("excludes");
    return AntPatterns.of(patterns("includes"), excludes.isEmpty() ? DEFAULT_EXCLUDES : excludes)
        .and(path -> !ArchiverExcludes.has(path));
  }

  private List<String> patterns(String element) {
    return ForeignElement.list(
        jar,
        execution,
        element,
        text -> {
          String known = resolved(element, text);
          return known == null ? text : known;
        });
  }

  /** The text with what Maven puts in when the plugin runs; null where that is not known. */
  private @Nullable String resolved(String element, String text) {
    try {
      return settings.resolved("maven-jar-plugin's <" + element + ">", text);
    } catch (UnknownPropertyException e) {
      return null;
    }
  }
}
