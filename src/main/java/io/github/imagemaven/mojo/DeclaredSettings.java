package io.github.imagemaven.mojo;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, declared once for all goals: this is where the descriptor, the {@code help} goal
 * and IDEs have them from.
 *
 * <p>The values are read by {@link Settings}, which reads those of any module of the session in the
 * same way; the fields are not read. All are text, so that a malformed value gets our sentence and
 * not a converter's.
 */
@SuppressWarnings("unused")
abstract class DeclaredSettings extends AbstractMojo {
  /** Skips this plugin in a module. {@code false}, written in a module, insists on an image. */
  @Parameter(property = "image.skip", defaultValue = "false")
  private @Nullable String skip;

  /** The image's name below each of {@code image.registries}. */
  @Parameter(property = "image.name", defaultValue = "${project.artifactId}")
  private @Nullable String name;

  /**
   * Where the image goes: a comma list of {@code host/owner}, such as {@code
   * ghcr.io/acme,docker.io/acme}, and directories as {@code oci:DIR}.
   */
  @Parameter(property = "image.registries")
  private @Nullable String registries;

  /** More destinations, whose failure is reported and does not fail the run. */
  @Parameter(property = "image.optionalRegistries")
  private @Nullable String optionalRegistries;

  /**
   * A comma list of hosts, with port, that are spoken to by http or with a certificate nobody
   * vouches for. Loopback needs no mention.
   */
  @Parameter(property = "image.insecureRegistries")
  private @Nullable String insecureRegistries;

  /**
   * Where no CI system says what a run is for: whether it may publish to registries. On GitHub
   * Actions and GitLab CI the event decides. A destination {@code oci:DIR} is always written.
   */
  @Parameter(property = "image.publish", defaultValue = "false")
  private @Nullable String publish;

  /** Builds and does not publish anywhere. */
  @Parameter(property = "image.skipPush", defaultValue = "false")
  private @Nullable String skipPush;

  /**
   * Builds, looks at every destination, and says what would be sent, tagged and refused; changes
   * nothing there.
   */
  @Parameter(property = "image.dryRun", defaultValue = "false")
  private @Nullable String dryRun;

  /**
   * In a build of several modules: whether tags move only when every module's content is in place,
   * so that one that fails leaves all tags where they were.
   */
  @Parameter(property = "image.publishAtEnd", defaultValue = "true")
  private @Nullable String publishAtEnd;

  /**
   * Whether {@code validate-tag} asks each registry, before anything is compiled, if it would take
   * our push.
   */
  @Parameter(property = "image.checkPush", defaultValue = "true")
  private @Nullable String checkPush;

  /**
   * The tag, instead of the one that the event has. By {@code -D} it is published whatever started
   * the run; in a POM it names the image, and the event decides whether that is published.
   */
  @Parameter(property = "image.tag")
  private @Nullable String tag;

  /**
   * More tags, a comma list. Each may hold {@code {version}}, {@code {major}}, {@code {minor}},
   * {@code {patch}}, {@code {branch}}, {@code {sha}}, {@code {sha7}} and {@code {date}}.
   */
  @Parameter(property = "image.extraTags")
  private @Nullable String extraTags;

  /** The branch whose pushes are published as {@code latest}. */
  @Parameter(property = "image.latestBranch", defaultValue = "main")
  private @Nullable String latestBranch;

  /** Whether a git tag such as {@code v1.2.3-rc.1} releases a version. */
  @Parameter(property = "image.preReleases", defaultValue = "false")
  private @Nullable String preReleases;

  /**
   * The base: {@code [host/]name[:tag][@digest]}, {@code scratch} or {@code oci:DIR[:tag]}. Default
   * {@code eclipse-temurin:RELEASE-jre} with the Java release of the module, for a war Jetty.
   */
  @Parameter(property = "image.from")
  private @Nullable String from;

  /** Where images of Docker Hub are pulled from instead, {@code host[/path]}. */
  @Parameter(property = "image.mirror")
  private @Nullable String mirror;

  /** The platforms of the image, a comma list of {@code os/architecture[/variant]}. */
  @Parameter(property = "image.platforms", defaultValue = "linux/amd64,linux/arm64")
  private @Nullable String platforms;

  /**
   * What this run builds: {@code all}, {@code native}, or a part of {@code image.platforms}. With
   * anything but {@code all}, {@code push-all} uploads by digest only, and {@code manifest} joins
   * what several runs have built.
   */
  @Parameter(property = "image.buildPlatforms", defaultValue = "all")
  private @Nullable String buildPlatforms;

  /**
   * Where {@code manifest} finds the part files of the runs that built, in this folder or below it,
   * for all modules. Relative to where Maven is started. Default each module's own {@code
   * target/image/parts}.
   */
  @Parameter(property = "image.parts")
  private @Nullable String parts;

  /**
   * GitHub's runners for the output {@code matrix}, a comma list of {@code platform=label}, several
   * labels of one runner with {@code +} between them. Default {@code ubuntu-24.04-arm} for arm,
   * {@code ubuntu-24.04} for others.
   */
  @Parameter(property = "image.runners")
  private @Nullable String runners;

  /**
   * The format of manifests and configs: {@code oci}, {@code docker}, or {@code auto}, which is OCI
   * unless the image has a health check, which OCI cannot carry.
   */
  @Parameter(property = "image.format", defaultValue = "auto")
  private @Nullable String format;

  /**
   * What joins the platforms: {@code oci}, an OCI index, or {@code docker}, a Docker manifest list,
   * for a registry that takes nothing else.
   */
  @Parameter(property = "image.index", defaultValue = "oci")
  private @Nullable String index;

  /**
   * Whether base layers are copied into {@code target/image/layout}: {@code full}, or {@code
   * sparse}, which leaves them where they are.
   */
  @Parameter(property = "image.layout", defaultValue = "sparse")
  private @Nullable String layout;

  /**
   * The main class. Default: the one that the artifact's manifest names, else the one that is found
   * among its classes.
   */
  @Parameter(property = "image.mainClass")
  private @Nullable String mainClass;

  /** Flags of the JVM, split as shell words. */
  @Parameter(property = "image.jvmFlags")
  private @Nullable String jvmFlags;

  /** Default arguments, split as shell words. */
  @Parameter(property = "image.args")
  private @Nullable String args;

  /**
   * The entry point, split as shell words, or {@code INHERIT} for the base's. Default: {@code java}
   * with {@code image.jvmFlags}, the class path and the main class.
   */
  @Parameter(property = "image.entrypoint")
  private @Nullable String entrypoint;

  /**
   * The Containerfile or Dockerfile that makes the image, relative to the module. Then no Java
   * application is made an image of; what the other settings say of the container is put into what
   * the file makes. In a module that is no jar and no war it counts where its own POM has it.
   */
  @Parameter(property = "image.containerfile")
  private @Nullable String containerfile;

  /**
   * Where {@code COPY} and {@code ADD} of the Containerfile take from: a folder inside of the
   * module, relative to it. Default the module's.
   */
  @Parameter(property = "image.context")
  private @Nullable String context;

  /** The stage of the Containerfile that is the image. Default the last. */
  @Parameter(property = "image.target")
  private @Nullable String target;

  /**
   * What builds the Containerfile: {@code buildah}, {@code podman}, {@code docker} (its buildx), or
   * {@code auto}, the first of them that is installed and can.
   */
  @Parameter(property = "image.engine", defaultValue = "auto")
  private @Nullable String engine;

  /**
   * When the engine asks registries for the images that the Containerfile names: {@code always},
   * {@code missing} or {@code never}. Default what the engine does by itself, with {@code mvn -o}
   * {@code never}.
   */
  @Parameter(property = "image.pull")
  private @Nullable String pull;

  /**
   * What steps of the Containerfile reach: {@code default}, the engine's network, {@code none}, or
   * {@code host}, this machine's.
   */
  @Parameter(property = "image.network", defaultValue = "default")
  private @Nullable String network;

  /**
   * Where the engine looks for results of steps that it does not have itself: a repository of a
   * registry, such as {@code ghcr.io/acme/app-cache}; with Docker's buildx also {@code type=…}, in
   * which {@code {platform}} stands for {@code linux-amd64} and so on.
   */
  @Parameter(property = "image.cacheFrom")
  private @Nullable String cacheFrom;

  /** Where the engine puts results of steps, as {@code image.cacheFrom}. */
  @Parameter(property = "image.cacheTo")
  private @Nullable String cacheTo;

  /**
   * How long the engine may take for all platforms together, {@code 30m}; then it is stopped.
   * Default as long as it wants.
   */
  @Parameter(property = "image.buildTimeout")
  private @Nullable String buildTimeout;

  /**
   * Limits of the programs that steps of the Containerfile run, a comma list of {@code
   * name=soft:hard}, such as {@code nofile=1024:2048}.
   */
  @Parameter(property = "image.ulimits")
  private @Nullable String ulimits;

  /** Ports the application listens on: {@code 8080,9000-9010,53/udp}. */
  @Parameter(property = "image.ports")
  private @Nullable String ports;

  /** Volumes, a comma list of absolute paths. */
  @Parameter(property = "image.volumes")
  private @Nullable String volumes;

  /** Who the application runs as: {@code user[:group]}. Default: the base's. */
  @Parameter(property = "image.user")
  private @Nullable String user;

  /** The working directory, an absolute path. Default: the base's. */
  @Parameter(property = "image.workdir")
  private @Nullable String workdir;

  /**
   * A health check in the words of a Containerfile: {@code --interval=30s CMD curl -f
   * http://localhost:8080/}, or {@code NONE}. Default: the base's.
   */
  @Parameter(property = "image.healthcheck")
  private @Nullable String healthcheck;

  /** The signal that stops the application, such as {@code SIGTERM}. Default: the base's. */
  @Parameter(property = "image.stopSignal")
  private @Nullable String stopSignal;

  /**
   * Where the application goes in the image, an absolute path. Default: {@code /app}, for a war
   * {@code /var/lib/jetty/webapps/ROOT}.
   */
  @Parameter(property = "image.appRoot")
  private @Nullable String appRoot;

  /** A folder that is copied into the image's root as it is, relative to the module. */
  @Parameter(property = "image.extraDirectory", defaultValue = "src/main/image")
  private @Nullable String extraDirectory;

  /** Owner of all files added, {@code uid:gid}. */
  @Parameter(property = "image.owner", defaultValue = "0:0")
  private @Nullable String owner;

  /**
   * Where {@code build} loads the image: {@code docker}, {@code podman}, {@code none}, or {@code
   * auto}, the first of them that answers.
   */
  @Parameter(property = "image.load", defaultValue = "auto")
  private @Nullable String load;

  /** How often a blob or manifest is tried. */
  @Parameter(property = "image.retry.attempts", defaultValue = "3")
  private @Nullable String retryAttempts;

  /**
   * The wait before the second attempt, such as {@code 10s}, {@code 500ms} or {@code 1m}; it
   * doubles with each further one.
   */
  @Parameter(property = "image.retry.delay", defaultValue = "10s")
  private @Nullable String retryDelay;

  /**
   * When what a moved tag left goes: {@code after} the tags have moved, or {@code before}, when all
   * content is in place, for a registry whose quota leaves no choice. If a tag then does not move,
   * what it named is gone.
   */
  @Parameter(property = "image.cleanup.order", defaultValue = "after")
  private @Nullable String cleanupOrder;

  /**
   * How old an untagged image must be that no publication of this run displaced, such as {@code 7d}
   * or {@code 12h}, by the registry's clock.
   */
  @Parameter(property = "image.cleanup.minAge", defaultValue = "7d")
  private @Nullable String cleanupMinAge;

  /** Whether nothing of the module is cleaned up, whatever its goals are bound to. */
  @Parameter(property = "image.cleanup.skip", defaultValue = "false")
  private @Nullable String cleanupSkip;

  /** How many of the images displaced last stay, for who pulls by digest. */
  @Parameter(property = "image.cleanup.keep", defaultValue = "0")
  private @Nullable String cleanupKeep;

  /** Whether a clean-up that fails fails the build. What was published stays published. */
  @Parameter(property = "image.cleanup.failOnError", defaultValue = "false")
  private @Nullable String cleanupFailOnError;

  /**
   * Registries of GitHub Enterprise and where its API answers, a comma list of {@code HOST=URL};
   * that of the server whose runner this is need not be named.
   */
  @Parameter(property = "image.cleanup.github")
  private @Nullable String cleanupGithub;
}
