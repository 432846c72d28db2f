package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Transfer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an image a destination has and how each part came there: sent or mounted by this run, or
 * there before. It can be handed from one publication of a run to the next, so that what the first
 * has brought does not look as if it had been there before; whether it is still there, the next has
 * to see for itself.
 */
final class Ledger {
  private static final String NANOS = "nanos";

  private final Map<Digest, Transfer> parts = new HashMap<>();
  private final Set<Digest> seen = new HashSet<>();
  private final Map<Transfer, Long> bytes = new EnumMap<>(Transfer.class);
  private long nanos;

  /**
   * Notes that a part is there. How it first came is what counts, but for one that had to be
   * brought after all, or once more: those bytes have moved.
   */
  synchronized void arrived(Descriptor part, Transfer how) {
    seen.add(part.digest());
    Transfer before = parts.get(part.digest());
    if (before == null) {
      parts.put(part.digest(), how);
      bytes.merge(how, part.size(), Long::sum);
    } else if (how != Transfer.PRESENT) {
      if (before == Transfer.PRESENT) {
        bytes.merge(Transfer.PRESENT, -part.size(), Long::sum);
      }
      parts.put(part.digest(), how);
      bytes.merge(how, part.size(), Long::sum);
    }
  }

  /** Notes that the index is there, whose bytes are not counted. */
  synchronized void complete(Digest index) {
    seen.add(index);
    parts.putIfAbsent(index, Transfer.PRESENT);
  }

  synchronized boolean isUnseen() {
    return seen.isEmpty();
  }

  /** What of an image has been seen there, or brought there, in words. */
  synchronized String contents(SourceImage image) {
    if (seen.isEmpty()) {
      return "nothing of the image is known to be there";
    }
    if (seen.contains(image.digest())) {
      return "everything is there";
    }
    List<Descriptor> blobs = image.blobs();
    long arrived = blobs.stream().filter(blob -> seen.contains(blob.digest())).count();
    String last = image.isPart() ? "the manifest" : "the index";
    return arrived == blobs.size()
        ? "all blobs are there, " + last + " is not known to be"
        : arrived + " of " + blobs.size() + " blobs are known to be there, " + last + " is not";
  }

  synchronized long bytes(Transfer how) {
    return bytes.getOrDefault(how, 0L);
  }

  synchronized void took(long more) {
    nanos += more;
  }

  synchronized double seconds() {
    return nanos / 1e9;
  }

  /** All of it in types of the JDK: how each part came, by its digest, and three sums. */
  synchronized Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    parts.forEach((digest, how) -> map.put(digest.toString(), how.name()));
    bytes.forEach((how, sum) -> map.put(how.name(), sum.toString()));
    map.put(NANOS, Long.toString(nanos));
    return map;
  }

  /** Begins where an earlier one ended; for one that has nothing yet. */
  synchronized void resume(Map<String, String> earlier) {
    for (Transfer how : Transfer.values()) {
      bytes.put(how, Long.parseLong(earlier.getOrDefault(how.name(), "0")));
    }
    nanos += Long.parseLong(earlier.getOrDefault(NANOS, "0"));
    earlier.forEach(
        (key, value) -> {
          if (Digest.isValid(key)) {
            parts.put(Digest.of(key), Transfer.valueOf(value));
          }
        });
  }
}
