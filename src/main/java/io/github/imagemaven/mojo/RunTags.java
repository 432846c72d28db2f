package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.publish.TagGuard.Answer;
import io.github.imagemaven.publish.TagRules;
import io.github.imagemaven.release.Checkout;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.release.ReleaseTags;
import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.release.Succession;
import io.github.imagemaven.release.TagRule;
import io.github.imagemaven.release.TagSettings;
import io.github.imagemaven.release.Trigger;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.Quoted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Which tags a run may publish of a module, by its settings, and what is to be said of them. */
final class RunTags {
  private static final String BRANCHES = "refs/heads/";

  private RunTags() {}

  /**
   * The tags.
   *
   * @param checkout asked for what the answer depends on
   * @throws io.github.imagemaven.release.TagException where the run stands for a git tag that
   *     releases no version, or nobody knows for what
   * @throws io.github.imagemaven.report.ConfigurationException where a setting is malformed
   */
  static ReleaseTags of(
      RunContext context, Settings settings, MavenProject module, Checkout checkout) {
    return new TagRule(context, settings(settings, module), checkout).tags();
  }

  private static TagSettings settings(Settings settings, MavenProject module) {
    Problems problems = new Problems();
    String tag = problems.orElse(() -> BuildRequests.orElse(settings.optional("tag"), ""), "");
    List<String> extraTags = problems.orElse(() -> settings.list("extraTags"), List.of());
    problems.attempt(() -> checkCommas("tag", tag));
    extraTags.forEach(each -> problems.attempt(() -> checkExtraTag(each)));
    boolean byHand = settings.isByHand("tag");
    TagSettings read =
        new TagSettings(
            byHand ? tag : "",
            byHand ? "" : tag,
            extraTags,
            settings.isByHand("extraTags"),
            problems.orElse(() -> latestBranch(settings), ""),
            problems.orElse(() -> settings.flag("preReleases"), false),
            problems.orElse(() -> settings.flag("publish"), false),
            module.getVersion());
    problems.throwIfAny();
    return read;
  }

  /** Events have a branch by its name: a ref would be no branch at all, and nobody would know. */
  private static String latestBranch(Settings settings) {
    String branch = settings.text("latestBranch");
    if (branch.startsWith("refs/")) {
      throw ConfigurationException.malformed(
          Settings.PREFIX + "latestBranch",
          branch,
          "the name of a branch alone, such as "
              + (branch.startsWith(BRANCHES)
                      && branch.length() > BRANCHES.length()
                      && Quoted.isPlain(branch)
                  ? branch.substring(BRANCHES.length())
                  : "main"));
    }
    return branch;
  }

  /** In its form: what it comes to in this run is a later question. */
  private static void checkExtraTag(String text) {
    checkCommas("extraTags", text);
    TagRule.checkExtraTag(text);
  }

  private static void checkCommas(String setting, String text) {
    List<String> parts = List.of(text.strip().split("[\\s;]+"));
    if (parts.size() > 1 && parts.stream().allMatch(RunTags::reads)) {
      throw ConfigurationException.malformed(
          Settings.PREFIX + setting,
          text,
          setting.equals("tag")
              ? "one tag; more of them go into image.extraTags"
              : "one tag, or several with commas between them, such as " + String.join(",", parts));
    }
  }

  /** Whether text reads as a tag, or as a pattern for one. */
  private static boolean reads(String text) {
    return Tag.isValid(text.replaceAll("\\{[a-z0-9]+}", "x"));
  }

  /** Why a run that may not publish does not; its own reason was said with its tags. */
  static String whyNot(RunContext context, Settings settings) {
    if (context.trigger() == Trigger.DESK) {
      return "registries are published to with -Dimage.publish=true";
    }
    return "this run publishes nothing, for the reason that stands above, beside its tag"
        + (settings.flag("publish")
            ? "; image.publish=true counts only where no CI system says what a run is for"
            : "");
  }

  /**
   * What publication has to know of the tags.
   *
   * @param commit what is checked out; null where nobody knows
   * @param built the commit that the image is built from, whose time is the image's; null where
   *     nobody knew
   */
  static TagRules rules(ReleaseTags tags, @Nullable Commit commit, @Nullable String built) {
    Instant committed = commit != null && commit.id().equals(built) ? commit.time() : null;
    return new TagRules(
        new HashSet<>(tags.immutable()),
        new HashSet<>(tags.moving()),
        (tag, labels) -> {
          Succession next = tags.succession(tag, labels, committed);
          return new Answer(next.moves(), next.why(), next.isOrdinary());
        });
  }

  /** What is to be said of the tags. */
  static List<String> said(ReleaseTags tags) {
    List<String> lines = new ArrayList<>();
    lines.add(
        (tags.tags().size() == 1 ? "Tag " : "Tags ")
            + String.join(", ", tags.tags())
            + ": "
            + tags.why());
    lines.addAll(tags.notes());
    return lines;
  }

  /** A sentence for each tag that looks like {@code latest} and is another. */
  static List<String> warnings(Settings settings) {
    List<String> tags = new ArrayList<>(settings.list("extraTags"));
    String tag = settings.optional("tag");
    if (tag != null) {
      tags.add(0, tag);
    }
    List<String> warnings = new ArrayList<>();
    for (String each : tags) {
      if (each.equalsIgnoreCase(Tag.LATEST) && !each.equals(Tag.LATEST)) {
        warnings.add("the tag " + each + " is not latest, which is written in lower case");
      }
    }
    return warnings;
  }
}
