package io.github.imagemaven.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files where {@code podman login} and {@code docker login} keep credentials, in the order
 * podman reads them (<a
 * href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">containers-auth.json(5)</a>).
 */
final class ConfigFiles {
  private static final String PODMAN = "containers/auth.json";

  private ConfigFiles() {}

  /**
   * A variable that is empty, or a folder of XDG or {@code HOME} that is no absolute path, is not
   * set. Podman and docker write below {@code HOME}; Java takes the home folder from the system's
   * list of users, and the two differ in a container of a workflow.
   */
  static List<CredentialSource> of(
      Map<String, String> environment, Path home, HelperPrograms programs) {
    Path named = path(environment, "REGISTRY_AUTH_FILE");
    Path runtime = absolute(path(environment, "XDG_RUNTIME_DIR"));
    Path config = absolute(path(environment, "XDG_CONFIG_HOME"));
    Path docker = path(environment, "DOCKER_CONFIG");
    List<Path> homes =
        Stream.of(absolute(path(environment, "HOME")), home)
            .flatMap(Stream::ofNullable)
            .distinct()
            .toList();

    List<CredentialSource> files = new ArrayList<>();
    Stream.of(
            Stream.of(
                named,
                runtime != null ? runtime.resolve(PODMAN) : runtimeFile(home),
                below(config, PODMAN)),
            homes.stream().map(each -> each.resolve(".config").resolve(PODMAN)),
            // docker with DOCKER_CONFIG does not look at ~/.docker: the user has turned from it
            docker != null
                ? Stream.of(docker.resolve("config.json"))
                : homes.stream().map(each -> each.resolve(".docker").resolve("config.json")))
        .flatMap(each -> each)
        .flatMap(Stream::ofNullable)
        .distinct()
        .forEach(file -> files.add(ConfigFile.of(file, programs)));
    homes.forEach(each -> files.add(ConfigFile.legacy(each.resolve(".dockercfg"), programs)));
    return files;
  }

  /**
   * Where podman on Linux writes without {@code XDG_RUNTIME_DIR}, as for root in a container of CI:
   * {@code /run/containers/UID/auth.json}. The user is taken to be the owner of the home folder.
   */
  private static @Nullable Path runtimeFile(Path home) {
    try {
      return Path.of("/run/containers", Files.getAttribute(home, "unix:uid") + "", "auth.json");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return null; // no such home, or no such notion of a user: then no podman has written there
    }
  }

  private static @Nullable Path below(@Nullable Path folder, String file) {
    return folder == null ? null : folder.resolve(file);
  }

  private static @Nullable Path absolute(@Nullable Path path) {
    return path != null && path.isAbsolute() ? path : null;
  }

  private static @Nullable Path path(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      return null;
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new CredentialException(
          "The variable " + variable + " should be a path, but is " + value + ". Correct it.", e);
    }
  }
}
