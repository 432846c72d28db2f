package io.github.imagemaven.workflow;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What {@code src/lab/proof/pipeline} has made ready: two registries that Java finds under the
 * names of GHCR and Docker Hub, and Maven with a Java for each architecture.
 */
final class Lab {
  private final Properties properties = new Properties();

  Lab() throws IOException {
    String file = System.getProperty("lab.pipeline");
    if (file == null) {
      throw new IllegalStateException("this test is run by src/lab/proof/pipeline");
    }
    try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    }
  }

  Path path(String name) {
    return Path.of(properties.getProperty(name));
  }

  /** The repository's secrets; the two tokens are the registries' passwords. */
  Map<String, String> secrets() {
    return Map.of(
        "GITHUB_TOKEN", "token-of-the-run",
        "DOCKERHUB_USERNAME", "shipper",
        "DOCKERHUB_TOKEN", "token-of-the-hub");
  }

  /** As GitHub's for amd64, where what {@code build-images.yml} makes is in no cache of Maven's. */
  Machine amd64() {
    return amd64(List.of("io/github/imagemaven", "com/example"));
  }

  /** The same, where the plugin has come from a repository, as it does for other projects. */
  Machine withPlugin() {
    return amd64(List.of());
  }

  private Machine amd64(List<String> notCached) {
    return new Machine(
        environment(path("maven").resolve("bin") + ":" + System.getenv("PATH")),
        path("javaHome"),
        path("mavenCache"),
        notCached);
  }

  /** As GitHub's for arm64: Maven's Java is one, and `native` is what that makes of it. */
  Machine arm64() throws IOException {
    Machine machine =
        with(
            "arm64",
            "exec '"
                + path("maven").resolve("bin/mvn")
                // The application's own tests would prove qemu.
                + "' \"$@\" -Dimage.buildPlatforms=native -DskipTests");
    Map<String, String> environment = new LinkedHashMap<>(machine.environment());
    environment.put("QEMU_LD_PREFIX", properties.getProperty("prefixArm64"));
    return new Machine(
        environment, path("javaHomeArm64"), machine.mavenCache(), machine.notCached());
  }

  /** A machine with another program in Maven's place. */
  Machine with(String name, String script) throws IOException {
    Path bin = Files.createDirectories(path("work").resolve("bin-" + name));
    Path mvn = Files.writeString(bin.resolve("mvn"), "#!/bin/bash\n" + script + "\n");
    if (!mvn.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + mvn);
    }
    Machine usual = amd64();
    return new Machine(
        environment(bin + ":" + System.getenv("PATH")),
        usual.javaHome(),
        usual.mavenCache(),
        usual.notCached());
  }

  private Map<String, String> environment(String path) {
    return Map.of(
        "PATH",
        path,
        "MAVEN_OPTS",
        "-Duser.home={home} -XX:TieredStopAtLevel=1 -Djdk.net.hosts.file="
            + path("hosts")
            + " -Djavax.net.ssl.trustStore="
            + path("trust")
            + " -Djavax.net.ssl.trustStorePassword=changeit");
  }
}
