package io.github.imagemaven.publish;

/** One image to publish: this run has built it, or it is joined of what several have built. */
public sealed interface ImageRequest permits PublishRequest, JoinRequest {
  /** Where it goes and what it is called there. */
  PublishRequest publication();
}
