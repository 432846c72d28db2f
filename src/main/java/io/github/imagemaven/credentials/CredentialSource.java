package io.github.imagemaven.credentials;

/** One place where credentials are kept. Safe for use by many threads. */
public interface CredentialSource {
  /**
   * Looks for the credential of a host.
   *
   * @param host {@code host[:port]} as in a reference; Docker Hub is {@code docker.io}
   * @return without a credential where this place has none; the places say where was looked and,
   *     where that helps, what was there ("/home/me/.docker/config.json (no entry)"), and are empty
   *     where this place never concerns the host
   * @throws CredentialException where the place has one and it cannot be had
   * @throws io.github.imagemaven.report.EnvironmentException where the thread was interrupted
   */
  Credentials.Lookup find(String host);
}
