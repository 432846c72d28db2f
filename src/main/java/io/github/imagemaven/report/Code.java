package io.github.imagemaven.report;

/** The stable failure codes that README lists. A code once published keeps its meaning. */
public enum Code {
  /** The machine: disk full, a damaged layout, an interrupted run. */
  ENVIRONMENT(1),
  /** A tag that may not be published. */
  TAG(2),
  /** The build of one platform. */
  BUILD(3),
  /** The publication: a registry that cannot be reached, refuses, or contradicts itself. */
  PUBLICATION(4),
  /** The engine that builds a Containerfile. */
  ENGINE(5),
  /** Credentials that are missing, wrong, or too weak. */
  CREDENTIALS(6),
  /** A setting: malformed, unknown, or in contradiction with another. */
  CONFIGURATION(7),
  /** Clean-up. Never fails a published release. */
  CLEANUP(8),
  /** The part files of a split run. */
  PARTS(9);

  private final int number;

  Code(int number) {
    this.number = number;
  }

  /** The code as it is printed, {@code IMG-4}. */
  @Override
  public String toString() {
    return "IMG-" + number;
  }
}
