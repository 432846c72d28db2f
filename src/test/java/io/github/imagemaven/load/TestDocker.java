package io.github.imagemaven.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Docker Engine of this test's own; needs root, like what the lab starts. */
final class TestDocker implements AutoCloseable {
  private static final int START_SECONDS = 60;

  final Map<String, String> environment = new HashMap<>();
  private final Process engine;

  private TestDocker(Process engine) {
    this.engine = engine;
  }

  /**
   * Starts one, or skips the test where it is not installed.
   *
   * @param script of the lab
   */
  static TestDocker start(String script, Path folder) throws IOException, InterruptedException {
    RealRegistry.requireProgram("docker");
    RealRegistry.requireProgram("dockerd");
    Path log = folder.resolve("docker.log");
    Process engine =
        new ProcessBuilder("src/lab/" + script, folder.resolve("docker").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    TestDocker docker = new TestDocker(engine);
    docker.environment.put("PATH", System.getenv("PATH"));
    docker.environment.put("HOME", folder.toString());
    docker.environment.put("DOCKER_HOST", "unix://" + folder.resolve("docker/docker.sock"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!docker.answers()) {
      assertThat(engine.isAlive() && System.nanoTime() < deadline)
          .as("the engine starts: %s", Files.readString(log))
          .isTrue();
      Thread.sleep(200);
    }
    return docker;
  }

  private boolean answers() throws IOException, InterruptedException {
    Process process = process("version");
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  /** What the program says. */
  String ask(String... arguments) throws IOException, InterruptedException {
    Process process = process(arguments);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("docker %s: %s", List.of(arguments), said).isZero();
    return said;
  }

  private Process process(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Override
  public void close() throws InterruptedException {
    engine.destroy();
    if (!engine.waitFor(20, TimeUnit.SECONDS)) {
      engine.destroyForcibly();
    }
  }
}
