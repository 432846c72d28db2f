package io.github.imagemaven.registry;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to registries.
 *
 * @param attempts how often a blob or manifest is tried, at least 1 ({@code image.retry.attempts})
 * @param firstDelay the wait before the second attempt; it doubles from there ({@code
 *     image.retry.delay})
 * @param insecureHosts hosts, with port where they have one, that are spoken to by http, or by
 *     https with a certificate nobody vouches for ({@code image.insecureRegistries}); loopback
 *     hosts need no mention
 * @param proxies from settings.xml, first match wins
 * @param userAgent name and version of this plugin
 */
public record RegistryOptions(
    int attempts,
    Duration firstDelay,
    Set<String> insecureHosts,
    List<ProxyServer> proxies,
    String userAgent) {
  /** Copies the collections. */
  public RegistryOptions {
    insecureHosts = Set.copyOf(insecureHosts);
    proxies = List.copyOf(proxies);
  }

  /** The defaults: 3 attempts from 10 s, no insecure host, no proxy. */
  public static RegistryOptions defaults() {
    return new RegistryOptions(
        3, Duration.ofSeconds(10), Set.of(), List.of(), "image-maven-plugin");
  }

  /**
   * Whether a host is spoken to also by http, or with a certificate nobody vouches for.
   *
   * @param host {@code host[:port]} as in a reference
   */
  public boolean isInsecure(String host) {
    return insecureHosts.contains(host) || Addresses.isLoopback(host.replaceFirst(":[0-9]+$", ""));
  }

  /**
   * A proxy of settings.xml.
   *
   * @param protocol which requests go through it, {@code http} or {@code https}
   * @param host the proxy's host
   * @param port the proxy's port
   * @param username null where it asks for none
   * @param password null where it asks for none; never shown
   * @param nonProxyHosts patterns with {@code *}, of hosts that are spoken to directly
   */
  public record ProxyServer(
      String protocol,
      String host,
      int port,
      @Nullable String username,
      @Nullable String password,
      List<String> nonProxyHosts) {
    /** Copies the list. */
    public ProxyServer {
      nonProxyHosts = List.copyOf(nonProxyHosts);
    }

    Proxy toProxy() {
      return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public String toString() {
      return protocol + " proxy " + host + ":" + port;
    }
  }
}
