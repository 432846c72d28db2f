package io.github.imagemaven.mojo;

import java.io.File;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectSorter;

/**
 * Which modules {@code -pl}, {@code -am} and {@code -amd} select, whatever {@code -rf} passes over:
 * Maven tells what it is going to build, and not what it would have built without {@code -rf}.
 */
final class Selection {
  private final MavenExecutionRequest request;
  private final List<MavenProject> all;
  private final boolean withChildren;

  Selection(MavenSession session) {
    this.request = session.getRequest();
    this.all = session.getAllProjects();
    this.withChildren =
        request.isRecursive()
            && session.getSystemProperties().getProperty("maven.version", "").startsWith("4");
  }

  /** The modules. */
  List<MavenProject> modules() {
    List<MavenProject> selected =
        request.getSelectedProjects().isEmpty() ? all : named(request.getSelectedProjects());
    Set<String> ids = new HashSet<>();
    selected.forEach(module -> ids.add(ProjectSorter.getId(module)));
    String make = String.valueOf(request.getMakeBehavior());
    boolean both = make.equals(MavenExecutionRequest.REACTOR_MAKE_BOTH);
    if (selected != all && (both || make.equals(MavenExecutionRequest.REACTOR_MAKE_UPSTREAM))) {
      selected.forEach(module -> add(module, sorter()::getDependencies, ids));
    }
    if (selected != all && (both || make.equals(MavenExecutionRequest.REACTOR_MAKE_DOWNSTREAM))) {
      selected.forEach(module -> add(module, sorter()::getDependents, ids));
    }
    named(request.getExcludedProjects()).forEach(module -> ids.remove(ProjectSorter.getId(module)));
    return all.stream().filter(module -> ids.contains(ProjectSorter.getId(module))).toList();
  }

  private List<MavenProject> named(List<String> selectors) {
    return all.stream()
        .filter(module -> selectors.stream().anyMatch(selector -> isNamed(module, selector)))
        .toList();
  }

  /** With its parent, from Maven 4 on. */
  private boolean isNamed(MavenProject module, String selector) {
    MavenProject parent = module.getParent();
    return matches(module, selector)
        || (withChildren && parent != null && all.contains(parent) && isNamed(parent, selector));
  }

  /** {@code [group]:artifact}, or a folder or POM as seen from where Maven was started. */
  private boolean matches(MavenProject module, String selector) {
    if (selector.contains(":")) {
      String artifact = ":" + module.getArtifactId();
      return selector.equals(artifact) || selector.equals(module.getGroupId() + artifact);
    }
    String start = request.getBaseDirectory();
    if (start == null) {
      return false;
    }
    File place = new File(new File(start, selector).toURI().normalize());
    return place.equals(place.isFile() ? module.getFile() : module.getBasedir());
  }

  /** Adds everything that leads from a module to another, by way of others. */
  private static void add(
      MavenProject module, Function<String, List<String>> next, Set<String> ids) {
    Deque<String> open = new ArrayDeque<>(next.apply(ProjectSorter.getId(module)));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String id = open.remove();
      if (seen.add(id)) {
        ids.add(id);
        open.addAll(next.apply(id));
      }
    }
  }

  private ProjectSorter sorter() {
    try {
      return new ProjectSorter(all);
    } catch (Exception e) { // another class in Maven 4
      throw new IllegalStateException("Maven has sorted these modules before", e);
    }
  }
}
