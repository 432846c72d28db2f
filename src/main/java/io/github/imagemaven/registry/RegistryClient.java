package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;

/**
 * All registries of a run: one connection pool, and for each host what must be shared by everything
 * that talks to it: tokens, the limit on requests under way, and the wait after a refusal.
 */
public final class RegistryClient implements AutoCloseable {
  private RegistryClient() {}

  /** A client for one run; closing it closes the connections. */
  public static RegistryClient create(
      RegistryOptions options, Credentials credentials, Log log, Progress progress) {
    throw new UnsupportedOperationException();
  }

  /** The repository; nothing is sent. */
  public Repository repository(RepositoryName name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
