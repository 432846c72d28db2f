package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Somebody who publishes an index into a model, request by request, as this plugin does: content by
 * digest, then tags, then a look whether the children still stand.
 */
final class Publisher {
  private final ModelRegistry registry;
  private final List<RawManifest> content;
  private final RawManifest index;
  private final List<BooleanSupplier> steps = new ArrayList<>();
  private final boolean isNew;
  private int next;
  private boolean atDeletion;

  /**
   * @param content all that the index reaches, children first
   * @param expected what tags are to name, told as they move
   * @param looksAgain whether it sees to it that the children stand when the tags have moved
   */
  Publisher(
      ModelRegistry registry,
      RawManifest index,
      List<RawManifest> content,
      List<String> tags,
      Map<String, Digest> expected,
      boolean looksAgain) {
    this.registry = registry;
    this.index = index;
    this.content = content;
    this.isNew = !registry.manifests.containsKey(index.digest());
    for (RawManifest each : content) {
      steps.add(() -> ensure(each));
    }
    steps.add(() -> registry.put(index) || refill());
    for (String tag : tags) {
      steps.add(
          () -> {
            // Nobody can see a tag that comes between the last look and the deletion.
            if (atDeletion && !isNew) {
              return false;
            }
            if (!registry.tag(tag, index)) {
              return refill();
            }
            expected.put(tag, index.digest());
            return true;
          });
    }
    for (RawManifest each : looksAgain ? content : List.<RawManifest>of()) {
      steps.add(() -> ensure(each));
    }
  }

  private boolean ensure(RawManifest manifest) {
    return registry.manifests.containsKey(manifest.digest()) || registry.put(manifest) || refill();
  }

  /** Says no: the step is to be done again. */
  private boolean refill() {
    content.forEach(registry::put);
    return false;
  }

  /**
   * One request.
   *
   * @param deletion whether the clean-up is about to delete something that it has looked at
   */
  void step(boolean deletion) {
    atDeletion = deletion;
    if (!isDone() && steps.get(next).getAsBoolean()) {
      next++;
    }
  }

  boolean isDone() {
    return next == steps.size();
  }

  void finish() {
    while (!isDone()) {
      step(false);
    }
  }

  List<RawManifest> content() {
    return content;
  }

  RawManifest index() {
    return index;
  }
}
