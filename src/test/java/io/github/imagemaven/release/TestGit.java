package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The git of this machine, without this machine's settings, and repositories made by it. */
public final class TestGit {
  private final Path folder;

  /** What git, and whoever asks it, is started with. */
  public final Map<String, String> environment = new HashMap<>(System.getenv());

  /**
   * @param folder above all repositories, where git looks no further
   */
  public TestGit(Path folder) {
    this.folder = folder;
    environment
        .keySet()
        .removeIf(
            name -> name.startsWith("GIT") || name.startsWith("CI_") || name.startsWith("GITHUB_"));
    environment.put("GIT_CEILING_DIRECTORIES", folder.toString());
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("HOME", folder.toString());
  }

  public String run(Path where, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C"));
    command.add(where.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  public static void require() {
    for (String path : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(path, "git"))) {
        return;
      }
    }
    if ("true".equals(System.getenv("IMAGE_REQUIRE_PEERS"))) {
      Assertions.fail("git is required and not installed");
    }
    Assumptions.abort("git is not installed");
  }

  /** A repository with two modules and one commit. */
  Path repository() throws IOException, InterruptedException {
    require();
    Path repository = Files.createDirectory(folder.resolve("repository"));
    run(repository, "init", "-q", "-b", "main");
    for (String module : List.of("web", "batch")) {
      Files.createDirectory(repository.resolve(module));
      Files.writeString(repository.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(repository.resolve(".gitignore"), "target/\n");
    run(repository, "add", ".");
    run(repository, "commit", "-q", "-m", "first");
    return repository;
  }

  /** A program in git's place. */
  Path script(String text) throws IOException {
    Path program = folder.resolve("git");
    Files.writeString(program, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  /** The program as the code under test starts it. */
  Git program(String program) {
    return new Git(program, environment, Duration.ofSeconds(30));
  }
}
