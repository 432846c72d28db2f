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
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private Tag() {}

  /** Whether the text is a tag. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
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
