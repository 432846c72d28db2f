package io.github.imagemaven.build;

import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.EngineOptions.Pull;
import io.github.imagemaven.build.engine.Containerfile;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engine.Kind;
import io.github.imagemaven.build.engine.Machine;
import io.github.imagemaven.oci.Platform;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an engine can build what is wanted. What it would pass over in silence counts as what it
 * cannot do.
 *
 * @param platforms that are built
 * @param machine this one
 * @param environment of this process
 */
record EngineFit(
    ContainerfileSource source,
    Containerfile file,
    List<Platform> platforms,
    Machine machine,
    Map<String, String> environment) {
  /**
   * What is in its way.
   *
   * @param why what the engine lacks
   * @param wayOut what to do
   */
  record Lack(String why, String wayOut) {}

  /** The first thing that is in the way of an engine; null where it can. */
  @Nullable Lack of(Engine engine) {
    Lack lack = heredoc(engine);
    lack = lack != null ? lack : platform(engine);
    lack = lack != null ? lack : anotherPlatform(engine);
    lack = lack != null ? lack : cache(engine);
    lack = lack != null ? lack : network(engine);
    return lack != null || engine.kind() != Kind.DOCKER ? lack : buildx(engine);
  }

  private @Nullable Lack heredoc(Engine engine) {
    int line = file.heredocLine();
    boolean takes =
        switch (engine.kind()) {
          case BUILDAH -> engine.isSince(1, 35);
          case PODMAN -> engine.isSince(5, 0);
          case DOCKER -> engine.builder().recent() || file.namesItsSyntax();
        };
    return line == 0 || takes
        ? null
        : new Lack(
            engine
                + " takes no here-document (line "
                + line
                + ") "
                + switch (engine.kind()) {
                  case BUILDAH -> "before 1.35";
                  case PODMAN -> "before 5.0";
                  case DOCKER -> "with a BuildKit before 0.10";
                },
            "install buildah 1.35 or podman 5.0 or newer (Debian 13, Ubuntu 25.04 and Fedora 40"
                + " have them) or Docker's buildx, or write the lines with && and \\ at their"
                + " ends");
  }

  /** Docker may build elsewhere, or bring an emulator along. */
  private @Nullable Lack platform(Engine engine) {
    if (!file.runsProgramsOfThePlatform(source.target(), machine.own().toString())) {
      return null;
    }
    boolean isDocker = engine.kind() == Kind.DOCKER;
    for (Platform platform : platforms) {
      if (isDocker ? !engine.builder().runs(platform) : !machine.runs(platform)) {
        return new Lack(
            engine
                + (isDocker ? " has a builder that" : " on this machine, " + machine.own() + ",")
                + " runs programs of "
                + platform
                + " for RUN steps neither natively nor by binfmt",
            "build it on a runner of that platform with image.buildPlatforms=native, or let this"
                + " one emulate it (apt-get install qemu-user-static; on GitHub the action"
                + " docker/setup-qemu-action)");
      }
    }
    return null;
  }

  private @Nullable Lack anotherPlatform(Engine engine) {
    if (engine.kind() == Kind.DOCKER) {
      return null;
    }
    boolean knows = engine.kind() == Kind.BUILDAH ? engine.isSince(1, 29) : engine.isSince(4, 4);
    String own = knows ? machine.own().toString() : ""; // else it is empty there, and passed over
    int line = file.lineOfAnotherPlatform(source.target(), platforms, own, source.buildArgs());
    return line == 0
        ? null
        : new Lack(
            engine
                + " takes the image of line "
                + line
                + " for the platform that a FROM before it names, and not for each of "
                + platforms,
            "say in line "
                + line
                + " FROM --platform=$TARGETPLATFORM (of a COPY or RUN, in its stage's FROM), which"
                + " all engines take as it is meant, or take Docker's buildx");
  }

  private @Nullable Lack cache(Engine engine) {
    BuildCache cache = source.options().cache();
    if (cache.isNone()) {
      return null;
    }
    if (engine.kind() == Kind.DOCKER) {
      return cache.to() == null || engine.builder().exports()
          ? null
          : new Lack(
              engine + " has a builder that puts no cache anywhere (image.cacheTo)",
              "make another with docker buildx create --use, or switch Docker to containerd's image"
                  + " store");
    }
    String kind = cache.kind();
    if (kind != null) {
      return new Lack(
          engine + " has caches in registries alone, and not '" + kind + "'",
          "name a repository, or take Docker's buildx");
    }
    return engine.kind() == Kind.BUILDAH ? since(engine, 1, 28) : since(engine, 4, 3);
  }

  private static @Nullable Lack since(Engine engine, int major, int minor) {
    return engine.isSince(major, minor)
        ? null
        : new Lack(
            engine + " has no cache in a registry before " + major + "." + minor,
            "install a newer one, or leave image.cacheFrom and image.cacheTo out");
  }

  /**
   * With a mere change of root, buildah 1.28 gives steps the machine's network, whatever is said.
   */
  private @Nullable Lack network(Engine engine) {
    boolean isOfBuildah = engine.kind() != Kind.DOCKER;
    boolean isChroot = "chroot".equals(environment.get("BUILDAH_ISOLATION"));
    return isOfBuildah && isChroot && source.options().network() == Network.NONE
        ? new Lack(
            engine
                + " keeps no step off the network (image.network=none) with"
                + " BUILDAH_ISOLATION=chroot",
            "take BUILDAH_ISOLATION out of the environment, or leave image.network out")
        : null;
  }

  private @Nullable Lack buildx(Engine engine) {
    if (!engine.isSince(0, 10)) {
      return new Lack(
          engine + " is older than 0.10, and describes an image within it",
          "install a newer one (apt-get install docker-buildx)");
    }
    if (source.name().endsWith(".in")) { // what lines with # say there it takes for comments
      return new Lack(
          engine + " has no preprocessor for " + source.name(),
          "install buildah or podman, which have cpp read it first, or write what comes of that");
    }
    Pull pull = source.options().pull();
    if (pull == Pull.NEVER || (pull == Pull.MISSING && engine.builder().exports())) {
      return new Lack(
          engine + " asks registries for bases whatever it has",
          "leave image.pull (and mvn -o) out, or take buildah or podman");
    }
    return source.options().ulimits().isEmpty() || engine.builder().recent()
        ? null
        : new Lack(
            engine + " has a BuildKit before 0.10, which knows no limits (image.ulimits)",
            "install a newer Docker, or leave image.ulimits out");
  }
}
