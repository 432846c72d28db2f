package io.github.imagemaven.layer;

import io.github.imagemaven.report.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One entry of a layer.
 *
 * @param path where it stands in the image: absolute, {@code /}-separated, normalised, without a
 *     trailing slash; never the root itself
 * @param content what it is
 * @param mode permission bits, 0 to 07777
 * @param uid the owner, never negative
 * @param gid the group, never negative
 */
public record LayerEntry(String path, Content content, int mode, int uid, int gid) {
  /** What an entry is. */
  public sealed interface Content {
    /** A directory. */
    record Directory() implements Content {}

    /**
     * The content of a regular file of this machine; symbolic links are followed.
     *
     * @param file read once, when the layer is written
     */
    record File(Path file) implements Content {}

    /**
     * A regular file of these bytes.
     *
     * @param bytes not to be changed afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // entries are never compared
    record Bytes(byte[] bytes) implements Content {}

    /**
     * A symbolic link.
     *
     * @param target as it is written into the link, absolute or relative
     */
    record SymbolicLink(String target) implements Content {}
  }

  /**
   * Checks path, link target, mode and owner.
   *
   * @throws ConfigurationException where one of them cannot stand in a layer
   * @throws io.github.imagemaven.report.EnvironmentException where the path, which is made of a
   *     file's, may not be what the file is called
   */
  public LayerEntry {
    checkPath(path);
    if (content instanceof Content.File file) {
      FileNames.check(path, file.file());
    }
    if (content instanceof Content.SymbolicLink link
        && (link.target().isEmpty() || !isWritable(link.target()))) {
      throw ConfigurationException.malformed(
          "the target of symbolic link " + path, printable(link.target()), "a non-empty path");
    }
    if (mode < 0 || mode > 07777) {
      throw ConfigurationException.malformed(
          "the mode of " + path, Integer.toOctalString(mode), "permission bits from 0 to 7777");
    }
    if (uid < 0 || gid < 0) {
      throw ConfigurationException.malformed(
          "the owner of " + path, uid + ":" + gid, "two numbers that are not negative");
    }
  }

  boolean isDirectory() {
    return content instanceof Content.Directory;
  }

  private static void checkPath(String path) {
    boolean valid = path.startsWith("/") && isWritable(path);
    for (String name : path.substring(Math.min(1, path.length())).split("/", -1)) {
      valid &= !name.isEmpty() && !name.equals(".") && !name.equals("..");
    }
    if (!valid) {
      throw ConfigurationException.malformed(
          "path of a layer entry",
          printable(path),
          "an absolute path without '.', '..', empty names or a trailing slash, /app/libs/a.jar");
    }
  }

  private static boolean isWritable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String printable(String text) {
    return text.replace("\0", "\\0");
  }
}
