package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.PinnedBase;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.maven.project.MavenProject;

/**
 * The base that all images of a run stand on, by digest: what the first job of a split run hands to
 * the runners that build, so that a tag which moves meanwhile does not give two platforms two
 * bases.
 */
final class CommonBase {
  private CommonBase() {}

  /**
   * The base as {@code image.from} takes it; empty where this session builds or joins itself, where
   * the images have several, where it is no image in a registry, and where it cannot be asked for
   * now, which the build then says.
   *
   * @param modules those that have an image
   * @param waiting told of a module whose base a plugin has yet to name; the answer is empty then
   */
  static String of(Run run, List<MavenProject> modules, Consumer<MavenProject> waiting) {
    if (run.session().isOffline() || modules.stream().anyMatch(each -> goesOn(run, each))) {
      return "";
    }
    Map<BaseReference, MavenProject> bases = new LinkedHashMap<>();
    for (MavenProject module : modules) {
      try {
        bases.putIfAbsent(base(run, module), module);
      } catch (UnknownPropertyException e) {
        waiting.accept(module);
        return "";
      }
    }
    if (bases.size() != 1) {
      return "";
    }
    Map.Entry<BaseReference, MavenProject> only = bases.entrySet().iterator().next();
    return only.getKey() instanceof BaseReference.InRegistry inRegistry
        ? pinned(run, only.getValue(), inRegistry)
        : "";
  }

  /** Whether this session does what the output is for. */
  private static boolean goesOn(Run run, MavenProject module) {
    return run.modules().isReached(module, "build-multiarch")
        || run.modules().isReached(module, PublishingGoals.MANIFEST);
  }

  private static BaseReference base(Run run, MavenProject module) {
    Settings settings = run.settings(module);
    Problems problems = new Problems(); // all of them have been reported by the session's check
    return BuildRequests.base(
        settings, module, Contents.planned(settings, module, run.session(), problems));
  }

  private static String pinned(Run run, MavenProject module, BaseReference.InRegistry base) {
    try (Connections connections = run.connect(run.settings(module), module)) {
      return PinnedBase.of(base, connections::readBase, run.shared("image.bases"), run.log())
          .toString();
    } catch (IOException | ImageException e) {
      run.log().warn("The base " + base + " was not pinned for later jobs: " + e.getMessage());
      return "";
    }
  }
}
