package io.github.imagemaven.mojo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.project.MavenProject;

/**
 * The connections of several modules, each opened when it is first asked for, all closed at once.
 */
final class ModuleConnections implements AutoCloseable {
  private final Run run;
  private final Map<MavenProject, Connections> open = new LinkedHashMap<>();

  ModuleConnections(Run run) {
    this.run = run;
  }

  /** Those with a module's own settings. */
  Connections of(MavenProject module) {
    return open.computeIfAbsent(module, any -> run.connect(run.settings(module), module));
  }

  @Override
  public void close() {
    open.values().forEach(Connections::close);
  }
}
