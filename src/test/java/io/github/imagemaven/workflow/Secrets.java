package io.github.imagemaven.workflow;

import java.util.HashMap;
import java.util.Map;

/**
 * The secrets that a workflow sees.
 *
 * @param token of the run, for a job that may write packages
 * @param values by name
 * @param isClosed whether a name that is not among them is a mistake, as in a called workflow, and
 *     has no value otherwise
 */
record Secrets(String token, Map<String, String> values, boolean isClosed) {
  /** What a job has whose token may not write packages; no registry of the lab takes it. */
  private static final String READS_ONLY = "token-that-reads";

  String token(boolean mayWritePackages) {
    return mayWritePackages ? token : READS_ONLY;
  }

  /** The context {@code secrets} of a job. */
  Object context(boolean mayWritePackages) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("GITHUB_TOKEN", token(mayWritePackages));
    return isClosed ? new Known(all) : all;
  }

  /** Whether GitHub hands a text on, which it does not where it sees a secret in it. */
  boolean areIn(String text) {
    return text.contains(READS_ONLY)
        || (!token.isEmpty() && text.contains(token))
        || values.values().stream().anyMatch(each -> !each.isEmpty() && text.contains(each));
  }

  /** Those of a workflow that is called with some of them. */
  Secrets given(Map<String, String> some) {
    return new Secrets(token, some, true);
  }
}
