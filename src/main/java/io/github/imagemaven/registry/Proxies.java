package io.github.imagemaven.registry;

import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of settings.xml, for one client and never for the JVM. Where none of them fits, the
 * JVM's own properties ({@code https.proxyHost} and the like) are followed. As in Maven itself a
 * proxy for {@code http} serves https requests too if there is none for {@code https}. Loopback
 * hosts are always spoken to directly: a proxy's loopback is not ours.
 */
final class Proxies extends ProxySelector implements Authenticator {
  private final List<ProxyServer> servers;
  private final @Nullable ProxySelector otherwise;

  /**
   * @param servers first match wins
   * @param otherwise the JVM's selector
   */
  Proxies(List<ProxyServer> servers, @Nullable ProxySelector otherwise) {
    this.servers = servers;
    this.otherwise = otherwise;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = String.valueOf(uri.getHost());
    if (Addresses.isLoopback(host)) {
      return List.of(Proxy.NO_PROXY);
    }
    Optional<ProxyServer> server = serverFor(uri.getScheme(), host);
    if (server.isPresent()) {
      return List.of(server.get().toProxy());
    }
    return otherwise == null ? List.of(Proxy.NO_PROXY) : otherwise.select(uri);
  }

  private Optional<ProxyServer> serverFor(String scheme, String host) {
    Optional<ProxyServer> own = serverOf(scheme, host);
    return own.isEmpty() && scheme.equals("https") ? serverOf("http", host) : own;
  }

  private Optional<ProxyServer> serverOf(String protocol, String host) {
    return servers.stream()
        .filter(server -> server.protocol().equalsIgnoreCase(protocol))
        .filter(server -> server.nonProxyHosts().stream().noneMatch(each -> fits(each, host)))
        .findFirst();
  }

  private static boolean fits(String pattern, String host) {
    String[] parts = pattern.strip().toLowerCase(Locale.ROOT).split("\\*", -1);
    StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      regex.append(".*").append(Pattern.quote(parts[i]));
    }
    return host.toLowerCase(Locale.ROOT).matches(regex.toString());
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The caller of the request gets the exception; there is nothing to remember.
  }

  /** Answers a proxy's challenge, once, and only that of a proxy from settings.xml. */
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) {
    if (route == null || response.request().header("Proxy-Authorization") != null) {
      return null;
    }
    if (!(route.proxy().address() instanceof InetSocketAddress address)) {
      return null;
    }
    return servers.stream()
        .filter(each -> each.host().equalsIgnoreCase(address.getHostString()))
        .filter(each -> each.port() == address.getPort())
        .filter(each -> each.username() != null && each.password() != null)
        .findFirst()
        .map(each -> answer(response.request(), each))
        .orElse(null);
  }

  private static Request answer(Request request, ProxyServer server) {
    String basic =
        Credentials.basic(
            Objects.requireNonNull(server.username()),
            Objects.requireNonNull(server.password()),
            StandardCharsets.UTF_8);
    return request.newBuilder().header("Proxy-Authorization", basic).build();
  }
}
