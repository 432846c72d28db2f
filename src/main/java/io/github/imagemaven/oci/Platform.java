package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image runs on.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">image-spec,
 * index</a>; the normal forms are those of containerd's platforms package.
 *
 * @param os {@code linux}, {@code windows}, …
 * @param architecture as Go's GOARCH has it: {@code amd64}, {@code arm64}, {@code arm}, …
 * @param variant {@code v7}, {@code v8}, …; null where there is none
 * @param osVersion only Windows images have one; null elsewhere
 */
public record Platform(
    String os, String architecture, @Nullable String variant, @Nullable String osVersion)
    implements Comparable<Platform> {
  private static final Pattern PART = Pattern.compile("[a-z0-9_]{1,32}");
  private static final Pattern VARIANT = Pattern.compile("[a-z0-9_.]{1,32}");

  /**
   * Reads {@code os/architecture} or {@code os/architecture/variant}. {@code arm64/v8} is {@code
   * arm64}, as for every engine.
   *
   * @throws ConfigurationException where the text has another form
   */
  public static Platform parse(String text) {
    String[] parts = text.strip().split("/", -1);
    boolean wellFormed =
        (parts.length == 2 || parts.length == 3)
            && PART.matcher(parts[0]).matches()
            && PART.matcher(parts[1]).matches()
            && (parts.length == 2 || VARIANT.matcher(parts[2]).matches());
    if (!wellFormed) {
      throw ConfigurationException.malformed(
          "platform", text, "os/architecture or os/architecture/variant, such as linux/amd64");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null, null).normal();
  }

  /** Reads a comma list; empty entries are passed over, an entry given twice counts once. */
  public static List<Platform> parseList(String text) {
    List<Platform> platforms = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        Platform platform = parse(entry);
        if (!platforms.contains(platform)) {
          platforms.add(platform);
        }
      }
    }
    return List.copyOf(platforms);
  }

  /** The platform in a descriptor or a config; null where the node holds none. */
  public static @Nullable Platform of(JsonNode node) {
    if (!node.path("os").isTextual() || !node.path("architecture").isTextual()) {
      return null;
    }
    return new Platform(
            node.path("os").asText(),
            node.path("architecture").asText(),
            node.path("variant").isTextual() && !node.path("variant").asText().isEmpty()
                ? node.path("variant").asText()
                : null,
            node.path("os.version").isTextual() ? node.path("os.version").asText() : null)
        .normal();
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("architecture", architecture);
    node.put("os", os);
    if (osVersion != null) {
      node.put("os.version", osVersion);
    }
    if (variant != null) {
      node.put("variant", variant);
    }
    return node;
  }

  private Platform normal() {
    boolean defaultVariant = architecture.equals("arm64") && "v8".equals(variant);
    return defaultVariant ? new Platform(os, architecture, null, osVersion) : this;
  }

  /**
   * Whether an image made for this platform is what somebody asked for. Without a variant any
   * variant will do; who prefers one asks for it.
   */
  public boolean satisfies(Platform wanted) {
    if (!os.equals(wanted.os) || !architecture.equals(wanted.architecture)) {
      return false;
    }
    if (wanted.osVersion != null && !wanted.osVersion.equals(osVersion)) {
      return false;
    }
    return wanted.variant == null || wanted.variant.equals(variant);
  }

  /** {@code linux-arm-v7}: this platform in a file name. */
  public String fileName() {
    return os + "-" + architecture + (variant == null ? "" : "-" + variant);
  }

  @Override
  public int compareTo(Platform other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
