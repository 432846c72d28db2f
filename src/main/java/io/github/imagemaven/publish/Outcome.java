package io.github.imagemaven.publish;

/** What is known of a request that moves a tag. */
enum Outcome {
  /** None was sent. */
  NOT_BEGUN,
  /**
   * One was sent and has no clear answer: none at all, or one of a gateway that gave up. It may
   * take effect at any time, even after we are gone.
   */
  UNKNOWN,
  /** The destination answered that it does not: what the tag names is none of our doing. */
  REFUSED,
  /** The destination answered that it did. */
  MOVED
}
