package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.Console;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/**
 * A bar with bytes and rate while content moves, at a terminal. It appears with the first byte, so
 * that a run that has nothing to send shows none, and makes way for every line of the log.
 */
final class TerminalProgress implements Progress {
  private static final long MEGABYTE = 1_000_000;

  private @Nullable ProgressBar bar;
  private long expected;
  private long moved;

  /** A bar where somebody watches, at a terminal and not in batch mode; else null. */
  static @Nullable TerminalProgress of(MavenSession session) {
    boolean watched = isTerminal(System.console()) && session.getRequest().isInteractiveMode();
    return watched ? new TerminalProgress() : null;
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

  @Override
  public synchronized void expect(long bytes) {
    expected += bytes;
    if (bar != null) {
      bar.maxHint(expected);
    }
  }

  @Override
  public synchronized void moved(long bytes) {
    moved += bytes;
    if (bar != null) {
      bar.stepTo(moved);
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName("Sending to all destinations")
            .setInitialMax(expected)
            .startsFrom(moved, Duration.ZERO)
            .setUnit("MB", MEGABYTE)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .clearDisplayOnFinish()
            .build();
  }

  /** A log whose lines do not run into the bar. */
  Log beside(Log log) {
    return new Log() {
      @Override
      public void debug(String line) {
        log.debug(line);
      }

      @Override
      public void info(String line) {
        hide();
        log.info(line);
      }

      @Override
      public void warn(String line) {
        hide();
        log.warn(line);
      }
    };
  }

  /** Takes the bar away; with the next byte it is there again. */
  synchronized void hide() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
