package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  /**
   * What an interrupted clean-up has deleted, and what becomes of the rest, in one line.
   *
   * @param before whether its tags were to move when it had ended
   */
  static String interrupted(CleanupRecord record, boolean before) {
    List<String> deleted = new ArrayList<>();
    for (RepositoryCleanup each : record.repositories()) {
      if (!each.deleted().isEmpty()) {
        String digests =
            each.deleted().stream()
                .map(item -> item.digest().toString())
                .collect(Collectors.joining(", "));
        deleted.add(digests + " in " + each.repository());
      }
    }
    return "the clean-up of "
        + record.image()
        + " was interrupted"
        + (deleted.isEmpty()
            ? " before anything was deleted"
            : " when it had deleted " + String.join("; ", deleted))
        + (before
            ? "; no tag has moved, and one whose image is gone is not there until the next run:"
                + " run again; "
            : ", which does not touch what was published; ")
        + "what is left without a tag goes by image:"
        + ReactorCleanup.GOAL
        + " named alone, once it is older than image.cleanup.minAge, where the registry lists it"
        + " (GHCR), and elsewhere by the registry's own clean-up";
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
