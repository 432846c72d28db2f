package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What tags of one destination named when this run last looked, before it moved them. */
final class LookedTags {
  private final ImageStore store;
  private final Map<String, Optional<Digest>> previous = new ConcurrentHashMap<>();
  private final Map<String, HiddenTagException> hidden = new ConcurrentHashMap<>();

  LookedTags(ImageStore store) {
    this.store = store;
  }

  /** Looks; empty where there is no such tag, and where it is {@linkplain #isHidden hidden}. */
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

  /** What was seen; empty where there was no such tag, it was hidden, or nobody has looked. */
  Optional<Digest> previous(String tag) {
    return previous.getOrDefault(tag, Optional.empty());
  }

  boolean isHidden(String tag) {
    return hidden.containsKey(tag);
  }

  /** In the registry's words; empty where it is not. */
  String whyHidden(String tag) {
    HiddenTagException refusal = hidden.get(tag);
    return refusal == null ? "" : refusal.getMessage();
  }
}
