package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagemaven.report.ImageException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of files in processes of different locales; each process is a JVM of its own. */
class LocaleTest {
  @TempDir Path temp;

  /** Builds the application in the folder given and prints its digest, or what went wrong. */
  static final class Build {
    private Build() {}

    public static void main(String[] arguments) throws IOException {
      Path project = Path.of(arguments[0]);
      TestApplication application = new TestApplication(project);
      application.mainClass = TestApplication.MAIN;
      application.extraDirectories.add(project.resolve("src/main/image"));
      try {
        TestRequest request = new TestRequest(Path.of(arguments[1]), application.get());
        System.out.println(request.build().record.requireIndex().digest());
      } catch (ImageException e) {
        System.out.println(e.code() + " " + e.getMessage());
      }
    }
  }

  private String build(String locale, Path project) throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath(),
            Build.class.getName(),
            project.toString(),
            temp.resolve("out-" + locale + "-" + project.getFileName()).toString());
    java.environment().put("LC_ALL", locale);
    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  /** Ours, whether the JVM was started with it or a launcher loads the tests from it. */
  private static String classPath() {
    if (Build.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  private Path project(String name, String... files) throws Exception {
    Path project = temp.resolve(name);
    new TestApplication(project).addClass(SampleMain.class);
    // Made by another process, whose names do not depend on our own locale.
    Process script =
        new ProcessBuilder("sh", "-s")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    try (var input = script.getOutputStream()) {
      for (String file : files) {
        String line = "mkdir -p \"$(dirname '" + file + "')\" && echo x > '" + file + "'\n";
        input.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(script.waitFor()).isZero();
    return project;
  }

  private void assumeUnix() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
            && Files.isExecutable(Path.of("/bin/sh")),
        "names are bytes on Unix only");
  }

  @Test
  void aNameThatTheLocaleMisreadsIsRefusedAndNotChanged() throws Exception {
    assumeUnix();
    for (String file : List.of("target/classes/\u00e4.txt", "src/main/image/opt/\u00e4.txt")) {
      Path project = project(file.startsWith("target") ? "classes" : "extra", file);
      assertThat(build("C", project))
          .startsWith("IMG-1 the file name '" + project)
          .contains("LC_ALL=C.UTF-8");
      assertThat(build("C.UTF-8", project)).startsWith("sha256:");
    }
  }

  @Test
  void anAsciiNameGivesOneDigestInEveryLocale() throws Exception {
    assumeUnix();
    Path project = project("ascii", "target/classes/a b.txt", "src/main/image/opt/a");
    assertThat(build("C", project)).startsWith("sha256:").isEqualTo(build("C.UTF-8", project));
  }
}
