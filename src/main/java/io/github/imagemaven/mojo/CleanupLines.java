package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import java.util.ArrayList;
import java.util.List;

/** A clean-up for people. */
final class CleanupLines {
  private CleanupLines() {}

  /** How much went, or would go, which was said as it went; and what stays. */
  static List<String> of(CleanupRecord record) {
    List<String> lines = new ArrayList<>();
    lines.add(title(record));
    for (RepositoryCleanup each : record.repositories()) {
      String counts =
          each.deleted().size()
              + (record.dryRun() ? " to delete, " : " deleted, ")
              + each.kept().size()
              + " kept"
              + (each.failure() == null ? "" : ", not finished");
      lines.add("  in         " + each.repository() + ": " + counts);
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

  private static String title(CleanupRecord record) {
    if (record.dryRun()) {
      return "Would clean up " + record.image();
    }
    return record.hasFailed()
        ? "The clean-up of " + record.image() + " was not finished"
        : "Cleaned up " + record.image();
  }

  private static String text(Item item) {
    return item.digest() + ": " + item.why();
  }
}
