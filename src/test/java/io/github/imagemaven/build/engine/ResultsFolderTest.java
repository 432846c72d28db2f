package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {
  @TempDir Path temp;

  /**
   * Another process: is at work there whenever nobody else is; fails where somebody is all the
   * same.
   */
  public static void main(String[] arguments) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    int count = 0;
    while (System.nanoTime() < end) {
      try {
        ResultsFolder folder = ResultsFolder.make(Path.of(arguments[0]), Log.silent());
        Path made = Files.createFile(folder.path().resolve("made"));
        Thread.yield();
        Files.delete(made);
        folder.delete();
        count++;
      } catch (EnvironmentException e) {
        Thread.yield(); // it is the other's turn
      }
    }
    System.out.println(count + " times");
  }

  @Test
  void oneAtATime() throws Exception {
    Path folder = temp.resolve("engine");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(TestJvm.start(ResultsFolderTest.class, folder));
    }
    for (Process each : processes) {
      assertThat(new String(each.getInputStream().readAllBytes())).matches("[0-9]+ times\n");
      assertThat(each.waitFor()).isZero();
    }
    assertThat(folder).doesNotExist();
  }

  /** At Ctrl-C two threads do it, and another run may begin in between. */
  @Test
  void itIsDeletedOnce() throws IOException {
    ResultsFolder first = ResultsFolder.make(temp.resolve("engine"), Log.silent());
    first.delete();
    ResultsFolder next = ResultsFolder.make(temp.resolve("engine"), Log.silent());
    first.delete();
    assertThat(next.path()).isDirectory();
    next.delete();
    assertThat(next.path()).doesNotExist();
  }
}
