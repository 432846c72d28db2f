package io.github.imagemaven.load;

/** {@code image.load}: which engine an image is loaded into. */
public enum LoadChoice {
  /** Docker if it answers, else podman if that does, else none. */
  AUTO,
  /** Docker, which has to answer. */
  DOCKER,
  /** podman, which has to answer. */
  PODMAN,
  /** No engine: the image stays in its layout. */
  NONE
}
