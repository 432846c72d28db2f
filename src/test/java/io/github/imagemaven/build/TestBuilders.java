package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * For tests: builders of {@code docker buildx create} with a real BuildKit of the lab, in a
 * container of a Docker Engine and as a program that listens at a socket. Each is new, with nothing
 * in its own storage.
 */
final class TestBuilders implements AutoCloseable {
  /** Of nobody that could be asked for it, which is known at once. */
  private static final String IMAGE = "127.0.0.1:1/lab/buildkit:1";

  private final Path folder;
  private final Path made;
  private final TestDocker docker;
  private final Path config;
  private final List<Process> daemons = new ArrayList<>();
  private final List<String> inContainers = new ArrayList<>();
  private int count;

  private TestBuilders(Path folder, Path made, TestDocker docker, Path config) {
    this.folder = folder;
    this.made = made;
    this.docker = docker;
    this.config = config;
  }

  /** Starts what they need: minutes, where the lab has no BuildKit yet. */
  static TestBuilders start(Path folder) throws IOException {
    ProcessBuilder script = new ProcessBuilder("src/lab/buildkit");
    script.redirectError(Files.createDirectories(folder).resolve("buildkit.log").toFile());
    Path made = Path.of(TestEngine.run(script).strip());
    TestDocker docker = TestDocker.start("docker-containerd", folder.resolve("docker"));
    // A user's own configuration, in which buildx keeps what builders there are.
    Path plugins = Path.of(docker.environment().get("DOCKER_CONFIG"), "cli-plugins");
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.createSymbolicLink(config.resolve("cli-plugins"), plugins);
    TestBuilders builders = new TestBuilders(folder, made, docker, config);
    builders.ask(
        "docker",
        "import",
        "--change",
        "ENTRYPOINT [\"buildkitd\"]",
        made.resolve("tree.tar").toString(),
        IMAGE);
    return builders;
  }

  /** What a command of Docker's is started with. */
  Map<String, String> environment() {
    return Map.of(
        "DOCKER_HOST", docker.environment().get("DOCKER_HOST"), "DOCKER_CONFIG", config.toString());
  }

  /**
   * Makes a builder, which is the one that builds from now on. One in a container is not started
   * yet, as after {@code docker buildx create --use}.
   *
   * @param driver {@code docker-container} or {@code remote}
   */
  String create(String driver) throws IOException {
    return driver.equals("remote")
        ? remote()
        : inContainer("--driver-opt", "image=" + IMAGE + ",network=host");
  }

  /** One in a container, with these of its options. */
  String inContainer(String... options) throws IOException {
    String name = name();
    inContainers.add(name);
    List<String> command = new ArrayList<>(List.of("docker", "buildx", "create", "--use"));
    command.addAll(List.of("--name", name, "--driver", "docker-container"));
    command.addAll(List.of(options));
    ask(command.toArray(String[]::new));
    return name;
  }

  private String remote() throws IOException {
    String name = name();
    String socket = "unix://" + folder.resolve(name + ".sock");
    Path own = Files.createDirectories(folder.resolve(name));
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of(made.resolve("bin/buildkitd").toString()));
    command.addAll(List.of("--addr", socket, "--root", own.toString()));
    command.addAll(List.of("--allow-insecure-entitlement", "network.host"));
    ProcessBuilder daemon = new ProcessBuilder(command).redirectErrorStream(true);
    daemon.redirectOutput(log.toFile());
    Process process = daemon.start();
    daemons.add(process);
    for (int i = 0; i < 300 && !Files.exists(folder.resolve(name + ".sock")); i++) {
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      sleep();
    }
    ask("docker", "buildx", "create", "--use", "--name", name, "--driver", "remote", socket);
    return name;
  }

  private String name() {
    count++;
    return "lab" + count;
  }

  /** What it prints. */
  String ask(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    builder.environment().putAll(environment());
    return TestEngine.run(builder);
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    for (String each : inContainers) {
      ask("docker", "buildx", "rm", each);
    }
    for (Process daemon : daemons) {
      daemon.destroy();
      try {
        assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    docker.close();
    try (var mounted = Files.list(folder.resolve("docker/exec/netns"))) {
      for (Path each : mounted.toList()) {
        TestEngine.run(new ProcessBuilder("umount", each.toString()).redirectErrorStream(true));
      }
    }
  }
}
