package io.github.imagemaven.build;

import io.github.imagemaven.oci.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image says of itself under the names that everybody reads: labels of its configs and
 * annotations of its index. Null is not said, nor is what is blank or has a {@code ${…}} in it that
 * nobody could resolve. A value is one line: descriptions in a POM are broken and indented as the
 * file is.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys">
 * image-spec, pre-defined annotation keys</a>.
 *
 * @param title for people
 * @param description for people
 * @param url where to read more
 * @param source where the source code is
 * @param version of the packaged software
 * @param revision of the source code
 * @param licenses an SPDX license expression
 * @param created null where it would be no true time; seconds count
 */
public record StandardLabels(
    @Nullable String title,
    @Nullable String description,
    @Nullable String url,
    @Nullable String source,
    @Nullable String version,
    @Nullable String revision,
    @Nullable String licenses,
    @Nullable Instant created) {
  /**
   * What all of their names begin with. Every label of these names describes the image that has it,
   * so none is inherited from a base: an application is not of Ubuntu's version, nor has it
   * Temurin's vendor.
   */
  static final String PREFIX = "org.opencontainers.image.";

  private static final String BASE_NAME = "base.name";
  private static final String BASE_DIGEST = "base.digest";

  /** Those that say which base an image stands on. */
  public static final Set<String> OF_BASE = Set.of(PREFIX + BASE_NAME, PREFIX + BASE_DIGEST);

  private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  /** Nothing is said but what the base tells. */
  public static StandardLabels none() {
    return new StandardLabels(null, null, null, null, null, null, null, null);
  }

  /**
   * Everything that is known, by name. The base's name is that of its repository and tag, without a
   * digest it may have been pinned by, which {@code base.digest} has anyway: the image is the same
   * whether or not somebody pinned the base. A layout's name is a folder of this machine and not
   * said.
   *
   * @param digest what the base's name was resolved to; null for scratch
   */
  Map<String, String> on(BaseReference base, @Nullable Digest digest) {
    Map<String, String> labels = new TreeMap<>();
    put(labels, "title", title);
    put(labels, "description", description);
    put(labels, "url", url);
    put(labels, "source", source);
    put(labels, "version", version);
    put(labels, "revision", revision);
    put(labels, "licenses", licenses);
    put(labels, "created", created == null ? null : time(created));
    put(labels, BASE_NAME, name(base));
    put(labels, BASE_DIGEST, digest == null ? null : digest.toString());
    return Collections.unmodifiableMap(labels);
  }

  private static @Nullable String name(BaseReference base) {
    if (base instanceof BaseReference.InRegistry registry) {
      String tag = registry.reference().tag();
      return registry.reference().repository() + (tag == null ? "" : ":" + tag);
    }
    return null;
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void put(Map<String, String> labels, String name, @Nullable String value) {
    String line = value == null ? "" : BREAKS.matcher(value).replaceAll(" ").strip();
    if (!line.isEmpty() && !line.contains("${")) {
      labels.put(PREFIX + name, line);
    }
  }
}
