package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildCache;
import io.github.imagemaven.build.ContainerfileSource;
import io.github.imagemaven.build.EngineOptions;
import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.EngineOptions.Pull;
import io.github.imagemaven.build.EngineOptions.Secret;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** From a module's settings to a {@link ContainerfileSource}. */
final class Containerfiles {
  private static final String SETTING = "containerfile";

  /** Settings that say what a Containerfile says itself, or the engine decides. */
  private static final Map<String, String> NO_PLACE =
      Map.of(
          "from", "its FROM names the base",
          "mirror", "the engine pulls the base: name the mirror in registries.conf",
          "mainClass", "its ENTRYPOINT or CMD, or image.entrypoint, says what is started",
          "jvmFlags", "its ENTRYPOINT or CMD, or image.entrypoint, says what is started",
          "appRoot", "its COPY says what goes where",
          "extraDirectory", "its COPY says what goes where",
          "owner", "its COPY --chown says whose files are");

  private static final Pattern VARIABLE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*");

  private Containerfiles() {}

  /**
   * Whether a module's image is made by a Containerfile: {@code image.containerfile} is set, and
   * what is no jar and no war, such as a parent, sets it itself.
   */
  static boolean isMadeByOne(Settings settings, MavenProject module) {
    return settings.isSet(SETTING) && (NoImage.isArchive(module) || isOwn(module));
  }

  /** Whether the module's own POM has the setting, and not only a parent's. */
  private static boolean isOwn(MavenProject module) {
    Model own = module.getOriginalModel();
    Stream<Properties> properties =
        Stream.concat(
            Stream.of(own.getProperties()), own.getProfiles().stream().map(Profile::getProperties));
    return properties.anyMatch(each -> each.getProperty(Settings.PREFIX + SETTING) != null)
        || isConfigured(own);
  }

  private static boolean isConfigured(Model own) {
    return own.getBuild() != null
        && own.getBuild().getPlugins().stream()
            .flatMap(each -> Stream.concat(Stream.of(each), each.getExecutions().stream()))
            .map(ConfigurationContainer::getConfiguration)
            .anyMatch(each -> each instanceof Xpp3Dom dom && dom.getChild(SETTING) != null);
  }

  /**
   * The module's Containerfile and what it is built with. Where a setting is malformed, something
   * harmless stands in its place.
   */
  static ContainerfileSource of(
      Settings settings, MavenProject module, MavenSession session, Problems problems) {
    for (Map.Entry<String, String> each : NO_PLACE.entrySet()) {
      problems.attempt(() -> refuse(settings, each.getKey(), each.getValue()));
    }
    Path basedir = module.getBasedir().toPath().toAbsolutePath().normalize();
    return new ContainerfileSource(
        basedir,
        BuildRequests.imageDirectory(module).toAbsolutePath().normalize(),
        problems.orElse(() -> file(settings, basedir), basedir.resolve("Containerfile")),
        problems.orElse(() -> context(settings, basedir), basedir),
        problems.orNull(() -> settings.optional("target")),
        problems.orElse(() -> settings.family("buildArgs"), Map.of()),
        problems.orElse(() -> engines(settings), List.of(Engine.Kind.values())),
        new EngineOptions(
            problems.orNull(() -> BuildRequests.timestamp(settings)),
            problems.orElse(() -> pull(settings, session), Pull.USUAL),
            problems.orElse(() -> network(settings), Network.DEFAULT),
            problems.orElse(() -> settings.list("ulimits"), List.of()),
            problems.orElse(() -> secrets(settings, basedir), Map.of()),
            problems.orElse(() -> cache(settings), BuildCache.NONE),
            problems.orNull(() -> limit(settings))));
  }

  private static void refuse(Settings settings, String name, String instead) {
    if (settings.isSet(name)) {
      throw new ConfigurationException(
          Settings.PREFIX
              + name
              + " has no place in an image that a Containerfile makes, "
              + instead
              + "; leave it empty in this module");
    }
  }

  /** What the image stands on, as far as anybody knows without the engine. */
  static BaseReference base(ContainerfileSource source) {
    Path file = source.file();
    String name =
        file.startsWith(source.module()) ? source.module().relativize(file).toString() : "" + file;
    return new BaseReference.OfContainerfile(name.replace('\\', '/'));
  }

  private static Path file(Settings settings, Path basedir) {
    return basedir.resolve(settings.text(SETTING)).normalize();
  }

  private static Path context(Settings settings, Path basedir) {
    String context = settings.optional("context");
    return context == null ? basedir : basedir.resolve(context).normalize();
  }

  /** Offline there is no question. */
  private static Pull pull(Settings settings, MavenSession session) {
    if (!settings.isSet("pull")) {
      return session.isOffline() ? Pull.NEVER : Pull.USUAL;
    }
    String pull = settings.oneOf("pull", "always", "missing", "never");
    if (session.isOffline() && !pull.equals("never")) {
      throw new ConfigurationException(
          "Maven is offline (-o) and image.pull is "
              + pull
              + ": run without -o, or with -Dimage.pull=never, for which the engine's storage has"
              + " to have the bases");
    }
    return Pull.valueOf(pull.toUpperCase(Locale.ROOT));
  }

  private static Network network(Settings settings) {
    return Network.valueOf(
        settings.oneOf("network", "default", "none", "host").toUpperCase(Locale.ROOT));
  }

  private static BuildCache cache(Settings settings) {
    return new BuildCache(settings.optional("cacheFrom"), settings.optional("cacheTo"));
  }

  private static @Nullable Duration limit(Settings settings) {
    return settings.isSet("buildTimeout") ? settings.duration("buildTimeout") : null;
  }

  private static Map<String, Secret> secrets(Settings settings, Path basedir) {
    Map<String, Secret> secrets = new TreeMap<>();
    settings.family("secrets").forEach((id, text) -> secrets.put(id, secret(id, text, basedir)));
    return secrets;
  }

  /** The value is not repeated: somebody may have written the secret itself. */
  private static Secret secret(String id, String text, Path basedir) {
    String where = text.strip();
    if (where.startsWith("file:") && where.length() > "file:".length()) {
      return new Secret.InFile(basedir.resolve(where.substring("file:".length())).normalize());
    }
    if (where.startsWith("env:") && VARIABLE.matcher(where).matches()) {
      return new Secret.InVariable(where.substring("env:".length()));
    }
    throw new ConfigurationException(
        "image.secrets."
            + id
            + " does not say where the secret is (its value is not repeated here): expected"
            + " file:PATH, or env:NAME with the name of an environment variable");
  }

  private static List<Engine.Kind> engines(Settings settings) {
    String engine = settings.oneOf("engine", "auto", "buildah", "podman", "docker");
    return engine.equals("auto")
        ? List.of(Engine.Kind.values())
        : List.of(Engine.Kind.valueOf(engine.toUpperCase(Locale.ROOT)));
  }
}
