package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.Repository;
import java.net.URI;
import java.util.function.Function;

/** Chooses how a repository is cleaned up, by the host that it is on. */
final class HoldingsByHost {
  private final RegistryClient client;
  private final VendorHosts vendors;
  private final Function<Repository, Holdings> others;

  /**
   * @param others for hosts that have no API of their own
   */
  HoldingsByHost(
      RegistryClient client, VendorHosts vendors, Function<Repository, Holdings> others) {
    this.client = client;
    this.vendors = vendors;
    this.others = others;
  }

  /** Of one repository; nothing is sent. */
  Holdings of(Repository repository) {
    String host = repository.name().host();
    URI github = vendors.github().get(host);
    if (github != null) {
      return new GithubPackages(client, repository, github);
    }
    return host.equals(RepositoryName.DOCKER_HUB)
        ? new DockerHub(client, repository, vendors.hub())
        : others.apply(repository);
  }
}
