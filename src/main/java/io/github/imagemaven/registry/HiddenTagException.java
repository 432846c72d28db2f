package io.github.imagemaven.registry;

/**
 * A registry that we are to push to does not let us look at a tag, or any more at a manifest that
 * was there: {@code IMG-6}. It may exist or not.
 *
 * <p>Artifactory answers 403 for every tag that does not exist where a virtual repository has a
 * part that the account may not read (<a
 * href="https://github.com/google/go-containerregistry/pull/1691">go-containerregistry, 1691</a>),
 * and others do so as long as the repository does not exist. {@link Repository#lists} may know
 * more.
 */
public final class HiddenTagException extends RegistryException {
  HiddenTagException(RegistryException refusal) {
    super(refusal.code(), refusal.getMessage(), null);
  }
}
