package io.github.imagemaven.release;

import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Quoted;
import org.jspecify.annotations.Nullable;

/** What a run stands for, by what started it and by what is written. */
record Naming(RunContext context, TagSettings settings, Checkout checkout) {

  /**
   * Decides.
   *
   * @throws TagException as {@link TagRule#tags}
   * @throws ConfigurationException where {@code image.tag}, or the version of the project where it
   *     names the image, is no tag
   */
  Named named() {
    if (!settings.tag().isEmpty()) {
      return byHand("image.tag is " + Quoted.of(settings.tag()));
    }
    return settings.pomTag().isEmpty() ? ofEvent() : ofPom();
  }

  private Named ofEvent() {
    return switch (context.trigger()) {
      case BRANCH -> isLatestBranch() ? latest() : otherBranch();
      case TAG -> release();
      case MANUAL -> manual();
      case CHANGE -> change();
      case DESK -> desk();
    };
  }

  private boolean isLatestBranch() {
    String latest = settings.latestBranch();
    return context.trigger() == Trigger.BRANCH && !latest.isBlank() && context.ref().equals(latest);
  }

  private boolean isDesk() {
    return context.trigger() == Trigger.DESK;
  }

  private Named byHand(String why) {
    return written(
        "image.tag",
        settings.written(),
        isDesk() || isLatestBranch(),
        !isDesk() || settings.publish(),
        isDesk() ? why + deskRule() : why);
  }

  /**
   * The POM's tag stands in the place of the event's, and whether it is published the event
   * decides, as it does without one. What is not published is no release either; what a tag of git
   * releases is of its version under whatever name, or an older one would take {@code latest} back,
   * and has its version's tag beside that name, or the next release would leave it without any. A
   * version that the POM names is the module's own.
   */
  private Named ofPom() {
    String given = "image.tag of the POM, " + Quoted.of(settings.pomTag()) + ", names the image";
    if (isDesk() || context.trigger() == Trigger.MANUAL) {
      return byHand(given);
    }
    Named event = ofEvent();
    if (!event.mayPublish()) {
      return Named.other(valid("image.tag", settings.pomTag()), false, false, event.why());
    }
    String rest = event.tag() + ", and the event, " + event() + ", publishes it";
    Named named =
        written(
            "image.tag",
            settings.pomTag(),
            event.takesLatest(),
            true,
            given + " instead of " + rest);
    if (named.tag().equals(event.tag())) {
      return event;
    }
    Version released = event.version();
    if (released != null && released.isPreRelease() && named.tag().equals(Tag.LATEST)) {
      String left = "; image.tag of the POM, 'latest', is not for a pre-release";
      return Named.release(released, true, event.why() + left);
    }
    if (named.version() != null) {
      return named;
    }
    return released == null
        ? named.following(event)
        : named.releasing(released, given + " beside " + rest);
  }

  private Named latest() {
    return Named.latest(
        "the branch " + Quoted.of(context.ref()) + " is image.latestBranch: it publishes latest");
  }

  private Named otherBranch() {
    return unpublished(
        "branch",
        "the branch "
            + Quoted.of(context.ref())
            + " is not image.latestBranch, "
            + Quoted.of(settings.latestBranch()));
  }

  private Named change() {
    return unpublished("change", "the event, " + event() + ", publishes nothing by itself");
  }

  /**
   * Its name says of what kind it is, so that no branch can be called as a release is, or {@code
   * latest}: destinations {@code oci:DIR} are written in every run. It holds no commit, so that
   * they, and a local Docker, keep one image a branch and not one a commit.
   */
  private Named unpublished(String kind, String reason) {
    String slug = RefSlug.of(context.ref());
    return Named.other(
        slug.isEmpty() ? kind : kind + "-" + slug,
        false,
        false,
        reason + ": the image is built and not published; -Dimage.tag=NAME would publish it");
  }

  private Named release() {
    Version version = new VersionTag(settings.preReleases()).version(context.ref());
    return Named.release(
        version, true, "the git tag " + Quoted.of(context.ref()) + " releases " + version);
  }

  private Named manual() {
    Commit known = ofRun();
    if (known == null) {
      throw new TagException(
          "a run that was started by hand is named after its commit, manual-1a2b3c4, and neither "
              + context.system()
              + " nor git says which it is: name the image's tag by -Dimage.tag");
    }
    return Named.other(
        "manual-" + known.shortId(), false, true, "the run was started by hand, event " + event());
  }

  private String event() {
    return context.event().isBlank() ? "which has no name" : Quoted.of(context.event());
  }

  /** The commit that is checked out, else the one that the CI system has started the run for. */
  @Nullable Commit ofRun() {
    Commit checkedOut = checkout.commit().get();
    String started = context.commit();
    return checkedOut == null && started != null ? Commit.ofId(started) : checkedOut;
  }

  /** A tag names what was committed, so it does not count where files have changed since. */
  private Named desk() {
    Version version =
        checkout.commit().get() == null
            ? null
            : new VersionTag(settings.preReleases()).only(checkout.tags().get());
    return version == null
        ? written(
            "the project's version",
            settings.projectVersion(),
            true,
            settings.publish(),
            "the project's version names the image, git has no version's tag for just these files"
                + deskRule())
        : Named.release(
            version,
            settings.publish(),
            "the git tag v" + version + " is checked out" + deskRule());
  }

  private String deskRule() {
    return settings.publish()
        ? "; image.publish=true publishes it"
        : "; no CI system says that this run may publish, and image.publish is not true";
  }

  /** Under a tag that somebody wrote, which is a release where it has the form of a version. */
  private Named written(
      String what, String tag, boolean takesLatest, boolean mayPublish, String why) {
    Version version = Version.parse(valid(what, tag));
    return version != null && (settings.preReleases() || !version.isPreRelease())
        ? Named.release(version, mayPublish, why)
        : Named.other(tag, takesLatest && version == null, mayPublish, why);
  }

  private static String valid(String what, String tag) {
    if (!Tag.isValid(tag)) {
      throw new ConfigurationException(
          what + " " + Quoted.ofSetting(tag) + " is not valid: expected " + Named.TAG_FORM);
    }
    return tag;
  }
}
