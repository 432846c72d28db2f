package io.github.imagemaven.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/**
 * A log that may fail and stops nobody. While a JVM ends, Maven takes its coloured console apart in
 * a shutdown hook of its own, and whoever writes a line at that moment gets an exception out of it;
 * tags on their way back must not end there. The line goes to the process's standard error then.
 *
 * @param log what may fail
 * @param instead takes the line then
 */
public record SteadyLog(Log log, Consumer<String> instead) implements Log {
  /** The log, with the process's standard error behind it. */
  public static SteadyLog of(Log log) {
    return log instanceof SteadyLog steady
        ? steady
        : new SteadyLog(log, SteadyLog::toStandardError);
  }

  private static void toStandardError(String line) {
    // Not System.err, which may be what fails; never closed, since the descriptor is not ours.
    new PrintStream(new FileOutputStream(FileDescriptor.err), true, Charset.defaultCharset())
        .println(line);
  }

  @Override
  public void debug(String line) {
    say(log::debug, line);
  }

  @Override
  public void info(String line) {
    say(log::info, line);
  }

  @Override
  public void warn(String line) {
    say(log::warn, line);
  }

  private void say(Consumer<String> how, String line) {
    try {
      how.accept(line);
    } catch (RuntimeException e) {
      instead.accept(line);
    }
  }
}
