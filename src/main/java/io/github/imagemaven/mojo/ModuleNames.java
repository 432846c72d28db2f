package io.github.imagemaven.mojo;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What Maven resolves in a parameter or a POM and is no property: {@code project.…}, {@code
 * session.executionRootDirectory} and its like, {@code settings.localRepository}, the time of the
 * build, the environment and system properties.
 *
 * <p>Source: the Javadoc of Maven's <a
 * href="https://maven.apache.org/ref/3.9.9/maven-core/apidocs/org/apache/maven/plugin/PluginParameterExpressionEvaluator.html">PluginParameterExpressionEvaluator</a>,
 * which itself knows the session's current project alone; here any module is asked.
 */
final class ModuleNames implements Interpolation.Names {
  private static final String BUILD_TIME = "maven.build.timestamp";

  private final MavenProject project;
  private final MavenSession session;

  ModuleNames(MavenProject project, MavenSession session) {
    this.project = project;
    this.session = session;
  }

  @Override
  public @Nullable String find(String name) {
    String[] path = name.split("\\.", -1);
    String value =
        switch (path[0]) {
          case "basedir" -> path.length == 1 ? value(project, "project", "basedir") : null;
          case "project" -> value(project, path);
          // No deeper: there are passwords.
          case "session" -> path.length == 2 ? value(session, path) : null;
          case "settings" -> path.length == 2 ? value(session.getSettings(), path) : null;
          default -> name.equals(BUILD_TIME) ? buildTime() : null;
        };
    return value == null ? session.getSystemProperties().getProperty(name) : value;
  }

  /** What getters lead to, behind the first word; null where there is none, or more than a word. */
  private static @Nullable String value(Object root, String... path) {
    Object value = root;
    for (int i = 1; i < path.length && value != null; i++) {
      value = member(value, path[i]);
    }
    boolean isText =
        value instanceof String
            || value instanceof File
            || value instanceof Path
            || value instanceof Boolean
            || value instanceof Number;
    return isText ? String.valueOf(value) : null;
  }

  private static @Nullable Object member(Object object, String name) {
    if (name.isEmpty()) {
      return null;
    }
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    for (String prefix : List.of("get", "is")) {
      try {
        Method getter = open(object.getClass()).getMethod(prefix + capital);
        return getter.invoke(object);
      } catch (NoSuchMethodException | IllegalAccessException e) {
        continue; // no such member, then
      } catch (InvocationTargetException e) {
        return null; // Maven 4 throws where there is no root directory
      }
    }
    return null;
  }

  /** The class itself, or where that is Maven's own affair what it extends. */
  private static Class<?> open(Class<?> type) {
    return Modifier.isPublic(type.getModifiers()) ? type : open(type.getSuperclass());
  }

  /**
   * As Maven has it in a POM.
   *
   * <p>Source: <a
   * href="https://maven.apache.org/guides/introduction/introduction-to-the-pom.html#available-variables">
   * Introduction to the POM, Available Variables</a>.
   */
  private @Nullable String buildTime() {
    Date started = session.getStartTime();
    if (started == null) {
      return null;
    }
    String format = project.getProperties().getProperty(BUILD_TIME + ".format");
    SimpleDateFormat time =
        new SimpleDateFormat(format == null ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : format, Locale.ROOT);
    time.setTimeZone(TimeZone.getTimeZone("UTC"));
    return time.format(started);
  }

  @Override
  public boolean isWritten(String expression) {
    for (Properties properties : declared()) {
      for (String property : properties.stringPropertyNames()) {
        if (properties.getProperty(property).contains(expression)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean isDeclared(String property) {
    return declared().stream().anyMatch(each -> each.getProperty(property) != null);
  }

  /** The properties that POMs and settings.xml declare, as they are written there. */
  private List<Properties> declared() {
    List<Properties> declared = new ArrayList<>();
    for (MavenProject each = project; each != null; each = each.getParent()) {
      Model written = each.getOriginalModel();
      if (written != null) {
        declared.add(written.getProperties());
        for (Profile profile : written.getProfiles()) {
          declared.add(profile.getProperties());
        }
      }
    }
    session.getSettings().getProfiles().forEach(each -> declared.add(each.getProperties()));
    return declared;
  }
}
