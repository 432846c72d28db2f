package io.github.imagemaven.credentials;

import org.jspecify.annotations.Nullable;

/** One place where credentials are kept. */
public interface CredentialSource {
  /** What messages call it: "server in settings.xml", "/home/me/.docker/config.json". */
  String place();

  /**
   * The credential for a host.
   *
   * @param host {@code host[:port]} as in a reference; Docker Hub is {@code docker.io}
   * @return null where this place has none for the host
   * @throws CredentialException where the place has one and it cannot be had
   */
  @Nullable Credential find(String host);
}
