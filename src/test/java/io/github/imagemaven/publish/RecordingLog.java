package io.github.imagemaven.publish;

import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps every line. */
final class RecordingLog implements Log {
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void debug(String line) {
    lines.add("D " + line);
  }

  @Override
  public void info(String line) {
    lines.add("I " + line);
  }

  @Override
  public void warn(String line) {
    lines.add("W " + line);
  }
}
