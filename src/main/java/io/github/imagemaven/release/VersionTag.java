package io.github.imagemaven.release;

import io.github.imagemaven.report.Quoted;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tag of git that a version is released by: {@code v1.2.3}. */
final class VersionTag {
  private static final Pattern NUMBERS = Pattern.compile("v([0-9]+)\\.([0-9]+)\\.([0-9]+)(-.*)?");

  private final boolean preReleases;

  /**
   * @param preReleases whether {@code v1.2.3-rc.1} releases a version too
   */
  VersionTag(boolean preReleases) {
    this.preReleases = preReleases;
  }

  /**
   * The version that a tag releases.
   *
   * @throws TagException where it releases none: such a run has nothing to publish
   */
  Version version(String tag) {
    Version version = versionOrNull(tag);
    if (version == null) {
      throw new TagException(
          "the git tag "
              + Quoted.of(tag)
              + " releases no version"
              + reason(tag)
              + ": expected v and three numbers without leading zeros, such as v1.2.3"
              + (preReleases ? " or v1.2.3-rc.1" : "")
              + "; "
              + way(tag));
    }
    return version;
  }

  /** The version that a tag releases; null where it releases none. */
  private @Nullable Version versionOrNull(String tag) {
    Version version = parse(tag);
    return version != null && (preReleases || !version.isPreRelease()) ? version : null;
  }

  private static @Nullable Version parse(String tag) {
    return tag.startsWith("v") ? Version.parse(tag.substring(1)) : null;
  }

  /**
   * The version that a commit's tags release; null where none of them does.
   *
   * @param tags of one commit, of any form
   * @throws TagException where two release one: which of them is built nobody has said
   */
  @Nullable Version only(List<String> tags) {
    List<Version> versions =
        tags.stream().map(this::versionOrNull).filter(Objects::nonNull).sorted().toList();
    if (versions.size() > 1) {
      throw new TagException(
          "this commit has "
              + versions.size()
              + " tags that release a version, "
              + Quoted.list(versions.stream().map(version -> "v" + version).toList())
              + ", and expected is one: say which is meant by -Dimage.tag="
              + versions.get(versions.size() - 1)
              + ", or delete the other tags");
    }
    return versions.isEmpty() ? null : versions.get(0);
  }

  private static String reason(String tag) {
    if (!tag.equals(tag.strip())) {
      return ", it has a blank at its beginning or end";
    }
    if (Version.isSnapshot(tag)) {
      return ", a snapshot never does";
    }
    Matcher numbers = NUMBERS.matcher(tag);
    if (numbers.matches()
        && Stream.of(1, 2, 3).map(numbers::group).anyMatch(VersionTag::isTooLarge)) {
      return ", a number of it is larger than " + Integer.MAX_VALUE;
    }
    return tag.indexOf('+') < 0 ? "" : ", a tag of an image cannot hold its build metadata";
  }

  private static boolean isTooLarge(String number) {
    return number.length() > 10 || Long.parseLong(number) > Integer.MAX_VALUE;
  }

  private String way(String tag) {
    boolean off = !preReleases && parse(tag) != null;
    return "delete it and tag the same commit again"
        + (off ? ", or set image.preReleases=true to release pre-releases" : "")
        + ", or name the image's tag by -Dimage.tag";
  }
}
