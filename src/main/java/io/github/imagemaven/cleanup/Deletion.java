package io.github.imagemaven.cleanup;

/**
 * What came of a deletion.
 *
 * @param outcome the kind
 * @param why the registry's reason in words, without full stop; empty where it is done
 */
record Deletion(Outcome outcome, String why) {
  /** Kinds of it. */
  enum Outcome {
    /** It is gone, by us or by somebody else. */
    DONE,
    /** The registry keeps it: something refers to it, or a rule protects it. */
    KEPT,
    /** This registry deletes nothing on request. */
    UNSUPPORTED
  }

  static final Deletion DONE = new Deletion(Outcome.DONE, "");

  static Deletion kept(String why) {
    return new Deletion(Outcome.KEPT, why);
  }

  static Deletion unsupported(String why) {
    return new Deletion(Outcome.UNSUPPORTED, why);
  }
}
