package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a publication would do, as far as looking tells ({@code image.dryRun}).
 *
 * @param image {@code image.name}; behind the platforms where they are a part of it
 * @param digest what the tags would name; of a part, whose manifests get no tags, the first one
 * @param destinations in the request's order
 */
public record PublicationPlan(String image, Digest digest, List<DestinationPlan> destinations) {
  /** Copies the list. */
  public PublicationPlan {
    destinations = List.copyOf(destinations);
  }

  /** What would become of a tag. */
  public enum Action {
    /** It does not exist and would. */
    CREATE,
    /** It names another image, or one that cannot be seen. */
    MOVE,
    /** It names the image already. */
    UNCHANGED,
    /** It would stay as it is, in all destinations. */
    KEEP,
    /** It stands for a release, and the run would fail. */
    REFUSE
  }

  /**
   * One tag in one destination.
   *
   * @param previous what it names now; null where it does not exist, or cannot be seen
   * @param reason why it is kept or refused, or what of the image that it names is not known; may
   *     be empty
   */
  public record TagPlan(String tag, Action action, @Nullable Digest previous, String reason) {
    private String line() {
      return switch (action) {
        case CREATE -> tag + " would be created";
        case MOVE ->
            tag
                + " would move"
                + (previous == null ? "" : " from " + previous)
                + (reason.isEmpty() ? "" : "; " + reason);
        case UNCHANGED -> tag + " names it already";
        case KEEP -> tag + " would stay as it is: " + reason;
        case REFUSE -> tag + " would be refused: " + reason;
      };
    }
  }

  /**
   * Blobs, each counted once.
   *
   * @param bytes their sizes, as they are sent
   */
  public record Amount(int blobs, long bytes) {
    private String words() {
      return blobs + (blobs == 1 ? " blob (" : " blobs (") + Figures.bytes(bytes) + ")";
    }
  }

  /**
   * One destination.
   *
   * @param repository {@code ghcr.io/acme/app} or {@code oci:DIR/app}
   * @param optional whether the run would succeed without it
   * @param tags in the request's order, after them those that are kept
   * @param uploaded what would be sent
   * @param mounted what the registry would be asked to take from another of its repositories, which
   *     it may decline; then it is sent
   * @param present what is there
   * @param manifests how many manifests and indexes are not there
   * @param failure why it could not be looked at; null where it could. Amounts are none then
   * @param code the kind of that failure; null where there is none
   */
  public record DestinationPlan(
      String repository,
      boolean optional,
      List<TagPlan> tags,
      Amount uploaded,
      Amount mounted,
      Amount present,
      int manifests,
      @Nullable String failure,
      @Nullable Code code) {
    /** Copies the list. */
    public DestinationPlan {
      tags = List.copyOf(tags);
    }

    /** Whether the image would come there. */
    public boolean isPossible() {
      return failure == null && tags.stream().noneMatch(tag -> tag.action() == Action.REFUSE);
    }

    private Code codeOfFailure() {
      return code == null ? Code.PUBLICATION : code;
    }

    /** What is in the way, each sentence with the destination in it. */
    private Stream<String> reasons() {
      Stream<String> reasons =
          failure != null
              ? Stream.of(failure)
              : tags.stream().filter(tag -> tag.action() == Action.REFUSE).map(TagPlan::reason);
      return reasons.map(why -> why.contains(repository) ? why : repository + ": " + why);
    }

    private List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("  to " + repository + (optional ? " (optional)" : ""));
      if (failure != null) {
        lines.add("    cannot be looked at: " + failure);
        return lines;
      }
      lines.add(
          "    would send "
              + uploaded.words()
              + ", mount "
              + mounted.words()
              + " and find "
              + present.words()
              + " there; manifests to send: "
              + manifests);
      tags.forEach(tag -> lines.add("    " + tag.line()));
      return lines;
    }
  }

  /** Whether a run would succeed, as things are now: no destination that it needs is in the way. */
  public boolean isPossible() {
    return destinations.stream().allMatch(each -> each.optional() || each.isPossible())
        && destinations.stream().anyMatch(DestinationPlan::isPossible);
  }

  /** The failure that a run would end with, as things are now; empty where it would succeed. */
  public Optional<PublicationException> failure() {
    if (isPossible()) {
      return Optional.empty();
    }
    List<DestinationPlan> impossible =
        destinations.stream().filter(each -> !each.isPossible()).toList();
    List<Code> codes = impossible.stream().map(DestinationPlan::codeOfFailure).distinct().toList();
    String reasons =
        impossible.stream()
            .flatMap(DestinationPlan::reasons)
            .distinct()
            .collect(Collectors.joining("\n"));
    return Optional.of(
        new PublicationException(
            codes.size() == 1 ? codes.get(0) : Code.PUBLICATION,
            "This dry run sent nothing, and a publication would fail now:\n" + reasons,
            null));
  }

  /** All of it for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        isPossible()
            ? "Would publish " + image + " " + digest
            : "Would publish nothing of " + image + " " + digest + ", since this is in the way:");
    for (DestinationPlan destination : destinations) {
      lines.addAll(destination.lines());
    }
    lines.add("Nothing was sent and no tag was moved: image.dryRun");
    return lines;
  }
}
