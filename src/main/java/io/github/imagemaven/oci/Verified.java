package io.github.imagemaven.oci;

/**
 * What a stream is that checks its own bytes, so that its reader need not hash them once more: it
 * comes to its end, {@code read} giving -1, only where they are the blob's, and fails otherwise.
 */
public interface Verified {
  /** Whether this blob's digest and size are what it checks. */
  boolean verifies(Descriptor blob);
}
