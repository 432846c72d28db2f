package io.github.imagemaven.build;

/**
 * Labels that only this plugin sets, so that later runs can trust them. Those of OCI's annotations
 * are no good for that: an image inherits them from its base.
 */
public final class OwnLabels {
  /** The commit that the image is built from, in full. */
  public static final String REVISION = "io.github.imagemaven.revision";

  /** The version that the image is released as; only where it is one. */
  public static final String VERSION = "io.github.imagemaven.version";

  /** When that commit was made, in ISO 8601 and UTC to the second. */
  public static final String COMMITTED = "io.github.imagemaven.committed";

  private static final String PREFIX = "io.github.imagemaven.";

  private OwnLabels() {}

  /** Whether nobody but this plugin sets the label. */
  public static boolean isReserved(String key) {
    return key.startsWith(PREFIX);
  }
}
