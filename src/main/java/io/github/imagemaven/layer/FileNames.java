package io.github.imagemaven.layer;

import io.github.imagemaven.report.EnvironmentException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether names of files are what this process takes them for.
 *
 * <p>Unix keeps names as bytes. A JVM reads them in the locale's encoding ({@code
 * sun.jnu.encoding}) and puts U+FFFD for each byte that it cannot read: under {@code LC_ALL=C} for
 * every one that is not ASCII. The image would hold other names than it does elsewhere, and nobody
 * would be told.
 */
public final class FileNames {
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * Checks names that go into a layer.
   *
   * @param name as it was read: the path in the image, or the target of a link
   * @param file where it was read, for the message
   * @throws EnvironmentException where it has characters that were, or may have been, misread
   */
  public static void check(String name, Path file) {
    if (name.indexOf(UNREADABLE) >= 0 || (!isAscii(name) && !readsUtf8())) {
      throw misread(file.toString(), null);
    }
  }

  /**
   * The failure for a name that this process misreads or cannot write.
   *
   * @param name the file's, as far as it is known
   */
  public static EnvironmentException misread(String name, @Nullable Exception cause) {
    return new EnvironmentException(
        "the file name '"
            + name
            + "' cannot be read or written as UTF-8 in this process, whose locale has the encoding "
            + System.getProperty("sun.jnu.encoding")
            + ": set LC_ALL=C.UTF-8 (or LANG) in the environment and run again (a name that is not"
            + " UTF-8 at all must be changed)",
        cause);
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 0x80);
  }

  private static boolean readsUtf8() {
    boolean unix = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    if (!unix) {
      return true; // Windows keeps names as text and gives them as such, whatever the property says
    }
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(encoding)
        && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
  }
}
