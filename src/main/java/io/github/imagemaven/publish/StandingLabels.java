package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The labels of the images that tags name, each read once. Where one destination does not show them
 * the next that has the image is asked, and of those each once.
 */
final class StandingLabels {
  private final Map<Digest, Map<String, String>> read = new ConcurrentHashMap<>();
  private final Map<Holding, String> refusals = new ConcurrentHashMap<>();

  private record Holding(String destination, Digest image) {}

  /** Those of an image, for one question. */
  Asked of(ImageStore holder, Digest image) {
    return new Asked(holder, new Holding(holder.name(), image));
  }

  /** Reads the labels if somebody wants them. */
  final class Asked implements Supplier<Map<String, String>> {
    private final ImageStore holder;
    private final Holding holding;
    private @Nullable Map<String, String> labels;
    private @Nullable String refusal;
    private boolean interrupted;

    private Asked(ImageStore holder, Holding holding) {
      this.holder = holder;
      this.holding = holding;
    }

    /** Empty where they cannot be read. */
    @Override
    public Map<String, String> get() {
      Map<String, String> found = labels == null ? find() : labels;
      labels = found;
      return found;
    }

    private Map<String, String> find() {
      Map<String, String> known = read.get(holding.image());
      if (known != null) {
        return known;
      }
      refusal = refusals.get(holding);
      return refusal == null ? fetch() : Map.of();
    }

    private Map<String, String> fetch() {
      try {
        Map<String, String> found = ImageLabels.of(holder, holding.image());
        read.put(holding.image(), found);
        return found;
      } catch (IOException | ImageException e) { // not known; whoever asked says so
        interrupted = isInterruption(e) || Thread.currentThread().isInterrupted();
        if (!interrupted && e instanceof RegistryException failure && failure.isPassing()) {
          throw failure; // else a registry's bad minute would let an older release take latest
        }
        String reason = "its labels cannot be read (" + e.getMessage() + ")";
        refusal = reason;
        if (!interrupted) {
          refusals.put(holding, reason);
        }
        return Map.of();
      }
    }

    private static boolean isInterruption(Exception e) {
      return e instanceof GivenUpException
          || (e instanceof RegistryException failure && failure.isGivenUp());
    }

    void rethrowInterruption() throws GivenUpException {
      if (interrupted) {
        throw new GivenUpException();
      }
    }

    /** Whether anybody wanted them. */
    boolean isRead() {
      return labels != null;
    }

    /** Why they cannot be read; null where they could, or nobody wanted them. */
    @Nullable String refusal() {
      return refusal;
    }
  }
}
