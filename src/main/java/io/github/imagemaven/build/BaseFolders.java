package io.github.imagemaven.build;

import java.util.Map;
import java.util.Set;

/**
 * Folders that belong to the base, whatever is put below them: a layer that names one sets its mode
 * and owner again, so it must be named as every base has it.
 *
 * <p>Source: <a href="https://refspecs.linuxfoundation.org/FHS_3.0/fhs-3.0.html">Filesystem
 * Hierarchy Standard 3.0</a>.
 */
final class BaseFolders {
  private static final Map<String, Integer> MODES =
      Map.of("/tmp", 01777, "/var/tmp", 01777, "/root", 0700);

  private static final Set<String> NAMES =
      Set.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/lib32",
          "/lib64",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/bin",
          "/usr/include",
          "/usr/lib",
          "/usr/lib64",
          "/usr/libexec",
          "/usr/local",
          "/usr/local/bin",
          "/usr/local/etc",
          "/usr/local/lib",
          "/usr/local/sbin",
          "/usr/local/share",
          "/usr/sbin",
          "/usr/share",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/local",
          "/var/lock",
          "/var/log",
          "/var/mail",
          "/var/opt",
          "/var/run",
          "/var/spool",
          "/var/tmp");

  private BaseFolders() {}

  /** Whether the folder is the base's. */
  static boolean contains(String path) {
    return NAMES.contains(path);
  }

  /** Its mode. */
  static int mode(String path) {
    return MODES.getOrDefault(path, 0755);
  }
}
