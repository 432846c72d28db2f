package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final Pattern PART = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,31}");
  private static final Pattern VARIANT = Pattern.compile("[a-z0-9_][a-z0-9_.]{0,31}");

  /** Written out, as {@link Digest#equals} is. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Platform platform && compareTo(platform) == 0;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /**
   * Reads {@code os/architecture} or {@code os/architecture/variant}. Other names of a platform are
   * the same platform: {@code arm64/v8} and {@code aarch64} are {@code arm64}, as for every engine.
   *
   * @throws ConfigurationException where the text has another form
   */
  public static Platform parse(String text) {
    String[] parts = text.strip().split("/", -1);
    Platform platform =
        parts.length == 2 || parts.length == 3
            ? normal(parts[0], parts[1], parts.length == 3 ? parts[2] : null, null)
            : null;
    if (platform == null) {
      throw ConfigurationException.malformed(
          "platform", text, "os/architecture or os/architecture/variant, such as linux/amd64");
    }
    return platform;
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
    String os = text(node, "os");
    String architecture = text(node, "architecture");
    return os == null || architecture == null
        ? null
        : normal(os, architecture, text(node, "variant"), text(node, "os.version"));
  }

  private static @Nullable String text(JsonNode node, String member) {
    String text = node.path(member).textValue();
    return text == null || text.isEmpty() ? null : text;
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

  /** The platform under its usual names; null where a part is malformed. */
  private static @Nullable Platform normal(
      String anyOs, String anyArchitecture, @Nullable String anyVariant, @Nullable String version) {
    String os = anyOs.toLowerCase(Locale.ROOT);
    String architecture = anyArchitecture.toLowerCase(Locale.ROOT);
    String variant = anyVariant == null ? null : anyVariant.toLowerCase(Locale.ROOT);
    if (!PART.matcher(os).matches()
        || !PART.matcher(architecture).matches()
        || (variant != null && !VARIANT.matcher(variant).matches())) {
      return null;
    }
    String system = os.equals("macos") ? "darwin" : os;
    return switch (architecture) {
      case "x86_64", "x86-64", "amd64" ->
          new Platform(system, "amd64", "v1".equals(variant) ? null : variant, version);
      case "i386" -> new Platform(system, "386", null, version);
      case "aarch64", "arm64" ->
          new Platform(system, "arm64", isVersion8(variant) ? null : variant, version);
      case "armhf" -> new Platform(system, "arm", "v7", version);
      case "armel" -> new Platform(system, "arm", "v6", version);
      case "arm" ->
          new Platform(
              system,
              "arm",
              variant != null && isDigit(variant) ? "v" + variant : variant,
              version);
      default -> new Platform(system, architecture, variant, version);
    };
  }

  private static boolean isVersion8(@Nullable String variant) {
    return "v8".equals(variant) || "8".equals(variant);
  }

  private static boolean isDigit(String variant) {
    return variant.length() == 1 && Character.isDigit(variant.charAt(0));
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
    int byName = toString().compareTo(other.toString());
    return byName != 0 ? byName : version().compareTo(other.version());
  }

  private String version() {
    return osVersion == null ? "" : osVersion;
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
