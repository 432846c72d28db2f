package io.github.imagemaven.registry;

/**
 * A registry that we are to push to does not let us look at a tag, or any more at a manifest that
 * was there, {@code IMG-6} or {@code IMG-4}. A tag may exist or not; a manifest that a policy (412)
 * hides exists.
 *
 * <p>Artifactory answers 403 for every tag that does not exist where a virtual repository has a
 * part that the account may not read (<a
 * href="https://github.com/google/go-containerregistry/pull/1691">go-containerregistry, 1691</a>),
 * and others do so as long as the repository does not exist. {@link Repository#lists} may know
 * more.
 *
 * <p>Harbor answers 412 to whoever wants to pull an image in which its scanner has found something,
 * or which it has not looked at yet, and takes the image that replaces it (<a
 * href="https://github.com/goharbor/harbor/issues/15885">harbor, 15885</a>).
 */
public final class HiddenTagException extends RegistryException {
  private final boolean byPolicy;

  HiddenTagException(RegistryException refusal, boolean byPolicy) {
    super(refusal.code(), refusal.getMessage(), null);
    this.byPolicy = byPolicy;
  }

  /** Whether a policy (412) hides what is there, and not our rights, or that nothing is there. */
  public boolean isByPolicy() {
    return byPolicy;
  }
}
