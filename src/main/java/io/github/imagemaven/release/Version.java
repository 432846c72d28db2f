package io.github.imagemaven.release;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/**
 * A version as semver has it, without build metadata, which a tag of an image cannot hold. A
 * snapshot is none: it names another image every day.
 *
 * <p>Source: <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>.
 *
 * @param preRelease the identifiers behind the hyphen; empty for a release
 */
public record Version(int major, int minor, int patch, List<String> preRelease)
    implements Comparable<Version> {
  /** The library would pass over blanks around a version, and a {@code v} before it. */
  private static final Pattern FORM = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** As a tag of an image. Whoever labels an image may write what he likes, of any length. */
  private static final int LENGTH = 128;

  private static final String SNAPSHOT = "SNAPSHOT";

  private static final Comparator<Version> OF_NUMBERS =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch);

  /** Copies the list. */
  public Version {
    preRelease = List.copyOf(preRelease);
  }

  /**
   * {@code 1.2.3} or {@code 1.2.3-rc.1}; null for anything else, also for leading zeros, numbers
   * above 2147483647, and more than 128 characters.
   */
  public static @Nullable Version parse(String text) {
    if (text.length() > LENGTH || !FORM.matcher(text).matches() || isSnapshot(text)) {
      return null;
    }
    Semver parsed = Semver.parse(text);
    return parsed == null
        ? null
        : new Version(
            parsed.getMajor(), parsed.getMinor(), parsed.getPatch(), parsed.getPreRelease());
  }

  /** As Maven decides it: by the last word, in capitals or not. */
  static boolean isSnapshot(String text) {
    int at = text.length() - SNAPSHOT.length();
    return text.regionMatches(true, at, SNAPSHOT, 0, SNAPSHOT.length());
  }

  /** Whether it comes before the release of the same numbers. */
  public boolean isPreRelease() {
    return !preRelease.isEmpty();
  }

  /**
   * By precedence, section 11. That of pre-releases is written out: the library ranks {@code rc10}
   * above {@code rc9}, and fails at a number of twenty digits.
   */
  @Override
  public int compareTo(Version other) {
    int numbers = OF_NUMBERS.compare(this, other);
    if (numbers != 0 || isPreRelease() != other.isPreRelease()) {
      return numbers != 0 ? numbers : Boolean.compare(other.isPreRelease(), isPreRelease());
    }
    int common = Math.min(preRelease.size(), other.preRelease.size());
    for (int i = 0; i < common; i++) {
      int identifiers = compare(preRelease.get(i), other.preRelease.get(i));
      if (identifiers != 0) {
        return identifiers;
      }
    }
    return Integer.compare(preRelease.size(), other.preRelease.size());
  }

  private static int compare(String one, String other) {
    boolean number = NUMBER.matcher(one).matches();
    boolean otherNumber = NUMBER.matcher(other).matches();
    if (number && otherNumber) {
      return new BigInteger(one).compareTo(new BigInteger(other));
    }
    return number == otherNumber ? one.compareTo(other) : Boolean.compare(otherNumber, number);
  }

  /** As it was parsed. */
  @Override
  public String toString() {
    String numbers = major + "." + minor + "." + patch;
    return isPreRelease() ? numbers + "-" + String.join(".", preRelease) : numbers;
  }
}
