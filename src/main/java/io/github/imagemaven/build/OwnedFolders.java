package io.github.imagemaven.build;

import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerEntry.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folders of an application, which belong to its owner. Every layer with something below them
 * has to name them: what a layer does not name is added as root's when it is written, and of all
 * layers the last counts.
 */
final class OwnedFolders {
  private OwnedFolders() {}

  /** Entries with the folders above them that are not the base's. */
  static List<LayerEntry> with(List<LayerEntry> entries, Owner owner) {
    if (owner.isRoot()) {
      return entries;
    }
    Set<String> folders = new TreeSet<>();
    for (LayerEntry entry : entries) {
      for (String path = BaseFolders.parent(entry.path());
          path.length() > 1;
          path = BaseFolders.parent(path)) {
        folders.add(path);
      }
    }
    List<LayerEntry> all = new ArrayList<>(entries);
    for (String folder : folders) {
      if (!BaseFolders.contains(folder)) {
        all.add(new LayerEntry(folder, new Content.Directory(), 0755, owner.uid(), owner.gid()));
      }
    }
    return all;
  }
}
