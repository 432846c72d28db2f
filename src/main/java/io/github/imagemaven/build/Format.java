package io.github.imagemaven.build;

/** {@code image.format}: in which media types an image's manifests and configs are written. */
public enum Format {
  /** OCI, or Docker where there is a health check, which OCI cannot carry. */
  AUTO,
  /** Docker schema 2. */
  DOCKER,
  /** OCI. */
  OCI
}
