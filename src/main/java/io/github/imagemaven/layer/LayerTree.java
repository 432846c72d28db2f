package io.github.imagemaven.layer;

import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.report.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of a layer: complete, each path once, in the order in which they are written. */
final class LayerTree {
  /**
   * The order of the UTF-8 bytes, which is that of code points. A directory comes before what it
   * holds, since its path is a prefix of theirs.
   */
  private static final Comparator<String> ORDER =
      Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private static final Comparator<LayerEntry> RIGHTS =
      Comparator.comparingInt(LayerEntry::mode)
          .thenComparingInt(LayerEntry::uid)
          .thenComparingInt(LayerEntry::gid);

  private final Map<String, LayerEntry> entries = new TreeMap<>(ORDER);

  private LayerTree() {}

  /**
   * Sorts the entries and adds the parents that are missing (0755, owner 0:0).
   *
   * @throws ConfigurationException where two entries have one path and are not both directories, or
   *     an entry stands below something that is not a directory
   */
  static List<LayerEntry> of(Collection<LayerEntry> given) {
    LayerTree tree = new LayerTree();
    given.forEach(tree::add);
    given.forEach(tree::addParents);
    return List.copyOf(tree.entries.values());
  }

  private void add(LayerEntry entry) {
    LayerEntry other = entries.putIfAbsent(entry.path(), entry);
    if (other == null) {
      return;
    }
    if (!entry.isDirectory() || !other.isDirectory()) {
      throw new ConfigurationException(
          "two entries of one layer have the path "
              + entry.path()
              + ": "
              + describe(other)
              + " and "
              + describe(entry)
              + "; rename or leave out one of them");
    }
    // Of two descriptions of one directory the same must win whatever their order.
    entries.merge(entry.path(), entry, (a, b) -> RIGHTS.compare(a, b) >= 0 ? a : b);
  }

  private void addParents(LayerEntry entry) {
    for (String path = parent(entry.path()); path != null; path = parent(path)) {
      LayerEntry parent = entries.get(path);
      if (parent == null) {
        entries.put(path, new LayerEntry(path, new Content.Directory(), 0755, 0, 0));
      } else if (!parent.isDirectory()) {
        throw new ConfigurationException(
            entry.path()
                + " cannot stand below "
                + path
                + ", which is "
                + describe(parent)
                + " in the same layer; move one of them");
      }
    }
  }

  private static @Nullable String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? null : path.substring(0, slash);
  }

  private static String describe(LayerEntry entry) {
    Content content = entry.content();
    if (content instanceof Content.File file) {
      return "file " + file.file();
    } else if (content instanceof Content.SymbolicLink link) {
      return "a symbolic link to " + link.target();
    } else if (content instanceof Content.Directory) {
      return "a directory";
    }
    return "a generated file";
  }
}
