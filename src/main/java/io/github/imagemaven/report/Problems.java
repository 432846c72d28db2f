package io.github.imagemaven.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong, so that somebody with three mistakes is told of three at once. A check
 * that meets one is left, the next is made. For one thread.
 */
public final class Problems {
  private final Map<String, ImageException> found = new LinkedHashMap<>();

  /** Makes a check; what it throws is kept, the same sentence once. */
  public void attempt(Runnable check) {
    try {
      check.run();
    } catch (SeveralProblems e) {
      e.problems().forEach(this::add);
    } catch (ImageException e) {
      add(e);
    }
  }

  /** Keeps a problem, the same sentence once. */
  public void add(ImageException problem) {
    found.putIfAbsent(problem.code() + problem.getMessage(), problem);
  }

  /** A value, or where it cannot be had something harmless that lets the other checks go on. */
  public <T> T orElse(Supplier<T> value, T harmless) {
    T read = orNull(value);
    return read == null ? harmless : read;
  }

  /** A value; null where it cannot be had. */
  public <T> @Nullable T orNull(Supplier<@Nullable T> value) {
    Value<T> read = new Value<>();
    attempt(() -> read.value = value.get());
    return read.value;
  }

  private static final class Value<T> {
    private @Nullable T value;
  }

  /** What was found, in order. */
  public List<ImageException> all() {
    return List.copyOf(found.values());
  }

  /**
   * Ends in the failure that the problems are.
   *
   * @throws ImageException the problem where it is the only one; a {@link SeveralProblems} where
   *     there are more
   */
  public void throwIfAny() {
    if (found.size() == 1) {
      throw all().get(0);
    }
    if (!found.isEmpty()) {
      throw new SeveralProblems(all());
    }
  }
}
