package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.ContainerSettings;
import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.build.ContainerfileSource;
import io.github.imagemaven.build.Content;
import io.github.imagemaven.build.Description;
import io.github.imagemaven.build.Format;
import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.SecretForm;
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
   * The request; where a setting is malformed, something harmless stands in its place.
   *
   * @param platforms what the image has, and what of it is built
   * @param content what goes in
   * @param commit what it is built from, for a label and as the image's time; null where nobody
   *     knows
   * @param release the version that the image is released as; null where it is none
   */
  static BuildRequest of(
      Settings settings,
      MavenProject project,
      PlatformSettings platforms,
      Content content,
      @Nullable Commit commit,
      @Nullable String release,
      Problems problems) {
    Instant timestamp = problems.orNull(() -> timestamp(settings));
    String name = problems.orElse(() -> DestinationName.imageName(settings), "image");
    return new BuildRequest(
        name,
        imageDirectory(project),
        problems.orElse(() -> base(settings, project, content), standIn(project)),
        platforms.image(),
        platforms.built(),
        problems.orElse(() -> format(settings), Format.AUTO),
        problems.orElse(() -> isOther(settings, "index", "oci", "docker"), false),
        problems.orElse(() -> isOther(settings, "layout", "sparse", "full"), false),
        orElse(timestamp, orElse(timeOf(commit), Instant.EPOCH)),
        orElse(timestamp, Instant.EPOCH),
        ProjectLabels.of(project, commit, timestamp == null ? timeOf(commit) : timestamp, release),
        new Description(
            labels(settings, name, commit, release, problems),
            problems.orElse(() -> settings.family("annotations"), Map.of())),
        container(settings, content, problems),
        content);
  }

  /** Of a layout nothing is asked before it is read, unlike of scratch and of a registry. */
  private static BaseReference standIn(MavenProject project) {
    return new BaseReference.InLayout(imageDirectory(project), null, null);
  }

  /** Where nobody knows it, 1970 stands in its place, so that no image depends on a clock. */
  private static @Nullable Instant timeOf(@Nullable Commit commit) {
    return commit == null ? null : commit.time();
  }

  /** The command line's wins, as for the jar. */
  static @Nullable Instant timestamp(Settings settings) {
    return Timestamp.of(settings.property(Timestamp.PROPERTY));
  }

  private static Format format(Settings settings) {
    String word = settings.oneOf("format", "auto", "docker", "oci");
    return Format.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static boolean isOther(Settings settings, String name, String usual, String other) {
    return settings.oneOf(name, usual, other).equals(other);
  }

  /** {@code target/image}. */
  static Path imageDirectory(MavenProject project) {
    return Path.of(project.getBuild().getDirectory()).resolve("image");
  }

  /**
   * The base.
   *
   * @throws ConfigurationException where the setting is malformed
   */
  static BaseReference base(Settings settings, MavenProject project, @Nullable Content content) {
    if (content instanceof ContainerfileSource source) {
      return Containerfiles.base(source);
    }
    String from = settings.optional("from");
    if (from == null && content instanceof JavaApplication application) {
      return new BaseReference.InRegistry(Reference.parse(DefaultBase.of(application)));
    }
    if (from == null) {
      throw new IllegalArgumentException("nobody knows a default base of " + content);
    }
    if (from.equals("scratch")) {
      return new BaseReference.Scratch();
    }
    if (from.equalsIgnoreCase("scratch")) {
      throw ConfigurationException.malformed("image.from", from, "scratch, in lower case");
    }
    DestinationName.checkSecret("image.from", from);
    if (from.startsWith(OCI)) {
      return layoutBase(from.substring(OCI.length()), project.getBasedir().toPath());
    }
    int scheme = from.indexOf("://");
    if (scheme >= 0) {
      throw ConfigurationException.malformed(
          "image.from",
          from,
          "[host/]name[:tag][@digest] without scheme, "
              + from.substring(scheme + 3)
              + ", or oci:DIR[:tag], or scratch");
    }
    try {
      return new BaseReference.InRegistry(Reference.parse(from));
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "image.from is " + SecretForm.quoted(from) + ": " + e.getMessage());
    }
  }

  private static BaseReference layoutBase(String text, Path basedir) {
    DestinationName.checkHome("image.from", OCI + text, text);
    int slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
    int at = text.lastIndexOf('@');
    int colon = text.lastIndexOf(':');
    String directory = text;
    String tag = null;
    Digest digest = null;
    if (at > 0 && at > slash) {
      directory = text.substring(0, at);
      digest = Digest.of(text.substring(at + 1));
    } else if (colon > 1 && colon > slash) {
      directory = text.substring(0, colon);
      tag = Tag.check(text.substring(colon + 1));
    }
    if (directory.isBlank()) {
      throw ConfigurationException.malformed("image.from", OCI + text, "oci:DIR or oci:DIR:tag");
    }
    return new BaseReference.InLayout(basedir.resolve(directory).normalize(), tag, digest);
  }

  private static ContainerSettings container(
      Settings settings, Content content, Problems problems) {
    List<String> args = problems.orNull(() -> settings.words("args"));
    List<String> defaultArgs =
        content instanceof JavaApplication application
                && !settings.isSet("args")
                && problems.orElse(() -> isDefaultBase(settings, application), false)
            ? DefaultBase.args(application)
            : args;
    return new ContainerSettings(
        problems.orElse(() -> settings.family("env"), Map.of()),
        problems.orElse(() -> settings.list("ports"), List.of()),
        problems.orElse(() -> settings.list("volumes"), List.of()),
        problems.orNull(() -> settings.optional("user")),
        problems.orNull(() -> settings.optional("workdir")),
        problems.orNull(() -> entrypoint(settings)),
        defaultArgs,
        problems.orNull(() -> healthcheck(settings)),
        problems.orNull(() -> settings.optional("stopSignal")));
  }

  /** Nobody names one, or the default one by its digest, as a split run does to pin it. */
  private static boolean isDefaultBase(Settings settings, JavaApplication application) {
    String from = settings.optional("from");
    return from == null || from.startsWith(DefaultBase.qualified(application) + "@");
  }

  private static @Nullable List<String> entrypoint(Settings settings) {
    List<String> words = settings.words("entrypoint");
    String only = words != null && words.size() == 1 ? words.get(0) : "";
    if (only.equalsIgnoreCase("INHERIT") && !only.equals("INHERIT")) {
      throw ConfigurationException.malformed(
          "image.entrypoint", only, "INHERIT, in capitals, for the base's");
    }
    return words;
  }

  private static @Nullable Healthcheck healthcheck(Settings settings) {
    String text = settings.optional("healthcheck");
    return text == null ? null : HealthcheckText.parse(text);
  }

  /** The user's labels, and ours. */
  private static Map<String, String> labels(
      Settings settings,
      String name,
      @Nullable Commit commit,
      @Nullable String release,
      Problems problems) {
    Map<String, String> labels =
        new TreeMap<>(problems.orElse(() -> ownLabels(settings), Map.of()));
    labels.put(OwnLabels.NAME, name);
    if (commit != null) {
      labels.put(OwnLabels.REVISION, commit.id());
    }
    Instant committed = timeOf(commit);
    if (committed != null) {
      labels.put(OwnLabels.COMMITTED, committed.toString());
    }
    if (release != null) {
      labels.put(OwnLabels.VERSION, release);
    }
    return labels;
  }

  private static Map<String, String> ownLabels(Settings settings) {
    Map<String, String> labels = settings.family("labels");
    for (String key : labels.keySet()) {
      if (OwnLabels.isReserved(key)) {
        throw new ConfigurationException(
            "image.labels."
                + key
                + " is set: labels of io.github.imagemaven are set by this plugin alone, which"
                + " trusts them later; take another name, such as"
                + " org.opencontainers.image.revision");
      }
    }
    return labels;
  }

  /** A value of a setting or what stands for its absence. */
  static <T> T orElse(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }
}
