package io.github.imagemaven.report;

/** A setting that cannot be used: {@code IMG-7}. Thrown before any work has been done. */
public class ConfigurationException extends ImageException {
  /**
   * @param message the value found, the form expected, and what to write instead
   */
  public ConfigurationException(String message) {
    super(Code.CONFIGURATION, message, null);
  }

  /**
   * The usual sentence for one malformed value.
   *
   * @param what what the value is, "platform" or "image.tag"
   * @param value the value as it was found; not repeated where it may hold a password
   * @param expected the form expected, with an example
   */
  public static ConfigurationException malformed(String what, String value, String expected) {
    return new ConfigurationException(
        what + " " + SecretForm.quoted(value) + " is not valid: expected " + expected);
  }
}
