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

  private static final Pattern FORM = Pattern.compile("([0-9]{1,10})(?::([0-9]{1,10}))?");

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
    if (matcher.matches()) {
      long uid = Long.parseLong(matcher.group(1));
      long gid = matcher.group(2) == null ? uid : Long.parseLong(matcher.group(2));
      if (Math.max(uid, gid) <= Integer.MAX_VALUE) {
        return new Owner((int) uid, (int) gid);
      }
    }
    throw ConfigurationException.malformed(
        "image.owner",
        text,
        "uid:gid in numbers up to 2147483647, such as 1000:1000 (names are known inside the base"
            + " only)");
  }
}
