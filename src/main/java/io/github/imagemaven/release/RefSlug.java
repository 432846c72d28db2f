package io.github.imagemaven.release;

import java.util.regex.Pattern;

/** The name of a branch as a part of a tag. */
final class RefSlug {
  private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_.]+");
  private static final Pattern EDGE = Pattern.compile("^[.-]+|[.-]+$");

  /** Leaves 28 characters of a tag to the text around it. */
  private static final int LENGTH = 100;

  private RefSlug() {}

  /**
   * {@code feature-x} for {@code feature/x}: whatever a tag cannot hold becomes a hyphen, several
   * one. Branches of other people's making, such as {@code fix/#12} or {@code
   * dependabot/npm/@types/node}, would fail every build otherwise. Empty where nothing is left.
   */
  static String of(String ref) {
    String slug = trim(OTHER.matcher(ref).replaceAll("-"));
    return slug.length() > LENGTH ? trim(slug.substring(0, LENGTH)) : slug;
  }

  private static String trim(String slug) {
    return EDGE.matcher(slug).replaceAll("");
  }
}
