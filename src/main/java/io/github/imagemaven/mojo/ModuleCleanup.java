package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.Cleanup;
import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.CleanupRequest;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** One module's clean-up: in all its repositories, said and written down. */
final class ModuleCleanup {
  private final Run run;
  private final MavenProject module;
  private final CleanupSettings settings;

  /**
   * @param settings the module's
   */
  ModuleCleanup(Run run, MavenProject module, CleanupSettings settings) {
    this.run = run;
    this.module = module;
    this.settings = settings;
  }

  /** Where something may go, once it is known how registries are reached. */
  interface Requests {
    List<CleanupRequest> of(CleanupSettings settings, Connections open) throws IOException;
  }

  private interface Step {
    RepositoryCleanup of(Cleanup cleanup, CleanupRequest request) throws IOException;
  }

  /** Removes the record of an earlier run; answers what is in the way of that, or null. */
  @Nullable String forget() {
    Path record = BuildRequests.imageDirectory(module).resolve(CleanupRecord.FILE);
    try {
      Files.deleteIfExists(record);
      return null;
    } catch (IOException e) {
      return "the record of an earlier clean-up cannot be removed, and says nothing of this run: "
          + record
          + ": "
          + e;
    }
  }

  /**
   * Does it, until the run is to end; what fails is not thrown, since tags may have to move yet and
   * other modules wait.
   *
   * @return what failed; null where nothing did
   */
  @Nullable String clean(Requests requests, CleanupStop stop) {
    try {
      List<RepositoryCleanup> done =
          run(requests, (cleanup, each) -> clean(cleanup, each, stop), stop);
      boolean interrupted = Thread.interrupted(); // or no file could be written
      try {
        CleanupRecord record = record(false, done);
        return record.hasFailed() && stop.isRequested()
            ? CleanupLines.interrupted(record, settings.before())
            : failure(record);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    } catch (ImageException e) {
      return unfinished(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return unfinished(e.toString());
    }
  }

  private static RepositoryCleanup clean(Cleanup cleanup, CleanupRequest request, CleanupStop stop)
      throws IOException {
    return stop.isRequested()
        ? new RepositoryCleanup(
            request.repository().name().toString(),
            List.of(),
            List.of(),
            null,
            "the run was interrupted before anything here was deleted")
        : cleanup.run(request);
  }

  /** Says what {@link #clean} would do; answers the same. */
  @Nullable String plan(Requests requests) throws IOException {
    return failure(record(true, run(requests, Cleanup::plan, null)));
  }

  private List<RepositoryCleanup> run(Requests requests, Step step, @Nullable CleanupStop stop)
      throws IOException {
    List<RepositoryCleanup> results = new ArrayList<>();
    try (ModuleConnections open = new ModuleConnections(run)) {
      Connections connections = open.of(module);
      if (stop != null) {
        stop.watch(connections.registries());
      }
      Cleanup cleanup = new Cleanup(connections.registries(), settings.vendors(), run.log());
      for (CleanupRequest request : requests.of(settings, connections)) {
        results.add(step.of(cleanup, request));
      }
    }
    return results;
  }

  private CleanupRecord record(boolean dryRun, List<RepositoryCleanup> repositories)
      throws IOException {
    String image = DestinationName.imageName(run.settings(module));
    CleanupRecord record = new CleanupRecord(image, dryRun, repositories);
    record.write(BuildRequests.imageDirectory(module));
    run.<String>shared(ReactorCleanup.CLEANED).put(module.getId(), "");
    run.say(CleanupLines.of(record));
    return record;
  }

  private @Nullable String failure(CleanupRecord record) {
    return record.hasFailed()
        ? unfinished(
            record.repositories().stream()
                .filter(each -> each.failure() != null)
                .map(each -> each.repository() + ": " + each.failure())
                .collect(Collectors.joining("\n")))
        : null;
  }

  private String unfinished(String why) {
    return "the clean-up of "
        + module.getArtifactId()
        + " was not finished, which does not touch what was published:\n"
        + why;
  }
}
