package io.github.imagemaven.oci;

/** How a blob came to be where it was wanted. */
public enum Transfer {
  /** It was there already. */
  PRESENT,
  /** The registry took it from another of its repositories; no byte travelled. */
  MOUNTED,
  /** Its bytes were sent. */
  UPLOADED
}
