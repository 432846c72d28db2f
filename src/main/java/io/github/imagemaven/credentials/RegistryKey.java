package io.github.imagemaven.credentials;

import io.github.imagemaven.oci.RepositoryName;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry is called by those who keep its credentials: {@code ghcr.io}, {@code
 * https://ghcr.io/v2/}, {@code localhost:5000}, and for Docker Hub any of its names.
 *
 * @param host {@code host[:port]} in lower case, as in a reference
 * @param path what followed the host, without slashes at its ends
 */
record RegistryKey(String host, String path) {
  /**
   * The key <a
   * href="https://github.com/docker/cli/blob/v28.0.0/docs/reference/commandline/login.md">docker
   * login</a> files Docker Hub under, and the name its helpers know.
   */
  private static final String HUB_KEY = "https://index.docker.io/v1/";

  private static final Set<String> HUB_NAMES =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");
  private static final Pattern FORM = Pattern.compile("(?:https?://)?([^/]+)/*(.*?)/*");

  static RegistryKey parse(String key) {
    Matcher matcher = FORM.matcher(key.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return new RegistryKey("", key);
    }
    String host = matcher.group(1);
    return new RegistryKey(
        HUB_NAMES.contains(host) ? RepositoryName.DOCKER_HUB : host, matcher.group(2));
  }

  /** What docker and its helpers call a host. */
  static String spokenToDocker(String host) {
    return host.equals(RepositoryName.DOCKER_HUB) ? HUB_KEY : host;
  }

  /**
   * Whether this names the whole registry. A path other than the API's version narrows it: {@code
   * quay.io/acme} (podman's keys for a namespace), {@code https://index.docker.io/v1/access-token}
   * (what docker login keeps beside the credential).
   */
  boolean isWhole() {
    return path.isEmpty() || path.equals("v1") || path.equals("v2");
  }
}
