package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who owns the files that a build adds.
 *
 * @param uid user
 * @param gid group
 */
record Owner(int uid, int gid) {
  static final Owner ROOT = new Owner(0, 0);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(?::([0-9]{1,9}))?");

  boolean isRoot() {
    return uid == 0 && gid == 0;
  }

  /**
   * Reads {@code uid[:gid]}; without group the group is the user's number.
   *
   * @throws ConfigurationException where the text has another form
   */
  static Owner parse(@Nullable String text) {
    if (text == null) {
      return ROOT;
    }
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw ConfigurationException.malformed(
          "image.owner",
          text,
          "uid:gid in numbers, such as 1000:1000 (names are known inside the base only)");
    }
    int uid = Integer.parseInt(matcher.group(1));
    return new Owner(uid, matcher.group(2) == null ? uid : Integer.parseInt(matcher.group(2)));
  }
}
