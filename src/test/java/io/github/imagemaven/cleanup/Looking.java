package io.github.imagemaven.cleanup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wants something deleted, and is asked and told meanwhile. */
final class Looking implements Asker {
  final List<String> untagged = new ArrayList<>();
  int asked;
  private final @Nullable String objection;

  /**
   * @param objection what another look finds
   */
  Looking(@Nullable String objection) {
    this.objection = objection;
  }

  /** Another look finds nothing against it. */
  static Looking unopposed() {
    return new Looking(null);
  }

  @Override
  public Optional<String> objection() {
    asked++;
    return Optional.ofNullable(objection);
  }

  @Override
  public void untagged(String tag) {
    untagged.add(tag);
  }
}
