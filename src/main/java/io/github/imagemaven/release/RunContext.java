package io.github.imagemaven.release;

import org.jspecify.annotations.Nullable;

/**
 * What started this run, in the words of whoever knows it.
 *
 * @param system who says so, as messages name it, such as {@code GitHub Actions}
 * @param trigger what kind of event
 * @param event the event in the system's own word, such as {@code pull_request}; may be empty
 * @param ref name of the branch or tag as it was given: nobody has checked it, and anybody may have
 *     chosen it; empty where there is none
 * @param commit the commit's id in full; null where nobody knows
 */
public record RunContext(
    String system, Trigger trigger, String event, String ref, @Nullable String commit) {

  /** Where no CI system says anything: what is checked out is git's to say. */
  public static RunContext desk() {
    return new RunContext("nobody", Trigger.DESK, "", "", null);
  }
}
