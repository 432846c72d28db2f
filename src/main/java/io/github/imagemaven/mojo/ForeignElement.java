package io.github.imagemaven.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** What a module's POM says in an element of another plugin's configuration. */
final class ForeignElement {
  private ForeignElement() {}

  /**
   * The element in an execution, which in a project's model has the plugin's elements too unless it
   * says otherwise ({@code combine.self="override"}); of the plugin where there is no such
   * execution. What other executions say concerns other files: those of tests, or for newer
   * releases of Java.
   *
   * @param plugin null where the module has none
   * @param execution its id, such as the one that Maven's life cycle has by default
   */
  static @Nullable Xpp3Dom of(@Nullable Plugin plugin, String execution, String element) {
    if (plugin == null) {
      return null;
    }
    for (PluginExecution each : plugin.getExecutions()) {
      if (each.getId().equals(execution) && each.getConfiguration() != null) {
        return child(each.getConfiguration(), element);
      }
    }
    return child(plugin.getConfiguration(), element);
  }

  private static @Nullable Xpp3Dom child(@Nullable Object configuration, String element) {
    return configuration instanceof Xpp3Dom dom ? dom.getChild(element) : null;
  }

  /** The element's text; null where there is none or it is blank. */
  static @Nullable String text(@Nullable Plugin plugin, String execution, String element) {
    Xpp3Dom found = of(plugin, execution, element);
    String text = found == null ? null : found.getValue();
    return text == null || text.isBlank() ? null : text.strip();
  }

  /**
   * The texts of the element's own elements, {@code <excludes><exclude>…}; else its own text, which
   * Maven splits at commas where a plugin wants several. An empty element counts as one of them.
   *
   * @param resolve puts in what Maven puts in when the plugin runs, which may have commas too
   */
  static List<String> list(
      @Nullable Plugin plugin, String execution, String element, UnaryOperator<String> resolve) {
    List<String> texts = new ArrayList<>();
    Xpp3Dom found = of(plugin, execution, element);
    if (found != null) {
      for (Xpp3Dom child : found.getChildren()) {
        texts.add(child.getValue() == null ? "" : resolve.apply(child.getValue().strip()));
      }
      if (texts.isEmpty() && found.getValue() != null) {
        for (String text : resolve.apply(found.getValue()).split(",", -1)) {
          texts.add(text.strip());
        }
        texts.removeIf(String::isEmpty);
      }
    }
    return texts;
  }
}
