package io.github.imagemaven.mojo;

import java.util.concurrent.ConcurrentMap;

/**
 * What is said once a session, whichever goals come, and however many modules share it.
 *
 * @param texts that have been said; shared by all modules of the session, so JDK types only
 */
record Said(ConcurrentMap<String, Boolean> texts) {
  /** Whether nobody has said it before; from now on somebody has. */
  boolean isNew(String text) {
    return texts.putIfAbsent(text, true) == null;
  }

  /**
   * Says it where nobody has; one at a time, so that no line comes into the middle of another.
   *
   * @return whether it was new
   */
  boolean say(String text, Runnable saying) {
    synchronized (texts) {
      boolean isNew = isNew(text);
      if (isNew) {
        saying.run();
      }
      return isNew;
    }
  }
}
