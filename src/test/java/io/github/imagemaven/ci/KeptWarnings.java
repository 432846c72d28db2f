package io.github.imagemaven.ci;

import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.List;

/** Keeps the warnings. */
final class KeptWarnings implements Log {
  final List<String> lines = new ArrayList<>();

  @Override
  public void debug(String line) {}

  @Override
  public void info(String line) {}

  @Override
  public void warn(String line) {
    lines.add(line);
  }
}
