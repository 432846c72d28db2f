package io.github.imagemaven.build;

/**
 * Labels that only this plugin sets, so that later runs can trust them. Those of OCI's annotations
 * are no good for that: an image inherits them from its base.
 */
public final class OwnLabels {
  /** The commit that the image is built from, in full. */
  public static final String REVISION = "io.github.imagemaven.revision";

  /** The version that the image is a release of, {@code 1.2.3}; absent where it is none. */
  public static final String VERSION = "io.github.imagemaven.version";

  /** When that commit was made, {@code 2026-11-24T06:00:00Z}; absent where nobody knows. */
  public static final String COMMITTED = "io.github.imagemaven.committed";

  /** {@code image.name}: clean-up removes untagged images by it, and none that lacks it. */
  public static final String NAME = "io.github.imagemaven.name";

  private static final String PREFIX = "io.github.imagemaven.";

  private OwnLabels() {}

  /** Whether nobody but this plugin sets the label. */
  public static boolean isReserved(String key) {
    return key.startsWith(PREFIX);
  }
}
