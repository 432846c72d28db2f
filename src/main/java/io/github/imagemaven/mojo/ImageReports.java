package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.BuiltLayers;
import io.github.imagemaven.ci.DestinationReport;
import io.github.imagemaven.ci.ImageReport;
import io.github.imagemaven.ci.ImageReport.FailedReport;
import io.github.imagemaven.ci.PlatformReport;
import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.PublicationRecord.PlatformManifest;
import io.github.imagemaven.publish.StagedParts.Sent;
import io.github.imagemaven.release.ReleaseTags;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one module's image, as far as the session has come with it: from its settings, from
 * {@code build.json}, or from {@code publication.json}.
 */
final class ImageReports {
  private final Run run;

  ImageReports(Run run) {
    this.run = run;
  }

  /**
   * Before it is built.
   *
   * @throws ImageException where a setting is malformed, or not known yet
   */
  ImageReport planned(MavenProject module) throws IOException {
    List<PlatformReport> platforms =
        platforms(module).stream().map(each -> new PlatformReport(each, List.of())).toList();
    return report(module, DestinationName.imageName(run.settings(module)), platforms, null, null);
  }

  /** What {@code image.platforms} says. */
  List<Platform> platforms(MavenProject module) {
    Problems problems = new Problems();
    PlatformSettings platforms = PlatformSettings.of(run.settings(module), problems);
    problems.throwIfAny();
    return platforms.image();
  }

  /**
   * Built, and its tags have not moved.
   *
   * @throws ImageException where {@code build.json} is damaged
   */
  ImageReport built(MavenProject module) throws IOException {
    BuildRecord record = BuildRecord.read(BuildRequests.imageDirectory(module));
    List<PlatformReport> platforms = new ArrayList<>();
    for (Descriptor manifest : record.manifests()) {
      Platform platform = manifest.platform();
      if (platform != null) {
        platforms.add(platform(module, platform, manifest.digest()));
      }
    }
    Descriptor index = record.index();
    boolean isPart = !run.state(module).uploaded().isEmpty();
    Digest digest = index == null || isPart ? null : index.digest();
    return report(module, record.image(), platforms, digest, null);
  }

  /**
   * Published by this session.
   *
   * @throws ImageException where {@code publication.json} is damaged
   */
  ImageReport published(MavenProject module) throws IOException {
    PublicationRecord record = PublicationRecord.read(BuildRequests.imageDirectory(module));
    List<PlatformReport> platforms = new ArrayList<>();
    for (PlatformManifest each : record.platforms()) {
      platforms.add(platform(module, each.platform(), each.digest()));
    }
    return report(module, record.image(), platforms, record.digest(), record);
  }

  private ImageReport report(
      MavenProject module,
      String name,
      List<PlatformReport> platforms,
      @Nullable Digest digest,
      @Nullable PublicationRecord published)
      throws IOException {
    ReleaseTags tags = run.releaseTags(module);
    return new ImageReport(
        name,
        published == null ? tags.tags() : withoutKept(tags.tags(), published),
        tags.mayPublish(),
        tags.version(),
        platforms,
        digest,
        published == null
            ? unpublished(module)
            : published.destinations().stream().map(DestinationReport::of).toList(),
        (published == null ? run.state(module).notUploaded() : published.failed())
            .stream().map(each -> new FailedReport(each.repository(), each.reason())).toList(),
        published == null ? List.of() : published.kept(),
        run.state(module).buildDuration(),
        cleanup(module));
  }

  /** What this session has removed behind its tags, if it has. */
  private @Nullable CleanupRecord cleanup(MavenProject module) throws IOException {
    return run.shared(ReactorCleanup.CLEANED).containsKey(module.getId())
        ? CleanupRecord.read(BuildRequests.imageDirectory(module))
        : null;
  }

  private static List<String> withoutKept(List<String> tags, PublicationRecord published) {
    List<String> moved = new ArrayList<>(tags);
    published.kept().forEach(kept -> moved.remove(kept.tag()));
    return moved;
  }

  /** What parts went to, or else where the image is going to be. */
  private List<DestinationReport> unpublished(MavenProject module) {
    List<Sent> sent = run.state(module).uploaded();
    return sent.isEmpty()
        ? planned(run.settings(module))
        : sent.stream().map(DestinationReport::of).toList();
  }

  /** Also those that this run does not publish to. */
  private static List<DestinationReport> planned(Settings settings) {
    return Destinations.areSet(settings)
        ? DestinationName.of(settings).stream()
            .map(each -> DestinationReport.planned(each.text()))
            .toList()
        : List.of();
  }

  /** Without layers where the layout does not tell: for a report that is no reason to fail. */
  private PlatformReport platform(MavenProject module, Platform platform, Digest manifest) {
    Path directory = BuildRequests.imageDirectory(module);
    try {
      return new PlatformReport(
          platform,
          BuiltLayers.of(directory, manifest).layers().stream()
              .map(each -> new PlatformReport.Layer(each.name(), each.bytes()))
              .toList());
    } catch (IOException | ImageException e) {
      run.log().debug("The layers of " + manifest + " are not reported: " + e.getMessage());
      return new PlatformReport(platform, List.of());
    }
  }
}
