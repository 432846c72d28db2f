package io.github.imagemaven.ci;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Figures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a run under the names that README lists. What belongs to one image is the first
 * image's; whether the run published, and what can be added up, is said of all images together.
 */
final class OutputValues {
  private static final String GHCR = "ghcr.io";

  private OutputValues() {}

  /**
   * Every name, whether its value is known or empty.
   *
   * @param separator what stands between two tags
   */
  static Map<String, String> of(RunReport report, String separator) {
    Map<String, String> values = new LinkedHashMap<>();
    ImageReport first =
        report.images().isEmpty()
            ? new ImageReport(
                "", List.of(), false, null, List.of(), null, List.of(), List.of(), List.of(), null)
            : report.images().get(0);
    values.put("tag", first.tag());
    values.put("tags", String.join(separator, first.tags()));
    String version = first.version();
    values.put("version", version == null ? "" : version);
    values.put("is_release", String.valueOf(version != null));
    values.put("platforms", platforms(first));
    values.put("image", first.reference());
    values.put("digest", text(first.digest()));
    values.put("docker_hub_digest", text(first, RepositoryName.DOCKER_HUB));
    values.put("ghcr_digest", text(first, GHCR));
    values.put("published", String.valueOf(report.published()));
    values.put("uploaded_bytes", String.valueOf(report.uploadedBytes()));
    values.put("reused_bytes", String.valueOf(report.reusedBytes()));
    values.put("build_duration_seconds", seconds(report.images()));
    return values;
  }

  private static String platforms(ImageReport image) {
    return image.platforms().stream()
        .map(each -> each.platform().toString())
        .collect(Collectors.joining(","));
  }

  /** Of all builds added up: several may have run at a time. */
  private static String seconds(List<ImageReport> images) {
    Duration sum = null;
    for (ImageReport image : images) {
      Duration duration = image.buildDuration();
      if (duration != null) {
        sum = sum == null ? duration : sum.plus(duration);
      }
    }
    return sum == null ? "" : Figures.tenths(sum.toMillis() / 1000.0);
  }

  private static String text(ImageReport image, String host) {
    return image.digestAt(host).map(Digest::toString).orElse("");
  }

  private static String text(@Nullable Digest digest) {
    return digest == null ? "" : digest.toString();
  }
}
