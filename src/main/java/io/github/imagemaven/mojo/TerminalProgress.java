package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.transfer.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * A bar with bytes and rate while content moves, at a terminal. It appears with the first byte, so
 * that a run that has nothing to send shows none, and makes way for every line of the log.
 */
final class TerminalProgress implements Progress {
  private static final long KILOBYTE = 1_000;
  private static final long MEGABYTE = 1_000_000;

  /** A terminal's usual width, without the last column, where some of them begin a new line. */
  private static final int WIDTH = 79;

  private final Line line;
  private @Nullable ProgressBar bar;
  private long expected;
  private long moved;

  /**
   * @param out where Maven's log goes
   */
  TerminalProgress(PrintStream out) {
    this.line = new Line(out);
  }

  /** A bar where somebody watches; else null. */
  static @Nullable TerminalProgress of(MavenSession session) {
    boolean watched = isTerminal(System.console()) && isWanted(session.getRequest());
    return watched ? new TerminalProgress(System.out) : null;
  }

  /**
   * Not in batch mode, not where Maven's own bars are switched off ({@code -ntp}), not where lines
   * come in between that are not ours to hold back: those of other modules ({@code -T}) and of the
   * debug level ({@code -X}).
   */
  static boolean isWanted(MavenExecutionRequest request) {
    TransferListener transfers = request.getTransferListener();
    boolean quiet = transfers != null && transfers.getClass().getSimpleName().startsWith("Quiet");
    return request.isInteractiveMode()
        && request.getDegreeOfConcurrency() <= 1
        && request.getLoggingLevel() == MavenExecutionRequest.LOGGING_LEVEL_INFO
        && !quiet;
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
    boolean small = expected < 10 * MEGABYTE;
    bar =
        new ProgressBarBuilder()
            .setTaskName("Sending")
            .setInitialMax(expected)
            .startsFrom(moved, Duration.ZERO)
            .setUnit(small ? "kB" : "MB", small ? KILOBYTE : MEGABYTE)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .continuousUpdate()
            .setConsumer(line)
            .build();
  }

  /**
   * One line that is written over with a carriage return and leaves nothing behind. The library's
   * own consumer moves the cursor and leaves an empty line each time the bar goes away; and a bar
   * that is closed before it was drawn is drawn at its end and stays, so whoever closes it clears.
   */
  private static final class Line extends ConsoleProgressBarConsumer {
    private final PrintStream out;

    Line(PrintStream out) {
      super(out, WIDTH);
      this.out = out;
    }

    @Override
    public void accept(String rendered) {
      super.accept(rendered);
      out.flush();
    }

    @Override
    public void clear() {
      out.print("\r" + " ".repeat(WIDTH) + "\r");
      out.flush();
    }

    @Override
    public void close() {}
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
        alone(() -> log.info(line));
      }

      @Override
      public void warn(String line) {
        alone(() -> log.warn(line));
      }
    };
  }

  /** Says something with no bar in its way; none comes before it is said. */
  private synchronized void alone(Runnable line) {
    hide();
    line.run();
  }

  /** Takes the bar away; with the next byte it is there again. */
  synchronized void hide() {
    if (bar != null) {
      bar.close();
      bar = null;
      line.clear();
    }
  }
}
