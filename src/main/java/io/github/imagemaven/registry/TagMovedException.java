package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Code;
import java.util.Optional;

/**
 * Somebody else has moved a tag while this run was about to put or delete it: {@code IMG-4}. It is
 * left as it is.
 */
public final class TagMovedException extends RegistryException {
  private static final long serialVersionUID = 1;

  private final transient Optional<Digest> found;

  /**
   * @param store the repository, or the layout
   * @param expected what it might name, in words
   * @param found what it names
   */
  public TagMovedException(String store, String tag, String expected, Optional<Digest> found) {
    super(
        Code.PUBLICATION,
        "%s:%s was moved by somebody else while this run was changing it: it should name %s, and %s. It stays as it is; run again when no other run publishes this tag."
            .formatted(
                store,
                tag,
                expected,
                found.map(digest -> "names " + digest).orElse("does not exist")),
        null);
    this.found = found;
  }

  /** What it names; empty where it does not exist any more. */
  public Optional<Digest> found() {
    return found;
  }
}
