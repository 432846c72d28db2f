package io.github.imagemaven.ci;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A commit's id in full, of SHA-1 or SHA-256. */
final class CommitId {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private CommitId() {}

  /** The text if it is one; else nobody knows the commit. */
  static @Nullable String orNull(@Nullable String text) {
    return text != null && FORM.matcher(text).matches() ? text : null;
  }
}
