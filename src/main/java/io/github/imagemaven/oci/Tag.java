package io.github.imagemaven.oci;

import io.github.imagemaven.report.ConfigurationException;
import java.util.regex.Pattern;

/**
 * The tag grammar.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests">
 * distribution-spec, pulling manifests</a>.
 */
public final class Tag {
  /** What a reference without a tag means. */
  public static final String LATEST = "latest";

  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");

  private Tag() {}

  /** Whether the text is a tag. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** Whether a tag stands for a released version, {@code 1.2.3}, which is published once. */
  public static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /**
   * Returns the text if it is a tag.
   *
   * @throws ConfigurationException if not
   */
  public static String check(String text) {
    if (!isValid(text)) {
      throw ConfigurationException.malformed(
          "tag", text, "1 to 128 letters, digits, '_', '.' or '-', not beginning with '.' or '-'");
    }
    return text;
  }
}
