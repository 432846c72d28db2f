package io.github.imagemaven.load;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process and the thread that writes what it reads. A pipe that nobody reads holds a writer for
 * ever, whoever interrupts it: so it is another thread than the one that waits.
 */
final class FedProcess {
  /** What a process reads from its standard input. */
  interface Input {
    /**
     * Writes all of it; called once, in a thread of its own, which is interrupted when the process
     * has ended.
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private final Process process;
  private final Thread writer;
  private volatile @Nullable Throwable failure;

  private FedProcess(Process process, Input input) {
    this.process = process;
    this.writer = new Thread(() -> write(input), "image-load-input");
    writer.setDaemon(true);
  }

  static FedProcess start(ProcessBuilder builder, Input input) throws IOException {
    FedProcess fed = new FedProcess(builder.start(), input);
    fed.writer.start();
    return fed;
  }

  /** The process does not read on: what that means, its exit code says. */
  private static final class NotReadException extends IOException {
    private static final long serialVersionUID = 1L;

    NotReadException(IOException cause) {
      super(cause);
    }
  }

  private static final class Pipe extends FilterOutputStream {
    Pipe(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new NotReadException(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw new NotReadException(e);
      }
    }
  }

  private void write(Input input) {
    try (OutputStream in = process.getOutputStream()) {
      try {
        input.writeTo(new Pipe(in));
      } catch (NotReadException e) {
        // falls through: the exit code counts
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        process.destroyForcibly(); // before its input ends: half of it must not pass for all
      }
    } catch (IOException e) {
      // closed by its reader: the exit code counts
    }
  }

  /**
   * Waits for its end.
   *
   * @throws IOException where its input failed
   */
  int waitFor() throws IOException, InterruptedException {
    int code = process.waitFor();
    writer.interrupt();
    writer.join();
    Throwable thrown = failure;
    if (thrown instanceof IOException disk) {
      throw disk;
    } else if (thrown instanceof RuntimeException known) {
      throw known;
    } else if (thrown instanceof Error error) {
      throw error;
    }
    return code;
  }

  /** Asks it to end, then ends it with all that it started; does nothing where it has ended. */
  void stop(int graceMillis) {
    if (!process.isAlive()) {
      return;
    }
    boolean isInterrupted = Thread.interrupted();
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(graceMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    writer.interrupt();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
