package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One image on its way to one destination: what is there, what each tag named, what failed. */
final class Delivery {
  private static final String FAILURE = "failure";
  private static final String CODE = "code";
  private static final String KEPT = "kept";

  private final ImageStore store;
  private final boolean optional;
  private final GuardedTags guard;
  private final Map<String, String> kept = new ConcurrentSkipListMap<>();
  private final Set<String> keptBefore = new CopyOnWriteArraySet<>();
  private final Map<String, Optional<Digest>> previous = new ConcurrentHashMap<>();
  private final Map<String, HiddenTagException> hidden = new ConcurrentHashMap<>();
  private final Ledger ledger = new Ledger();
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile List<String> tags;
  private volatile SourceImage image;
  private volatile boolean incomplete;
  private volatile boolean refused;
  private volatile @Nullable ImageException failure;

  Delivery(
      PublishRequest.Destination destination,
      SourceImage image,
      List<String> tags,
      GuardedTags guard) {
    this.store = destination.store();
    this.optional = destination.optional();
    this.image = image;
    this.tags = tags;
    this.guard = guard;
  }

  /** A step of the way. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** Runs a step unless an earlier one failed; a failure is kept, so that others can go on. */
  void attempt(Step step) {
    if (failure != null) {
      return;
    }
    long start = System.nanoTime();
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      failure = PublicationException.of(name(), e);
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
    return tags;
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
  synchronized void keep(String tag, String why) {
    kept.put(tag, why);
    tags = tags.stream().filter(each -> !each.equals(tag)).toList();
  }

  /** The tags that stay as they are, and why. */
  Map<String, String> kept() {
    return Collections.unmodifiableMap(kept);
  }

  /** Whether an earlier staging of this run has kept the tag back, and said so. */
  boolean wasKept(String tag) {
    return keptBefore.contains(tag);
  }

  @Nullable ImageException failure() {
    return failure;
  }

  boolean failed() {
    return failure != null;
  }

  /** What failed has come about all the same. */
  void overcome() {
    failure = null;
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
    try {
      Optional<Descriptor> named = store.resolve(tag);
      previous.put(tag, named.map(Descriptor::digest));
      hidden.remove(tag);
      return named;
    } catch (HiddenTagException e) {
      previous.remove(tag);
      hidden.put(tag, e);
      return Optional.empty();
    }
  }

  /** What a tag named before this run moved it; empty where it did not exist, or was hidden. */
  Optional<Digest> previous(String tag) {
    return previous.getOrDefault(tag, Optional.empty());
  }

  /** Whether the registry did not let us see what a tag names, or whether it exists. */
  boolean isHidden(String tag) {
    return hidden.containsKey(tag);
  }

  /** Why a tag is hidden, in the registry's words; empty where it is not. */
  String whyHidden(String tag) {
    HiddenTagException refusal = hidden.get(tag);
    return refusal == null ? "" : refusal.getMessage();
  }

  /** Whether a tag named this image before we came. */
  boolean isNamed(String tag) {
    return previous(tag).filter(image.digest()::equals).isPresent();
  }

  /** Whether the destination knew none of our tags, as one that is used for the first time. */
  boolean isNew() {
    return kept.keySet().stream().allMatch(tag -> previous(tag).isEmpty())
        && tags.stream().allMatch(tag -> previous(tag).isEmpty());
  }

  /** Whether there is nothing to do: every tag names this image, and there is one. */
  boolean isDone() {
    return !tags.isEmpty() && tags.stream().allMatch(this::isNamed);
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
    memory.put(KEPT, String.join(" ", kept.keySet()));
    ImageException failed = failure;
    if (failed != null) {
      memory.put(FAILURE, String.valueOf(failed.getMessage()));
      memory.put(CODE, failed.code().name());
    }
    return memory;
  }

  /** Goes on where an earlier delivery of the same image in the same run ended. */
  void resume(Map<String, String> memory) {
    ledger.resume(memory);
    keptBefore.addAll(List.of(memory.getOrDefault(KEPT, "").split(" ")));
    String message = memory.get(FAILURE);
    if (message != null) {
      failure =
          new PublicationException(Code.valueOf(String.valueOf(memory.get(CODE))), message, null);
      reported.set(true);
    }
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
    return tags.stream().anyMatch(this::isNamed);
  }

  /** {@code ghcr.io/acme/app (1.2.3)}: the tags that named this image before we came. */
  String namedInWords() {
    return name() + " (" + String.join(", ", tags.stream().filter(this::isNamed).toList()) + ")";
  }

  /** Notes that the destination had the image before we came. */
  void everythingIsThere() {
    image.blobs().forEach(blob -> arrived(blob, Transfer.PRESENT));
    ledger.complete(image.digest());
  }

  /** Whether the failure has not been reported yet. */
  boolean reportOnce() {
    return reported.compareAndSet(false, true);
  }
}
