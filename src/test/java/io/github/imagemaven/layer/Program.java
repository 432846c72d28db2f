package io.github.imagemaven.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program of this machine that judges what we write. */
record Program(String name) {
  /** Skips the test where the program is missing, unless IMAGE_REQUIRE_PEERS is true. */
  static Program required(String name) {
    boolean present =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if ("true".equals(System.getenv("IMAGE_REQUIRE_PEERS"))) {
      assertThat(present).as(name + " is installed").isTrue();
    }
    assumeTrue(present, name + " is not installed");
    return new Program(name);
  }

  /** Runs it, expects success, and returns what it printed. */
  String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + " printed " + output).isZero();
    return output;
  }
}
