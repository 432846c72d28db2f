package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;

/** Modules that a build was resumed past, whose images are named with those of the session. */
final class ResumedModules {
  private final Run run;

  ResumedModules(Run run) {
    this.run = run;
  }

  /**
   * What a session that failed after these modules left without names.
   *
   * @throws ConfigurationException where one of them was not built, or from another commit than
   *     this session builds, or its settings hold what its own build alone knows
   */
  List<MavenProject> unnamed() throws IOException {
    List<MavenProject> unnamed = new ArrayList<>();
    for (MavenProject module : run.modules().resumedPast("push-all")) {
      try {
        if (isUnnamed(module)) {
          TakenNames.take(run, module);
          unnamed.add(module);
        }
      } catch (ImageException e) {
        throw explained(module, e);
      }
    }
    return unnamed;
  }

  private boolean isUnnamed(MavenProject module) throws IOException {
    Leftover leftover = isExpected(module) ? Leftover.of(module) : Leftover.NO_IMAGE;
    if (leftover != Leftover.NO_IMAGE) {
      new SameCommit(run.commit(module)).checkResumed(module, run.modules().resumedPast());
    }
    if (leftover == Leftover.BUILT) {
      new SameRelease(run.releaseTags(module).version()).check(module);
    }
    return leftover == Leftover.BUILT;
  }

  /**
   * Whether a module is to have left something: a library needs no destination, and then there is
   * nothing to ask it for.
   */
  private boolean isExpected(MavenProject module) {
    Settings settings = run.settings(module);
    return settings.flag("publishAtEnd")
        && NoImage.reason(settings, module) == null
        && (Destinations.areSet(settings) || Leftover.isImage(module))
        && !Destinations.of(run, module).isEmpty();
  }

  /** The advice to bind a plugin earlier is of no use to a module that is not built at all. */
  static ImageException explained(MavenProject module, ImageException failure) {
    Problems problems = new Problems();
    problems.attempt(
        () -> {
          throw failure;
        });
    List<UnknownPropertyException> late =
        problems.all().stream()
            .filter(UnknownPropertyException.class::isInstance)
            .map(UnknownPropertyException.class::cast)
            .filter(UnknownPropertyException::mayCome)
            .toList();
    if (late.isEmpty()) {
      return failure;
    }
    return new ConfigurationException(
        "the build was resumed (-rf) past "
            + module.getArtifactId()
            + ", whose tags are to move with the others', and "
            + late.stream().map(UnknownPropertyException::what).collect(Collectors.joining(", "))
            + ", which nobody has set: what a plugin sets in that module's own build is not known"
            + " in this one; run without -rf");
  }
}
