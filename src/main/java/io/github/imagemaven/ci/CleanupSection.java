package io.github.imagemaven.ci;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was removed behind an image's tags, or would be, and what stays, in Markdown. */
final class CleanupSection {
  /** What was kept may be a long list; cleanup.json has all of it. */
  private static final int MOST = 50;

  private CleanupSection() {}

  static String of(@Nullable CleanupRecord cleanup) {
    if (cleanup == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (RepositoryCleanup each : cleanup.repositories()) {
      text.append(title(cleanup, each)).append(Markdown.code(each.repository())).append(": ");
      text.append(each.deleted().size()).append(cleanup.dryRun() ? " to delete, " : " deleted, ");
      text.append(each.kept().size()).append(" kept.");
      append(text, each.note());
      append(text, each.failure());
      text.append("\n\n");
      if (!each.deleted().isEmpty() || !each.kept().isEmpty()) {
        text.append("| | Digest | Why |\n|---|---|---|\n");
        rows(text, cleanup.dryRun() ? "would go" : "deleted", each.deleted());
        rows(text, "kept", each.kept());
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String title(CleanupRecord cleanup, RepositoryCleanup repository) {
    if (cleanup.dryRun()) {
      return "**Would clean up** ";
    }
    return repository.failure() == null ? "**Cleaned up** " : "**Clean-up not finished** in ";
  }

  private static void append(StringBuilder text, @Nullable String more) {
    if (more != null) {
      text.append(' ').append(Markdown.text(more));
    }
  }

  private static void rows(StringBuilder text, String what, List<Item> items) {
    for (Item item : items.subList(0, Math.min(MOST, items.size()))) {
      text.append("| ").append(what).append(" | ");
      text.append(Markdown.code(item.digest().toString())).append(" | ");
      text.append(Markdown.text(item.why())).append(" |\n");
    }
    int left = items.size() - MOST;
    if (left > 0) {
      text.append("| ").append(what).append(" | ").append(left);
      text.append(" more | see cleanup.json |\n");
    }
  }
}
