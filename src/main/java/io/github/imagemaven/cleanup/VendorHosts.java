package io.github.imagemaven.cleanup;

import java.net.URI;
import java.util.Map;

/**
 * Which registry hosts are cleaned up by an API of their vendor, and where that answers.
 *
 * @param github by registry host the root of GitHub's REST API: {@code ghcr.io} at {@code
 *     https://api.github.com}, and those of GitHub Enterprise
 * @param hub the root of Docker Hub's API, for {@code docker.io}
 */
public record VendorHosts(Map<String, URI> github, URI hub) {
  /** Copies the map. */
  public VendorHosts {
    github = Map.copyOf(github);
  }
}
