package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.Part;
import io.github.imagemaven.publish.PartFile;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.publish.StagedParts;
import io.github.imagemaven.publish.StagedParts.Sent;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.report.Figures;
import io.github.imagemaven.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;

/** The short block at the end of a goal. */
final class Summary {
  private Summary() {}

  /** What was built. */
  static List<String> built(BuildRecord record) {
    List<String> lines = new ArrayList<>();
    Descriptor index = record.index();
    String platforms =
        record.manifests().stream()
            .map(manifest -> String.valueOf(manifest.platform()))
            .collect(Collectors.joining(", "));
    lines.add(
        "Built "
            + record.image()
            + " for "
            + platforms
            + made(record.base())
            + (index == null ? "" : ": " + index.digest()));
    return lines;
  }

  /** What it was made on, or by. */
  private static String made(String base) {
    String prefix = BaseReference.OfContainerfile.PREFIX;
    return base.startsWith(prefix) ? " by " + base.substring(prefix.length()) : " on " + base;
  }

  /** What was uploaded of an image, for whoever joins it. */
  static List<String> parts(StagedParts parts, Path basedir, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    for (PartFile file : parts.files()) {
      Part part = file.part();
      lines.add(
          "Uploaded " + part.image() + " for " + part.platform() + ", by digest and untagged");
      lines.add("  digest     " + part.descriptor().digest());
      part.repositories().forEach(each -> lines.add("  to         " + each));
      lines.add("  part file  " + basedir.relativize(file.path()));
    }
    parts.failed().forEach(each -> lines.add("  not to     " + each.repository()));
    long sent = parts.sent().stream().mapToLong(Sent::uploadedBytes).sum();
    long there =
        parts.sent().stream().mapToLong(each -> each.mountedBytes() + each.presentBytes()).sum();
    lines.add(
        "  bytes      "
            + Figures.bytes(sent)
            + " sent, "
            + Figures.bytes(there)
            + " there already");
    lines.add(
        "No tag moves until image:manifest joins the part files of all platforms, "
            + Figures.seconds(elapsed));
    return lines;
  }

  /**
   * What was published.
   *
   * @param options by which the registries were spoken to
   */
  static List<String> published(
      PublicationRecord record, MavenProject module, RegistryOptions options, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    lines.add(
        record.isByDigestAlone()
            ? "No tag of "
                + record.image()
                + " was moved, each for the reason below: the image is in its destinations by its"
                + " digest alone"
            : "Published " + record.image());
    lines.add("  digest     " + record.digest());
    lines.add(
        "  platforms  "
            + record.platforms().stream()
                .map(entry -> entry.platform().toString())
                .collect(Collectors.joining(", ")));
    for (DestinationRecord destination : record.destinations()) {
      lines.add("  to         " + destination.repository() + "  " + tags(destination));
    }
    record.kept().forEach(kept -> lines.add("  not moved  " + kept.tag() + ": " + kept.reason()));
    record.failed().forEach(failed -> lines.add("  not to     " + failed.repository()));
    long sent = sum(record, true);
    lines.add(
        "  bytes      "
            + Figures.bytes(sent)
            + " sent, "
            + Figures.bytes(sum(record, false))
            + " there already, "
            + Figures.seconds(elapsed));
    record.destinations().stream()
        .filter(each -> !each.tags().isEmpty())
        .findFirst()
        .ifPresent(first -> lines.add(lookAt(first, module, options)));
    return lines;
  }

  private static String tags(DestinationRecord destination) {
    return destination.tags().isEmpty()
        ? "by digest alone"
        : destination.tags().stream().map(TagRecord::tag).collect(Collectors.joining(", "));
  }

  private static long sum(PublicationRecord record, boolean sent) {
    return record.destinations().stream()
        .mapToLong(each -> sent ? each.uploadedBytes() : each.mountedBytes() + each.presentBytes())
        .sum();
  }

  /** A command that works from any folder. */
  private static String lookAt(
      DestinationRecord destination, MavenProject module, RegistryOptions options) {
    String tag = ":" + destination.tags().get(0).tag();
    String repository = destination.repository();
    if (!Stores.isLayout(repository)) {
      boolean insecure = options.isInsecure(RepositoryName.parse(repository).host());
      String flag = insecure ? "--tls-verify=false " : "";
      return "  look at it skopeo inspect --raw " + flag + "docker://" + repository + tag;
    }
    String directory = repository.substring(Stores.LAYOUT_PREFIX.length());
    Path absolute = module.getBasedir().toPath().resolve(directory).normalize();
    return "  look at it skopeo inspect --raw " + Stores.LAYOUT_PREFIX + absolute + tag;
  }
}
