package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which registry hosts are cleaned up by an API of their vendor, and where that answers.
 *
 * @param github by registry host the root of GitHub's REST API: {@code ghcr.io} at {@code
 *     https://api.github.com}, and those of GitHub Enterprise
 * @param hub the root of Docker Hub's API, for {@code docker.io}
 */
public record VendorHosts(Map<String, URI> github, URI hub) {
  /** What the setting of the plugin is called. */
  public static final String SETTING = "image.cleanup.github";

  /** GitHub's own registry. */
  static final String GHCR = "ghcr.io";

  private static final String GITHUB = "https://github.com";
  static final URI GITHUB_API = URI.create("https://api.github.com");
  private static final URI HUB_API = URI.create("https://hub.docker.com");

  /** Copies the map. */
  public VendorHosts {
    github = Map.copyOf(github);
  }

  /**
   * GHCR and Docker Hub; in a workflow of GitHub Enterprise its registry too, by what the runner
   * says of itself; and what the setting says of other hosts, or otherwise of these.
   *
   * <p>Source: <a
   * href="https://docs.github.com/en/enterprise-server@3.19/packages/working-with-a-github-packages-registry/working-with-the-container-registry">GitHub
   * Enterprise Server, container registry</a>: {@code containers.HOSTNAME}.
   *
   * @param environment of the process
   * @param setting pairs {@code HOST=URL} between blanks or commas; empty for none
   * @throws ConfigurationException where the setting has another form
   */
  public static VendorHosts of(Map<String, String> environment, String setting) {
    Map<String, URI> github = new LinkedHashMap<>();
    github.put(GHCR, GITHUB_API);
    enterprise(environment, github);
    for (String pair : setting.strip().split("[\\s,]+")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw malformed(pair);
        }
        URI root = root(pair.substring(equals + 1)).orElseThrow(() -> malformed(pair));
        github.put(host(pair.substring(0, equals), pair), root);
      }
    }
    return new VendorHosts(github, HUB_API);
  }

  private static void enterprise(Map<String, String> environment, Map<String, URI> github) {
    String server = environment.getOrDefault("GITHUB_SERVER_URL", GITHUB);
    Optional<String> host = root(server).map(URI::getHost);
    Optional<URI> api = root(environment.getOrDefault("GITHUB_API_URL", ""));
    if (!server.equals(GITHUB) && host.isPresent() && api.isPresent()) {
      github.put("containers." + host.get().toLowerCase(Locale.ROOT), api.get());
    }
  }

  private static String host(String text, String pair) {
    try {
      return RepositoryName.parse(text + "/x/x").host().equals(text.toLowerCase(Locale.ROOT))
          ? text.toLowerCase(Locale.ROOT)
          : reject(pair);
    } catch (ConfigurationException e) {
      return reject(pair);
    }
  }

  private static String reject(String pair) {
    throw malformed(pair);
  }

  private static Optional<URI> root(String text) {
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean plain =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      return web && plain && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static ConfigurationException malformed(String pair) {
    return ConfigurationException.malformed(
        SETTING,
        pair,
        "HOST=URL, a registry's host and the root of its GitHub's REST API, such as"
            + " containers.github.example.com=https://github.example.com/api/v3");
  }
}
