package io.github.imagemaven.report;

import java.util.List;

/** Keeps what a run warns of. */
public record RecordedWarnings(List<String> lines) implements Log {
  @Override
  public void debug(String line) {}

  @Override
  public void info(String line) {}

  @Override
  public void warn(String line) {
    lines.add(line);
  }
}
