package io.github.imagemaven.load;

import org.jspecify.annotations.Nullable;

/**
 * What came of loading an image.
 *
 * @param engine {@code Docker 20.10.24}; null where the image was not loaded
 * @param reason why it was not, else empty
 * @param name what the engine calls it
 * @param platform what it runs on
 * @param outcome what was done
 * @param sent bytes of layers
 * @param held bytes of layers that were there
 * @param runLine what starts a container of it
 */
public record Loaded(
    @Nullable String engine,
    String reason,
    String name,
    String platform,
    Outcome outcome,
    long sent,
    long held,
    String runLine) {
  /** What had to be done. */
  public enum Outcome {
    /** Nothing: no engine. */
    NOWHERE,
    /** Nothing: it is there, under this name. */
    PRESENT,
    /** It was there, and has this name now. */
    NAMED,
    /** It was sent. */
    SENT
  }

  static Loaded nowhere(String name, String reason) {
    return new Loaded(null, reason, name, "", Outcome.NOWHERE, 0, 0, "");
  }
}
