package io.github.imagemaven.load;

import org.jspecify.annotations.Nullable;

/**
 * What came of looking for an engine.
 *
 * @param engine null where there is none
 * @param reason why there is none, else empty
 */
record Found(@Nullable LocalEngine engine, String reason) {
  static Found of(LocalEngine engine) {
    return new Found(engine, "");
  }

  static Found none(String reason) {
    return new Found(null, reason);
  }
}
