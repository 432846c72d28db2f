package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.PublicationRecord.FailedDestination;
import io.github.imagemaven.publish.StagedParts.Sent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one goal tells a later goal about a module, in Maven's plugin context. JDK types only, since
 * two modules may have loaded this plugin twice.
 */
final class ModuleState {
  private static final String NO_IMAGE = "image.noImage";
  private static final String BUILT = "image.built";
  private static final String UPLOADED = "image.uploaded";
  private static final String NOT_UPLOADED = "image.notUploaded";
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

  /** {@code manifest} has found the parts of the image, the longest of whose builds took this. */
  void joined(@Nullable Duration longest) {
    if (longest != null) {
      context.put(MILLISECONDS, longest.toMillis());
    }
  }

  /** How long it took; null where this session has not built it, and no part of it says so. */
  @Nullable Duration buildDuration() {
    return context.get(MILLISECONDS) instanceof Long milliseconds
        ? Duration.ofMillis(milliseconds)
        : null;
  }

  /** {@code push-all} has uploaded parts of the image. */
  void uploaded(List<Sent> sent, List<FailedDestination> failed) {
    Map<String, List<Long>> bytes = new LinkedHashMap<>();
    for (Sent each : sent) {
      bytes.put(
          each.repository(),
          List.of(each.uploadedBytes(), each.mountedBytes(), each.presentBytes()));
    }
    context.put(UPLOADED, bytes);
    Map<String, String> reasons = new LinkedHashMap<>();
    failed.forEach(each -> reasons.put(each.repository(), each.reason()));
    context.put(NOT_UPLOADED, reasons);
  }

  /** Optional destinations that did without them. */
  @SuppressWarnings("unchecked") // nobody but this class puts something under our own key
  List<FailedDestination> notUploaded() {
    Map<String, String> reasons =
        (Map<String, String>) context.getOrDefault(NOT_UPLOADED, Map.of());
    return reasons.entrySet().stream()
        .map(each -> new FailedDestination(each.getKey(), each.getValue()))
        .toList();
  }

  /** What it has uploaded; empty where it has not. */
  @SuppressWarnings("unchecked") // nobody but this class puts something under our own key
  List<Sent> uploaded() {
    Map<String, List<Long>> bytes =
        (Map<String, List<Long>>) context.getOrDefault(UPLOADED, Map.of());
    return bytes.entrySet().stream()
        .map(
            each ->
                new Sent(
                    each.getKey(),
                    each.getValue().get(0),
                    each.getValue().get(1),
                    each.getValue().get(2)))
        .toList();
  }

  /** Whether the image is of this session. */
  boolean isBuilt() {
    return context.containsKey(BUILT);
  }
}
