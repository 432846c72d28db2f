package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.PublicationException;
import io.github.imagemaven.publish.PublicationPlan;

/** {@code image.dryRun}: what a publication would do is said, and nothing of it done. */
final class DryRun {
  /** For a report of the run, behind another sentence. */
  static final String SENTENCE =
      " Nothing was sent and no tag was moved, since image.dryRun is true.";

  private DryRun() {}

  /** Whether a module is compared with its destinations only. */
  static boolean isOne(Settings settings) {
    return settings.flag("dryRun");
  }

  /**
   * Says what would be sent, created, moved, kept and refused.
   *
   * @throws PublicationException where the publication would fail, the failure it would end with
   */
  static void say(PublicationPlan plan, Run run) {
    run.say(plan.lines());
    PublicationException failure = plan.failure().orElse(null);
    if (failure != null) {
      throw failure;
    }
  }
}
