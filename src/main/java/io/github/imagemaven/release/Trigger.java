package io.github.imagemaven.release;

/** What kind of event started a run. */
public enum Trigger {
  /** Commits came to a branch, or a schedule rebuilds one. */
  BRANCH,

  /** A tag was pushed. */
  TAG,

  /** A person started it in the CI system. */
  MANUAL,

  /** An event that never publishes by itself, such as a pull request. */
  CHANGE,

  /** Nobody but the person at this keyboard. */
  DESK
}
