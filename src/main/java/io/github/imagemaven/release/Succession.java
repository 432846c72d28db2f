package io.github.imagemaven.release;

import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.report.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tag moves from the image it names to ours: never from a newer release to an older one,
 * nor, on a branch, from a newer commit to an older one. Only our own labels are trusted, since an
 * image inherits those of OCI from its base. Where they do not say, the tag moves.
 *
 * @param moves whether it does
 * @param why what is to be said of that, half a sentence whose subject is the image that the tag
 *     names now, such as {@code it is 2.0.0, newer than 1.2.4}; empty where it moves for certain
 * @param isOrdinary whether what is said is the course of things, and nothing is in question
 */
public record Succession(boolean moves, String why, boolean isOrdinary) {
  static final Succession CERTAIN = new Succession(true, "");

  /** The first release after a push of the branch, in each project and each time. */
  static final Succession FROM_BRANCH = new Succession(true, "it is no release", true);

  static final Succession UNKNOWN_COMMIT =
      new Succession(true, "its commit may be newer, nobody knows when ours was made");

  Succession(boolean moves, String why) {
    this(moves, why, false);
  }

  /**
   * For a run that releases a version.
   *
   * @param standing labels of the image that the tag names now
   */
  public static Succession ofVersion(Version ours, Map<String, String> standing) {
    String label = standing.get(OwnLabels.VERSION);
    if (label == null && isOurs(standing)) {
      return FROM_BRANCH;
    }
    Version theirs = label == null ? null : Version.parse(label);
    if (theirs == null) {
      return new Succession(true, silence("which version it is", OwnLabels.VERSION, label));
    }
    return ours.compareTo(theirs) < 0
        ? new Succession(false, "it is " + theirs + ", newer than " + ours)
        : CERTAIN;
  }

  /**
   * For a run of a branch.
   *
   * @param tag that is to move
   * @param now a commit of a later time holds the tag until then, and that is said
   * @param ours when our commit was made
   * @param standing labels of the image that the tag names now
   */
  public static Succession ofCommit(
      String tag, Instant ours, Map<String, String> standing, Instant now) {
    String label = standing.get(OwnLabels.COMMITTED);
    Instant theirs = label == null ? null : time(label);
    if (theirs == null) {
      return new Succession(true, silence("when its commit was made", OwnLabels.COMMITTED, label));
    }
    if (!ours.isBefore(theirs)) {
      return CERTAIN;
    }
    String wayOut =
        theirs.isAfter(now)
            ? "; that time has not come yet, and -Dimage.tag="
                + tag
                + " moves the tag before it has"
            : "";
    return new Succession(
        false, "it is of a commit of " + theirs + ", newer than ours of " + ours + wayOut);
  }

  private static boolean isOurs(Map<String, String> standing) {
    return standing.containsKey(OwnLabels.REVISION) || standing.containsKey(OwnLabels.COMMITTED);
  }

  private static @Nullable Instant time(String label) {
    try {
      return Instant.parse(label);
    } catch (DateTimeException e) {
      return null; // said by the caller, who shows the label
    }
  }

  private static String silence(String what, String key, @Nullable String label) {
    String found = label == null ? " is missing" : " is " + Quoted.of(label);
    return "it does not say " + what + ", its label " + key + found;
  }
}
