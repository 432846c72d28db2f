package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import java.util.ArrayList;
import java.util.List;

/** A clean-up for people. */
final class CleanupLines {
  private CleanupLines() {}

  /** What went, or would go, and what stays. */
  static List<String> of(CleanupRecord record) {
    List<String> lines = new ArrayList<>();
    lines.add((record.dryRun() ? "Would clean up " : "Cleaned up ") + record.image());
    for (RepositoryCleanup each : record.repositories()) {
      String counts =
          each.deleted().size()
              + (record.dryRun() ? " to delete, " : " deleted, ")
              + each.kept().size()
              + " kept";
      lines.add("  in         " + each.repository() + ": " + counts);
      each.deleted()
          .forEach(
              item ->
                  lines.add(
                      "  " + (record.dryRun() ? "would go " : "deleted ") + "  " + text(item)));
      each.kept().forEach(item -> lines.add("  kept       " + text(item)));
      if (each.note() != null) {
        lines.add("  note       " + each.note());
      }
    }
    if (record.dryRun()) {
      lines.add("Nothing was deleted: image.dryRun");
    }
    return lines;
  }

  private static String text(Item item) {
    String tags = item.tags().isEmpty() ? "" : " with " + String.join(", ", item.tags());
    return item.digest() + tags + ": " + item.why();
  }
}
