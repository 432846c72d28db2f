package io.github.imagemaven.cleanup;

/**
 * What came of a deletion.
 *
 * @param outcome the kind
 * @param why the reason in words, a clause without full stop; empty where it is done
 */
record Deletion(Outcome outcome, String why) {
  /** Kinds of it. */
  enum Outcome {
    /** It is gone, by us or by somebody else. */
    DONE,
    /** The registry keeps it: something refers to it, or a rule protects it. */
    KEPT,
    /** This registry deletes nothing on request. */
    UNSUPPORTED,
    /**
     * Something came to need it while the deletion had to wait. An attempt before that may have
     * been done all the same, so that it is to be seen whether it is there.
     */
    CALLED_OFF
  }

  static final Deletion DONE = new Deletion(Outcome.DONE, "");

  static Deletion kept(String why) {
    return new Deletion(Outcome.KEPT, why);
  }

  static Deletion calledOff(String why) {
    return new Deletion(Outcome.CALLED_OFF, why);
  }

  static Deletion unsupported(String why) {
    return new Deletion(Outcome.UNSUPPORTED, why);
  }
}
