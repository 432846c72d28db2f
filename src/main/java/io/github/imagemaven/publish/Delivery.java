package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One image on its way to one destination: what is there, what each tag named, what failed. */
final class Delivery {
  private final ImageStore store;
  private final boolean optional;
  private final GuardedTags guard;
  private final WantedTags wanted;
  private final LookedTags looked;
  private final Ledger ledger = new Ledger();
  private final FirstFailure failure = new FirstFailure();
  private volatile SourceImage image;
  private volatile boolean incomplete;
  private volatile boolean refused;

  Delivery(
      PublishRequest.Destination destination,
      SourceImage image,
      List<String> tags,
      GuardedTags guard) {
    this.store = destination.store();
    this.looked = new LookedTags(store);
    this.optional = destination.optional();
    this.image = image;
    this.wanted = new WantedTags(tags);
    this.guard = guard;
  }

  /** A step of the way. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** Runs a step unless an earlier one failed; a failure is kept, so that others can go on. */
  void attempt(Step step) {
    if (failed()) {
      return;
    }
    long start = System.nanoTime();
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      failure.set(PublicationException.of(name(), e));
    } finally {
      ledger.took(System.nanoTime() - start);
    }
  }

  String name() {
    return store.name();
  }

  /** What answers, or does not, as a whole: the registry's host, or the layout. */
  String host() {
    return store.repository().map(RepositoryName::host).orElse(store.name());
  }

  ImageStore store() {
    return store;
  }

  SourceImage image() {
    return image;
  }

  /** Takes another image on the way, before anything of the first has been sent. */
  void carry(SourceImage instead) {
    this.image = instead;
  }

  boolean optional() {
    return optional;
  }

  /** Those that are to name the image: what is {@linkplain #keep kept back} is not among them. */
  List<String> tags() {
    return wanted.tags();
  }

  /** Whether a tag is published once and never comes to name another image. */
  boolean isImmutable(String tag) {
    return guard.rules().isImmutable(tag);
  }

  /** Asked before tags move; the deliveries of one image have the same. */
  GuardedTags guard() {
    return guard;
  }

  /** Leaves a tag as it is: from here on it is none of ours, neither to move nor to put back. */
  void keep(String tag, String why) {
    wanted.keep(tag, why);
  }

  /** The tags that stay as they are, and why. */
  Map<String, String> kept() {
    return wanted.kept();
  }

  /** Whether an earlier staging of this run has kept the tag back, and said so. */
  boolean wasKept(String tag) {
    return wanted.wasKept(tag);
  }

  @Nullable ImageException failure() {
    return failure.get();
  }

  boolean failed() {
    return failure.get() != null;
  }

  /** What failed has come about all the same. */
  void overcome() {
    failure.overcome();
  }

  /** Notes that platforms have gone since they were seen there, or that they are there again. */
  void lacks(boolean some) {
    incomplete = some;
  }

  /** Whether platforms have gone, and are not there again. */
  boolean isIncomplete() {
    return incomplete;
  }

  /** Notes that the registry says that it lacks a part of the image, or that it has it again. */
  void refuses(boolean some) {
    refused = some;
  }

  /** Whether somebody has found the image to lack a part, and it has not been sent again. */
  boolean isDoubtful() {
    return incomplete || refused;
  }

  double seconds() {
    return ledger.seconds();
  }

  /**
   * Looks what a tag names now, before this run moves it.
   *
   * @return empty where it does not exist, and where it is {@linkplain #isHidden hidden}
   */
  Optional<Descriptor> look(String tag) throws IOException {
    return looked.look(tag);
  }

  /** What a tag named before this run moved it; empty where it did not exist, or was hidden. */
  Optional<Digest> previous(String tag) {
    return looked.previous(tag);
  }

  /** Whether the registry did not let us see what a tag names, or whether it exists. */
  boolean isHidden(String tag) {
    return looked.isHidden(tag);
  }

  /** Why a tag is hidden, in the registry's words; empty where it is not. */
  String whyHidden(String tag) {
    return looked.whyHidden(tag);
  }

  /** Whether a tag named this image before we came. */
  boolean isNamed(String tag) {
    return previous(tag).filter(image.digest()::equals).isPresent();
  }

  /** Whether the destination knew none of our tags, as one that is used for the first time. */
  boolean isNew() {
    return kept().keySet().stream().allMatch(tag -> previous(tag).isEmpty())
        && tags().stream().allMatch(tag -> previous(tag).isEmpty());
  }

  /** Whether there is nothing to do: every tag names this image, and there is one. */
  boolean isDone() {
    return !tags().isEmpty() && tags().stream().allMatch(this::isNamed);
  }

  void arrived(Descriptor content, Transfer how) {
    ledger.arrived(content, how);
  }

  long bytes(Transfer how) {
    return ledger.bytes(how);
  }

  /** For {@link #resume}, in types of the JDK. */
  Map<String, String> memory() {
    Map<String, String> memory = ledger.toMap();
    wanted.addTo(memory);
    failure.addTo(memory);
    return memory;
  }

  /** Goes on where an earlier delivery of the same image in the same run ended. */
  void resume(Map<String, String> memory) {
    ledger.resume(memory);
    wanted.resume(memory);
    failure.resume(memory);
  }

  /** Whether anything of the image has been seen there, or brought there. */
  boolean isLookedAt() {
    return !ledger.isUnseen();
  }

  /** What of the image has been seen there, or brought there, in words. */
  String contents() {
    return ledger.contents(image);
  }

  /** Whether some tag named this image before we came. */
  boolean hasNamed() {
    return tags().stream().anyMatch(this::isNamed);
  }

  /** {@code ghcr.io/acme/app (1.2.3)}: the tags that named this image before we came. */
  String namedInWords() {
    return name() + " (" + String.join(", ", tags().stream().filter(this::isNamed).toList()) + ")";
  }

  /** Notes that the destination had the image before we came. */
  void everythingIsThere() {
    image.blobs().forEach(blob -> arrived(blob, Transfer.PRESENT));
    ledger.complete(image.digest());
  }

  /** Whether the failure has not been reported yet. */
  boolean reportOnce() {
    return failure.reportOnce();
  }
}
