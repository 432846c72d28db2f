package io.github.imagemaven.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {
  @TempDir Path temp;

  /** What began then would outlive the JVM, which waits for nobody any more. */
  @Test
  void nothingBeginsWhenTheJvmIsEnding() throws IOException {
    try (LoadRun run = LoadRun.begin(temp.resolve("loading"), Map.of(), Log.silent())) {
      run.end();
      assertThatThrownBy(() -> run.run(List.of("no-such-program"), in -> {}, temp.resolve("log")))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("interrupted while an image was loaded");
    }
  }
}
