package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * A file that GitHub's runner made for a step and names in a variable. Other programs of the step
 * may have written to it.
 *
 * @param variable {@code GITHUB_OUTPUT} or {@code GITHUB_STEP_SUMMARY}
 * @param what goes into it, for warnings
 */
record CommandFile(String variable, String what) {
  /** Of {@code st_mode}, inode(7). */
  private static final int KIND = 0170000;

  private static final int CHARACTER_DEVICE = 0020000;

  /**
   * Adds text at the file's end, from the beginning of a line. Where that cannot be done, a warning
   * says so.
   *
   * @param text what to add, given how many bytes are in use
   */
  void append(Map<String, String> environment, LongFunction<String> text, Log log) {
    String name = environment.getOrDefault(variable, "");
    if (name.isEmpty()) {
      log.warn(
          notWritten("it is not set")
              + " GitHub sets it for each step: hand it on to the container or the program that"
              + " runs Maven");
      return;
    }
    try {
      Path file = Path.of(name);
      if (!isWritten(file)) {
        log.warn(
            notWritten(name + " is neither a regular file nor a device")
                + " GitHub makes a file for each step: leave the variable as GitHub sets it");
        return;
      }
      String begin = isWithinLine(file) ? "\n" : "";
      long used = Files.size(file) + begin.length();
      byte[] bytes = (begin + text.apply(used)).getBytes(UTF_8);
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        out.write(bytes);
      }
    } catch (NoSuchFileException e) {
      log.warn(
          notWritten("there is no file " + name)
              + " GitHub makes it for each step: let the container that runs Maven see it");
    } catch (IOException e) {
      log.warn(notWritten("writing " + name + " failed (" + e + ")"));
    } catch (InvalidPathException e) {
      log.warn(notWritten("it is not the name of a file (" + e.getReason() + ")"));
    }
  }

  private String notWritten(String why) {
    return what + " not written to " + variable + ": " + why + ".";
  }

  /**
   * A pipe without a reader would hold the run up for ever. A terminal or {@code /dev/null} would
   * not.
   */
  private static boolean isWritten(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.isRegularFile() || (attributes.isOther() && isDevice(file));
  }

  private static boolean isDevice(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true; // elsewhere a file system has no pipes
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode");
    return (mode & KIND) == CHARACTER_DEVICE;
  }

  private static boolean isWithinLine(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }
}
