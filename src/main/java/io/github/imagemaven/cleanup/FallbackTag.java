package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags that say by their form what they hang on: {@code sha256-…} lists the referrers of a digest
 * where a registry does not, and {@code sha256-….sig} and its like are signatures of it.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema">
 * distribution-spec, referrers tag schema</a>, which cuts a digest after 64 digits; and cosign's
 * {@code .sig}, {@code .att} and {@code .sbom}.
 */
final class FallbackTag {
  private static final Pattern FORM =
      Pattern.compile("(sha(?:256|512)-[a-f0-9]{64})(?:\\.(?:sig|att|sbom))?");

  private FallbackTag() {}

  /** Whether the tag has that form. */
  static boolean is(String tag) {
    return FORM.matcher(tag).matches();
  }

  /** Whether the tag is one of this digest's. */
  static boolean isOf(String tag, Digest subject) {
    Matcher matcher = FORM.matcher(tag);
    String name = subject.algorithm() + "-" + subject.hex().substring(0, 64);
    return matcher.matches() && matcher.group(1).equals(name);
  }
}
