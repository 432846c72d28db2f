package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Progress;
import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/**
 * A bar with bytes and rate while content moves, at a terminal. It appears with the first byte, so
 * that a run that has nothing to send shows none.
 */
final class TerminalProgress implements Progress, AutoCloseable {
  private static final long MEBIBYTE = 1024 * 1024;
  private @Nullable ProgressBar bar;
  private long expected;
  private boolean closed;

  /** A bar where somebody watches: at a terminal and not in batch mode. */
  static Progress of(MavenSession session) {
    boolean watched = isTerminal(System.console()) && session.getRequest().isInteractiveMode();
    return watched ? new TerminalProgress() : Progress.none();
  }

  /** Since Java 22 there may be a console that is no terminal, and a method that says so. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Takes the bar away, if this is one. */
  static void close(Progress progress) {
    if (progress instanceof TerminalProgress terminal) {
      terminal.close();
    }
  }

  @Override
  public synchronized void expect(long bytes) {
    expected += bytes;
    if (bar != null) {
      bar.maxHint(expected);
    }
  }

  @Override
  public synchronized void moved(long bytes) {
    if (bar == null && !closed) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Sending")
              .setInitialMax(expected)
              .setUnit("MiB", MEBIBYTE)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .clearDisplayOnFinish()
              .build();
    }
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
