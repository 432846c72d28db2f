package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** For tests: a real Docker Engine of the lab, and buildx, which is a package of its own. */
final class TestDocker implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final Path config;

  private TestDocker(Process process, Path folder, Path config) {
    this.process = process;
    this.folder = folder;
    this.config = config;
  }

  /**
   * Starts one. Skips the test where it cannot, or fails it where peers are required.
   *
   * @param script in {@code src/lab}
   */
  static TestDocker start(String script, Path folder) throws IOException {
    Peers.require("dockerd");
    Peers.require("mmdebstrap");
    Path log = Files.createDirectories(folder).resolve("log");
    ProcessBuilder buildx = new ProcessBuilder("src/lab/buildx");
    buildx.redirectError(log.toFile());
    String config = TestEngine.run(buildx).strip();
    Process process =
        new ProcessBuilder("src/lab/" + script, folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    TestDocker docker = new TestDocker(process, folder, Path.of(config));
    for (int i = 0; i < 600 && !docker.answers(); i++) {
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      docker.sleep();
    }
    return docker;
  }

  private boolean answers() throws IOException {
    Process asked = command("docker", "version").start();
    try {
      return asked.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What a command of Docker's is started with. */
  Map<String, String> environment() {
    return Map.of(
        "DOCKER_HOST",
        "unix://" + folder.resolve("docker.sock"),
        "DOCKER_CONFIG",
        config.toString());
  }

  /** What it prints. */
  String ask(String... command) throws IOException {
    return TestEngine.run(command(command).redirectErrorStream(true));
  }

  private ProcessBuilder command(String... command) {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment());
    builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    return builder;
  }

  private void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
