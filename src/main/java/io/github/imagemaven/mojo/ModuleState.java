package io.github.imagemaven.mojo;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one goal tells a later goal about a module, in Maven's plugin context. JDK types only, since
 * two modules may have loaded this plugin twice.
 */
final class ModuleState {
  private static final String NO_IMAGE = "image.noImage";
  private static final String BUILT = "image.built";
  private static final String MILLISECONDS = "image.buildMilliseconds";

  private final Map<String, Object> context;

  ModuleState(Map<String, Object> context) {
    this.context = context;
  }

  /** {@code build-multiarch} found that the module gets no image. */
  void noImage(String reason) {
    context.put(NO_IMAGE, reason);
  }

  /** Why the module gets no image; null where it gets one, or nobody has looked. */
  @Nullable String whyNoImage() {
    return (String) context.get(NO_IMAGE);
  }

  /** {@code build-multiarch} has built the module's image in this session. */
  void built(Duration duration) {
    context.put(MILLISECONDS, duration.toMillis());
    context.put(BUILT, true);
  }

  /** How long it took; null where this session has not built it. */
  @Nullable Duration buildDuration() {
    return context.get(MILLISECONDS) instanceof Long milliseconds
        ? Duration.ofMillis(milliseconds)
        : null;
  }

  /** Whether the image is of this session. */
  boolean isBuilt() {
    return context.containsKey(BUILT);
  }
}
