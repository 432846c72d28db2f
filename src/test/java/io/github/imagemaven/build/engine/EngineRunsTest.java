package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.RecordedWarnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRunsTest {
  @TempDir Path temp;
  private Path results;
  private Map<String, String> environment;

  @BeforeEach
  void prepare() throws IOException {
    results = temp.resolve("module/engine");
    environment =
        Map.of(
            "PATH", System.getenv("PATH"),
            "TMPDIR", Files.createDirectory(temp.resolve("tmp")).toString());
  }

  private EngineRuns begin() throws IOException {
    return EngineRuns.begin(results, environment, null, Log.silent());
  }

  /** In a folder of the module itself. */
  @Test
  void whatAKilledRunHasLeftGoes() throws IOException {
    Path left = Files.writeString(Files.createDirectories(results).resolve("image"), "half");
    try (EngineRuns next = begin()) {
      assertThat(left).doesNotExist();
      assertThat(next.results()).isDirectory();
    }
    assertThat(results).doesNotExist();
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void foldersThatNobodyMayLookInto() throws IOException {
    try (EngineRuns runs = begin()) {
      Path folder = Files.createDirectories(runs.temporary().resolve("a/b"));
      Files.writeString(folder.resolve("c"), "");
      Files.createSymbolicLink(folder.resolve("d"), temp.resolve("nowhere"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("--x------"));
    }
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }

  /** What began then would outlive the JVM, which waits for nobody any more. */
  @Test
  void nothingBeginsWhenTheJvmIsEnding() throws IOException {
    try (EngineRuns runs = begin()) {
      runs.end();
      assertThatThrownBy(() -> runs.run(List.of("no-such-program"), Map.of(), temp.resolve("log")))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("interrupted while a Containerfile was being built");
    }
  }

  @Test
  void whatIsForTheEndIsDoneThen() throws IOException {
    Path done = temp.resolve("done");
    try (EngineRuns runs = begin()) {
      runs.afterwards(List.of("sh", "-c", "exit 3"));
      runs.afterwards(List.of("no-such-program"));
      runs.afterwards(List.of("touch", done.toString()));
      assertThat(done).doesNotExist();
    }
    assertThat(done).exists();
  }

  /** At Ctrl-C the run fails, and tidies up, while the JVM's end does. */
  @Test
  void whoeverTidiesUpAtTheSameTimeIsWaitedFor() throws Exception {
    List<String> warnings = new CopyOnWriteArrayList<>();
    for (int round = 0; round < 5; round++) {
      EngineRuns runs =
          EngineRuns.begin(results, environment, null, new RecordedWarnings(warnings));
      for (int i = 0; i < 300; i++) {
        Files.writeString(
            Files.createDirectories(runs.temporary().resolve("of-engine-" + i)).resolve("file"),
            "");
      }
      Thread hook = new Thread(runs::end);
      hook.start();
      runs.close();
      assertThat(temp.resolve("tmp")).isEmptyDirectory();
      hook.join();
    }
    assertThat(warnings).isEmpty();
  }

  /** A terminal asks a whole session to end; podman then leaves its containers. */
  @Test
  void anEngineIsAskedToEndByNobodyElse() throws Exception {
    Path stat = temp.resolve("stat");
    try (EngineRuns runs = begin()) {
      runs.run(List.of("sh", "-c", "exec cat /proc/self/stat"), Map.of(), stat);
    }
    // Process, name, state, parent, process group, session.
    String[] fields = Files.readString(stat).split(" ");
    assertThat(List.of(fields[4], fields[5])).containsOnly(fields[0]);
  }

  @Test
  void twoRunsOfOneModuleAtOnceAreRefused() throws IOException {
    try (EngineRuns runs = begin()) {
      Path made = Files.writeString(runs.results().resolve("made"), "");
      assertThatThrownBy(this::begin)
          .isInstanceOf(EnvironmentException.class)
          .hasMessage(
              "another run of Maven has a Containerfile built in "
                  + results.getParent()
                  + ": run again when it has ended");
      assertThat(made).exists();
    }
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }
}
