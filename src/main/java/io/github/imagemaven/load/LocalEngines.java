package io.github.imagemaven.load;

import io.github.imagemaven.build.engine.EngineException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which engine of this desk an image goes to. */
final class LocalEngines {
  private final Map<String, String> environment;
  private final Duration limit;

  /**
   * @param environment where programs are looked for, and engines by them
   * @param limit how long an engine may take to answer
   */
  LocalEngines(Map<String, String> environment, Duration limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * What was found, for {@code auto} why nothing was.
   *
   * @throws EngineException where one was asked for that does not answer
   */
  Found look(LoadChoice choice) {
    return switch (choice) {
      case NONE -> Found.none("image.load is none");
      case DOCKER -> required("docker", "Docker", DockerEngine.look(environment, limit));
      case PODMAN -> required("podman", "podman", PodmanEngine.look(environment, limit));
      case AUTO -> any();
    };
  }

  private Found any() {
    Found docker = DockerEngine.look(environment, limit);
    if (docker.engine() != null) {
      return docker;
    }
    Found podman = PodmanEngine.look(environment, limit);
    return podman.engine() != null
        ? podman
        : Found.none(
            "neither Docker ("
                + docker.reason()
                + ") nor podman ("
                + podman.reason()
                + ") answers");
  }

  private static Found required(String setting, String name, Found found) {
    if (found.engine() != null) {
      return found;
    }
    throw new EngineException(
        "image.load is "
            + setting
            + " and "
            + name
            + " does not answer: "
            + found.reason()
            + ". Start it"
            + (setting.equals("docker") ? ", say in DOCKER_HOST where it is" : " or install it")
            + ", or build without loading, -Dimage.load=none",
        null);
  }

  /** Whether an engine of this machine's user may not open every port. */
  static boolean isRootless(@Nullable LocalEngine engine) {
    return engine instanceof PodmanEngine && !"root".equals(System.getProperty("user.name"));
  }
}
