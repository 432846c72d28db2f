package io.github.imagemaven.mojo;

import java.util.List;

/** The goals that publish. */
final class PublishingGoals {
  /** What this machine has built. */
  static final String PUSH_ALL = "push-all";

  /** What several machines have built. */
  static final String MANIFEST = "manifest";

  /** Every one. */
  static final List<String> ALL = List.of(PUSH_ALL, MANIFEST);

  private PublishingGoals() {}
}
