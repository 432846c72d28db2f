package io.github.imagemaven.build.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder that Docker's command takes for the user's configuration: his own, with our credentials
 * in the place of his, so that nothing of his is touched.
 *
 * <p>Source: <a href="https://docs.docker.com/reference/cli/docker/">docker, configuration
 * files</a>.
 */
public final class DockerConfig {
  private static final String FILE = "config.json";
  private static final String HUB = "https://index.docker.io/v1/";

  private DockerConfig() {}

  /**
   * Makes one.
   *
   * @param secrets that nobody but this user may read; the folder is made below it
   * @param credentials by host as in a reference
   * @param environment of this process
   */
  public static Path write(
      Path secrets, Map<String, Credential> credentials, Map<String, String> environment)
      throws IOException {
    Path folder = Files.createTempDirectory(secrets, "docker");
    Path own = own(environment);
    ObjectNode root = Json.object();
    if (Files.isDirectory(own)) {
      if (Files.isRegularFile(own.resolve(FILE))) {
        root =
            Json.parseObject(Files.readAllBytes(own.resolve(FILE)), own.resolve(FILE).toString());
      }
      link(own, folder);
    }
    root.remove(List.of("credsStore", "credHelpers")); // they would be asked before this file
    Map<String, Credential> byKey = new TreeMap<>();
    credentials.forEach((host, each) -> byKey.put(host.equals("docker.io") ? HUB : host, each));
    AuthFile.put(byKey, root.withObject("/auths"));
    Files.write(folder.resolve(FILE), Json.bytes(root));
    return folder;
  }

  private static Path own(Map<String, String> environment) {
    String set = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return (set.isEmpty() ? Path.of(home, ".docker") : Path.of(set)).toAbsolutePath();
  }

  /** Contexts, builders and plug-ins are where they are. */
  private static void link(Path own, Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(own)) {
      for (Path each : entries.toList()) {
        if (!each.endsWith(FILE)) {
          Files.createSymbolicLink(folder.resolve(each.getFileName()), each);
        }
      }
    }
  }
}
