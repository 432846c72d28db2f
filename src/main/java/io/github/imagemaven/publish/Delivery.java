package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One image on its way to one destination: what is there, what each tag named, what failed. */
final class Delivery {
  private final ImageStore store;
  private final boolean optional;
  private final List<String> tags;
  private final Map<String, Optional<Digest>> previous = new ConcurrentHashMap<>();
  private final Set<Digest> there = ConcurrentHashMap.newKeySet();
  private final Map<Transfer, Long> bytes = new EnumMap<>(Transfer.class);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile SourceImage image;
  private volatile @Nullable ImageException failure;

  Delivery(PublishRequest.Destination destination, SourceImage image, List<String> tags) {
    this.store = destination.store();
    this.optional = destination.optional();
    this.image = image;
    this.tags = tags;
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
    } catch (ImageException e) {
      failure = e;
    } catch (IOException e) {
      failure = new PublicationException(Code.PUBLICATION, name() + ": " + describe(e), e);
    } catch (RuntimeException | Error e) {
      failure = defect(name(), e);
    } finally {
      nanos.addAndGet(System.nanoTime() - start);
    }
  }

  /** A defect ends a destination as any other failure does: what has moved still goes back. */
  static PublicationException defect(String where, Throwable e) {
    return new PublicationException(
        Code.PUBLICATION,
        where + ": unexpected " + describe(e) + "; this is a defect, please report it",
        e);
  }

  private static String describe(Throwable e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }

  String name() {
    return store.name();
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

  List<String> tags() {
    return tags;
  }

  @Nullable ImageException failure() {
    return failure;
  }

  boolean failed() {
    return failure != null;
  }

  double seconds() {
    return nanos.get() / 1e9;
  }

  /** What a tag named before this run moved it. */
  void found(String tag, Optional<Descriptor> named) {
    previous.put(tag, named.map(Descriptor::digest));
  }

  Optional<Digest> previous(String tag) {
    return previous.getOrDefault(tag, Optional.empty());
  }

  /** Whether a tag named this image before we came. */
  boolean isNamed(String tag) {
    return previous(tag).filter(image.digest()::equals).isPresent();
  }

  /** Whether there is nothing to do: every tag names this image. */
  boolean isDone() {
    return tags.stream().allMatch(this::isNamed);
  }

  /** Notes that content is there; the first word on how it came counts. */
  synchronized void arrived(Descriptor content, Transfer how) {
    if (there.add(content.digest())) {
      bytes.merge(how, content.size(), Long::sum);
    }
  }

  synchronized long bytes(Transfer how) {
    return bytes.getOrDefault(how, 0L);
  }

  /** Bytes sent, mounted, present, and nanoseconds. */
  synchronized List<Long> account() {
    return List.of(
        bytes(Transfer.UPLOADED), bytes(Transfer.MOUNTED), bytes(Transfer.PRESENT), nanos.get());
  }

  /**
   * Adds the account of an earlier delivery of the same image in the same run: what it brought
   * counts as brought, though it is present now.
   */
  synchronized void add(List<Long> earlier) {
    bytes.merge(Transfer.UPLOADED, earlier.get(0), Long::sum);
    bytes.merge(Transfer.MOUNTED, earlier.get(1), Long::sum);
    bytes.put(Transfer.PRESENT, earlier.get(2));
    nanos.addAndGet(earlier.get(3));
  }

  /** Whether anything of the image is known to be there. */
  boolean isLookedAt() {
    return !there.isEmpty();
  }

  /** What of the image is there, in words. */
  String contents() {
    if (!isLookedAt()) {
      return "nothing of the image is known to be there";
    }
    if (there.contains(image.digest())) {
      return "everything is there";
    }
    List<Descriptor> blobs = image.blobs();
    long arrived = blobs.stream().filter(blob -> there.contains(blob.digest())).count();
    return arrived == blobs.size()
        ? "all blobs are there, the index is not"
        : arrived + " of " + blobs.size() + " blobs are known to be there, the index is not";
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
    there.add(image.digest());
  }

  /** Whether the failure has not been reported yet. */
  boolean reportOnce() {
    return reported.compareAndSet(false, true);
  }

  /** The line of this destination at the end of a run. */
  String summary() {
    String took = String.format(Locale.ROOT, "%.1f s", seconds());
    if (isDone() && bytes(Transfer.UPLOADED) == 0) {
      return name() + ": " + String.join(", ", tags) + " unchanged (" + took + ")";
    }
    return "%s: %s (%s sent, %s mounted, %s there already, %s)"
        .formatted(
            name(),
            String.join(", ", tags),
            size(Transfer.UPLOADED),
            size(Transfer.MOUNTED),
            size(Transfer.PRESENT),
            took);
  }

  private String size(Transfer how) {
    return String.format(Locale.ROOT, "%.1f MB", bytes(how) / 1e6);
  }
}
