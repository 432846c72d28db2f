package io.github.imagemaven.release;

import io.github.imagemaven.publish.TagKind;
import io.github.imagemaven.release.TagPattern.Field;
import io.github.imagemaven.report.ConfigurationException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tags a run may publish. One question has one answer, so each goal may ask again.
 *
 * @param context what started the run
 * @param settings of the module
 * @param checkout asked for the commit, and, where no CI system says what the run is for, for the
 *     rest
 */
public record TagRule(RunContext context, TagSettings settings, Checkout checkout) {

  /**
   * The answer.
   *
   * @throws TagException where the run stands for a git tag that releases no version, or for two
   *     versions, or nobody knows for what
   * @throws ConfigurationException where {@code image.tag}, or one of {@code image.extraTags}, is
   *     no tag
   */
  public ReleaseTags tags() {
    Naming naming = new Naming(context, settings, checkout);
    Named named = naming.named();
    ExtraTags extra = ExtraTags.of(settings, named, field -> value(field, named, naming));
    Set<String> tags = new LinkedHashSet<>(List.of(named.tag()));
    Version version = named.version();
    if (version != null) {
      tags.add(version.toString()); // whatever else it is called, a release has a name that stays
    }
    tags.addAll(extra.tags());
    return new ReleaseTags(
        named.tag(),
        TagKind.inOrder(tags, named::isOfVersion),
        moving(named, extra),
        version == null ? null : version.toString(),
        named.mayPublish(),
        named.mayCleanUp(),
        named.why(),
        notes(extra));
  }

  /**
   * Looks whether one of {@code image.extraTags} could be a tag, without any run.
   *
   * @throws ConfigurationException where it could not
   */
  public static void checkExtraTag(String pattern) {
    TagPattern.parse(pattern).resolve(Map.of());
  }

  /** What somebody named by hand goes where it is told to, also {@code latest}. */
  private static List<String> moving(Named named, ExtraTags extra) {
    Set<String> moving = new LinkedHashSet<>(extra.moving());
    if (named.isMoving() && !named.isOfVersion(named.tag())) {
      moving.add(named.tag());
    } else {
      moving.remove(named.tag());
    }
    return List.copyOf(moving);
  }

  private @Nullable String value(Field field, Named named, Naming naming) {
    Version version = named.version();
    return switch (field) {
      case VERSION -> version == null ? null : version.toString();
      case MAJOR -> version == null ? null : String.valueOf(version.major());
      case MINOR -> version == null ? null : String.valueOf(version.minor());
      case PATCH -> version == null ? null : String.valueOf(version.patch());
      case BRANCH -> branch();
      case SHA -> sha(naming);
      case SHA7 -> sha7(naming);
      case DATE -> date();
    };
  }

  /** A run that a tag started is of no branch; nor is one whose checkout is detached. */
  private @Nullable String branch() {
    String ref =
        switch (context.trigger()) {
          case BRANCH, MANUAL, CHANGE -> context.ref();
          case TAG -> "";
          case DESK -> checkout.branch().get();
        };
    String slug = RefSlug.of(ref);
    return slug.isEmpty() ? null : slug;
  }

  private static @Nullable String sha(Naming naming) {
    Commit known = naming.ofRun();
    return known == null ? null : known.id();
  }

  private static @Nullable String sha7(Naming naming) {
    Commit known = naming.ofRun();
    return known == null ? null : known.shortId();
  }

  private @Nullable String date() {
    Commit checkedOut = checkout.commit().get();
    Instant time = checkedOut == null ? null : checkedOut.time();
    return time == null
        ? null
        : DateTimeFormatter.BASIC_ISO_DATE.format(time.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  private List<String> notes(ExtraTags extra) {
    List<String> notes = new ArrayList<>(extra.notes());
    String tag = settings.written();
    if (tag.startsWith("v") && Version.parse(tag.substring(1)) != null) {
      notes.add(
          0,
          "image.tag "
              + tag
              + " is taken as it is written and is no release: that would be image.tag "
              + tag.substring(1));
    }
    return notes;
  }
}
