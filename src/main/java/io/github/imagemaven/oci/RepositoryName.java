package io.github.imagemaven.oci;

import io.github.imagemaven.report.ConfigurationException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A repository in a registry, {@code ghcr.io/acme/app}.
 *
 * <p>Grammar: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests">
 * distribution-spec, pulling manifests</a>, and Docker's rule that the first component is a host if
 * it has a dot, a colon, or is {@code localhost}. Docker Hub is called {@code docker.io} here;
 * which host its API has is the registry room's matter.
 *
 * @param host registry host, with {@code :port} where it has one; lower case
 * @param path repository within the registry, without leading or trailing slash
 */
public record RepositoryName(String host, String path) implements Comparable<RepositoryName> {
  /** What Docker Hub is called in references. */
  public static final String DOCKER_HUB = "docker.io";

  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
              + "|\\[[a-f0-9:.]+\\])(?::[0-9]{1,5})?");
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

  /** What many clients allow for host and path together, says the specification. */
  private static final int MOST = 255;

  private static final String EXPECTED =
      "host[:port]/name, lower-case letters, digits and . _ - between them, such as"
          + " ghcr.io/acme/app";

  /** Checks the form. */
  public RepositoryName {
    String whole = host + "/" + path;
    // First, for a matcher goes as deep as its text is long.
    if (whole.length() > MOST) {
      throw ConfigurationException.malformed(
          "repository",
          whole.substring(0, MOST) + "…",
          "at most " + MOST + " characters, found " + whole.length());
    }
    if (!HOST.matcher(host).matches() || !PATH.matcher(path).matches()) {
      throw ConfigurationException.malformed("repository", whole, EXPECTED);
    }
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      int port = Integer.parseInt(host.substring(colon + 1));
      if (port < 1 || port > 65535) {
        throw ConfigurationException.malformed("repository", whole, "a port between 1 and 65535");
      }
    }
  }

  /**
   * Reads {@code [host/]path}. Without a host it is Docker Hub, and there a single component is
   * {@code library/…}. Capitals, which GitHub allows in an owner's name and no registry does, are
   * lowered.
   *
   * @throws ConfigurationException where the text has another form
   */
  public static RepositoryName parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    int slash = lower.indexOf('/');
    String first = slash < 0 ? "" : lower.substring(0, slash);
    boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = hasHost ? hubAlias(first) : DOCKER_HUB;
    String path = hasHost ? lower.substring(slash + 1) : lower;
    if (host.equals(DOCKER_HUB) && path.indexOf('/') < 0) {
      path = "library/" + path;
    }
    return new RepositoryName(host, path);
  }

  private static String hubAlias(String host) {
    return switch (host) {
      case "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com" -> DOCKER_HUB;
      default -> host;
    };
  }

  /** The repository below this one. */
  public RepositoryName child(String name) {
    return new RepositoryName(host, path + "/" + name);
  }

  @Override
  public int compareTo(RepositoryName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return host + "/" + path;
  }
}
