package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.ContainerSettings;
import io.github.imagemaven.build.Format;
import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** From a module's settings and its build to a {@link BuildRequest}. */
final class BuildRequests {
  private static final String OCI = "oci:";

  private BuildRequests() {}

  /**
   * The request.
   *
   * @param application what goes in
   * @param revision the commit it is built from, for a label; null where nobody knows
   * @throws ConfigurationException where a setting is malformed
   */
  static BuildRequest of(
      Settings settings,
      MavenProject project,
      JavaApplication application,
      @Nullable String revision) {
    List<Platform> platforms = Platform.parseList(settings.text("platforms"));
    Instant timestamp = Timestamp.of(project.getProperties().getProperty(Timestamp.PROPERTY));
    return new BuildRequest(
        DestinationName.imageName(settings),
        imageDirectory(project),
        base(settings, project, application),
        platforms,
        buildPlatforms(settings, platforms),
        Format.valueOf(settings.oneOf("format", "auto", "docker", "oci").toUpperCase(Locale.ROOT)),
        settings.oneOf("index", "oci", "docker").equals("docker"),
        settings.oneOf("layout", "sparse", "full").equals("full"),
        timestamp,
        timestamp,
        container(settings, application, revision),
        application);
  }

  /** {@code target/image}. */
  static Path imageDirectory(MavenProject project) {
    return Path.of(project.getBuild().getDirectory()).resolve("image");
  }

  private static BaseReference base(
      Settings settings, MavenProject project, JavaApplication application) {
    String from = settings.optional("from");
    if (from == null) {
      return new BaseReference.InRegistry(Reference.parse(DefaultBase.of(application)));
    }
    if (from.equals("scratch")) {
      return new BaseReference.Scratch();
    }
    if (from.startsWith(OCI)) {
      return layoutBase(from.substring(OCI.length()), project.getBasedir().toPath());
    }
    try {
      return new BaseReference.InRegistry(Reference.parse(from));
    } catch (ConfigurationException e) {
      throw new ConfigurationException("image.from is '" + from + "': " + e.getMessage());
    }
  }

  private static BaseReference layoutBase(String text, Path basedir) {
    int at = text.indexOf('@');
    int colon = text.lastIndexOf(':');
    String directory = text;
    String tag = null;
    Digest digest = null;
    if (at > 0) {
      directory = text.substring(0, at);
      digest = Digest.of(text.substring(at + 1));
    } else if (colon > 1 && colon > text.lastIndexOf('/') && colon > text.lastIndexOf('\\')) {
      directory = text.substring(0, colon);
      tag = Tag.check(text.substring(colon + 1));
    }
    if (directory.isBlank()) {
      throw ConfigurationException.malformed("image.from", OCI + text, "oci:DIR or oci:DIR:tag");
    }
    return new BaseReference.InLayout(basedir.resolve(directory).normalize(), tag, digest);
  }

  private static List<Platform> buildPlatforms(Settings settings, List<Platform> platforms) {
    String text = settings.text("buildPlatforms");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "all" -> platforms;
      case "native" -> List.of(nativePlatform(platforms));
      default -> Platform.parseList(text);
    };
  }

  /** The one of the image's platforms that this machine runs. */
  private static Platform nativePlatform(List<Platform> platforms) {
    String arch =
        switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
        };
    return platforms.stream()
        .filter(platform -> platform.os().equals("linux") && platform.architecture().equals(arch))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "image.buildPlatforms is 'native' and this machine is linux/"
                        + arch
                        + ", which is none of image.platforms "
                        + platforms));
  }

  private static ContainerSettings container(
      Settings settings, JavaApplication application, @Nullable String revision) {
    boolean defaultBase = settings.optional("from") == null;
    List<String> args = settings.words("args");
    String healthcheck = settings.optional("healthcheck");
    return new ContainerSettings(
        settings.family("env"),
        labels(settings, revision),
        settings.family("annotations"),
        settings.list("ports"),
        settings.list("volumes"),
        settings.optional("user"),
        settings.optional("workdir"),
        settings.words("entrypoint"),
        args == null && defaultBase ? DefaultBase.args(application) : args,
        healthcheck == null ? null : HealthcheckText.parse(healthcheck),
        settings.optional("stopSignal"));
  }

  /** The user's labels, and ours. */
  private static Map<String, String> labels(Settings settings, @Nullable String revision) {
    Map<String, String> labels = new TreeMap<>(settings.family("labels"));
    for (String key : labels.keySet()) {
      if (OwnLabels.isReserved(key)) {
        throw new ConfigurationException(
            "image.labels."
                + key
                + " is '"
                + labels.get(key)
                + "': labels of io.github.imagemaven are set by this plugin alone, which trusts"
                + " them later; take another name, such as org.opencontainers.image.revision");
      }
    }
    if (revision != null) {
      labels.put(OwnLabels.REVISION, revision);
    }
    return labels;
  }

  /** A value of a setting or what stands for its absence. */
  static <T> T orElse(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }
}
