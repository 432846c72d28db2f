package io.github.imagemaven.build;

import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Folders that belong to the base, whatever is put below them.
 *
 * <p>A layer cannot leave them out: where an entry stands in a folder that the layer does not name,
 * engines that keep layers apart (overlay: Docker, podman, containerd) make one, 0755 and root's,
 * and it hides the base's all the same; where layers are put into one another (vfs) Docker 20.10
 * makes missing folders 0600. So each is named as every base has it; and where it is a symbolic
 * link in some bases nothing may stand below it, because a folder in the place of {@code /lib ->
 * usr/lib} takes the C library away.
 *
 * <p>Not to name Jetty's folder would keep it as the base has it in containerd alone: Docker makes
 * it 0755 and root's on overlay2. Its owner has another number in each variant of the base, so it
 * is named writable for everybody, and sticky, as {@code /tmp} is; what stands in it keeps its
 * owner. Every other folder that no base is known to have belongs to {@code image.owner}, above the
 * application's root as well as below: the base's user writes there, if that is who it names.
 *
 * <p>Source: <a href="https://refspecs.linuxfoundation.org/FHS_3.0/fhs-3.0.html">Filesystem
 * Hierarchy Standard 3.0</a>; the links of Debian, Ubuntu, Fedora, UBI, Arch and Alpine images.
 */
final class BaseFolders {
  /** Where the default base of a war has its Jetty, whose user writes a file there as it starts. */
  private static final String JETTY = "/var/lib/jetty";

  private static final Map<String, Integer> MODES =
      Map.of("/tmp", 01777, "/var/tmp", 01777, "/root", 0700, JETTY, 01777);

  /** Links in some bases, and where the same can be put in every base. */
  private static final Map<String, String> LINKS =
      Map.ofEntries(
          Map.entry("/bin", "/usr/bin"),
          Map.entry("/sbin", "/usr/bin"),
          Map.entry("/lib", "/usr/lib"),
          Map.entry("/lib32", "/usr/lib32"),
          Map.entry("/lib64", "/usr/lib64"),
          Map.entry("/libx32", "/usr/libx32"),
          Map.entry("/usr/sbin", "/usr/bin"),
          Map.entry("/usr/tmp", "/var/tmp"),
          Map.entry("/usr/local/man", "/usr/local/share/man"),
          Map.entry("/usr/local/sbin", "/usr/local/bin"),
          Map.entry("/var/lock", "/run/lock"),
          Map.entry("/var/mail", "/var/opt"),
          Map.entry("/var/run", "/run"),
          Map.entry("/var/spool/mail", "/var/opt"));

  private static final Set<String> NAMES =
      Set.of(
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
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
          "/usr/local/share",
          "/usr/share",
          "/var",
          "/var/cache",
          "/var/lib",
          JETTY,
          "/var/local",
          "/var/log",
          "/var/opt",
          "/var/spool",
          "/var/tmp");

  private BaseFolders() {}

  /** Whether the folder is the base's. */
  static boolean contains(String path) {
    return NAMES.contains(path) || LINKS.containsKey(path);
  }

  /** Its mode. */
  static int mode(String path) {
    return MODES.getOrDefault(path, 0755);
  }

  /**
   * The layers with every folder of the base as the base has it.
   *
   * @throws ConfigurationException where something would stand in the place of a base's link
   */
  static List<LayerPlan> kept(List<LayerPlan> plans, BaseReference from) {
    List<LayerPlan> kept = new ArrayList<>();
    for (LayerPlan plan : plans) {
      if (!(from instanceof BaseReference.Scratch)) {
        plan.entries().forEach(BaseFolders::checkLinks);
      }
      kept.add(withModes(plan));
    }
    return kept;
  }

  private static void checkLinks(LayerEntry entry) {
    String path = entry.path();
    if (entry.content() instanceof Content.SymbolicLink) {
      path = parent(path); // a link may stand in the place of a link
    }
    for (; !path.isEmpty(); path = parent(path)) {
      String instead = LINKS.get(path);
      if (instead != null) {
        throw inPlaceOfLink(entry, path, instead);
      }
    }
  }

  /** The folder that a path stands in; empty above the first. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static ConfigurationException inPlaceOfLink(
      LayerEntry entry, String link, String instead) {
    String file =
        entry.content() instanceof Content.File content ? " (" + content.file() + ")" : "";
    return new ConfigurationException(
        entry.path()
            + file
            + " cannot be put into the image: "
            + link
            + " is a symbolic link in many bases, engines would make a folder in its place, and"
            + " what the base has there would be gone. Put it below "
            + instead
            + ", which is a folder in every base: change image.appRoot, or move it below"
            + " image.extraDirectory; only image.from=scratch has no such link");
  }

  /** What is missing here is added as 0755 and root's when the layer is written. */
  private static LayerPlan withModes(LayerPlan plan) {
    Set<String> named = new HashSet<>();
    Set<String> folders = new TreeSet<>();
    for (LayerEntry entry : plan.entries()) {
      named.add(entry.path());
      for (String path = parent(entry.path()); !path.isEmpty(); path = parent(path)) {
        if (MODES.containsKey(path)) {
          folders.add(path);
        }
      }
    }
    List<LayerEntry> entries = new ArrayList<>(plan.entries());
    for (String folder : folders) {
      if (!named.contains(folder)) {
        Owner root = Owner.ROOT;
        entries.add(
            new LayerEntry(folder, new Content.Directory(), mode(folder), root.uid(), root.gid()));
      }
    }
    return new LayerPlan(plan.name(), entries, plan.jarsOnly());
  }
}
