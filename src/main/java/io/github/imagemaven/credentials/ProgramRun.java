package io.github.imagemaven.credentials;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a finished program left. Its output may hold a secret, {@link #toString} does not show it.
 *
 * @param exitCode 0 where it succeeded
 * @param output what it wrote to standard output
 * @param errors the first {@value #ERROR_LIMIT} bytes of what it wrote to standard error
 */
public record ProgramRun(int exitCode, String output, String errors) {
  /** More standard output than this is a failure, in bytes. */
  public static final int OUTPUT_LIMIT = 64 * 1024;

  private static final int ERROR_LIMIT = 8 * 1024;
  private static final long POLL_MILLIS = 10;

  /**
   * Runs a program to its end. One thread reads both outputs, by looking what is there, so that
   * neither can fill up while the other is waited for, and a process that the program leaves behind
   * with its outputs open is not waited for.
   *
   * @param input handed to it on standard input; must fit into a pipe
   * @param limit after which it is killed, with all that it started
   * @throws TimeoutException where it took longer
   * @throws InterruptedException where the thread was interrupted; the program is killed then too
   * @throws IOException where it cannot be started, or writes more than {@link #OUTPUT_LIMIT}
   */
  public static ProgramRun of(
      List<String> command, Map<String, String> environment, String input, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean finished = false;
    try {
      send(input, process);
      ProgramRun run = await(process, limit);
      finished = true;
      return run;
    } finally {
      if (!finished) {
        kill(process);
      }
      process.getInputStream().close();
      process.getErrorStream().close();
    }
  }

  private static void send(String input, Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading its input. Whether that was right, its exit code says.
    }
  }

  private static ProgramRun await(Process process, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    long start = System.nanoTime();
    while (true) {
      boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      read(process.getInputStream(), output, OUTPUT_LIMIT + 1);
      read(process.getErrorStream(), errors, ERROR_LIMIT);
      if (output.size() > OUTPUT_LIMIT) {
        throw new IOException("it wrote more than " + OUTPUT_LIMIT + " bytes to standard output");
      }
      if (ended) {
        return new ProgramRun(process.exitValue(), text(output), text(errors));
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new TimeoutException();
      }
    }
  }

  /** Takes what is there, at most a pipe's worth; what goes beyond the limit is dropped. */
  private static void read(InputStream from, ByteArrayOutputStream to, int limit)
      throws IOException {
    byte[] buffer = new byte[8 * 1024];
    for (int round = 0; round < 16 && from.available() > 0; round++) {
      int count = from.read(buffer, 0, Math.min(buffer.length, from.available()));
      to.write(buffer, 0, Math.max(0, Math.min(count, limit - to.size())));
    }
  }

  /** Its children first become unreachable when it is gone, so they are listed before. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "exit code " + exitCode;
  }
}
