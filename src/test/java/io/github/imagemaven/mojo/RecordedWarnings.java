package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Log;
import java.util.List;

/** Keeps what a run warns of. */
record RecordedWarnings(List<String> lines) implements Log {
  @Override
  public void debug(String line) {}

  @Override
  public void info(String line) {}

  @Override
  public void warn(String line) {
    lines.add(line);
  }
}
