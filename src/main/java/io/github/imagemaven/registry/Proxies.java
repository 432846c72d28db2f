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
import java.util.stream.Collectors;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.Connection;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of settings.xml, for one client and never for the JVM. Where none of them fits, the
 * JVM's own properties ({@code https.proxyHost} and the like) are followed. As in Maven itself a
 * proxy for {@code http} serves https requests too if there is none for {@code https}. Loopback
 * hosts are always spoken to directly: a proxy's loopback is not ours.
 *
 * <p>A proxy that passes plain http on is told who we are with every request, before it asks: an
 * upload is sent once, so that nobody could answer its challenge. One that opens a tunnel is told
 * when it is asked for the tunnel, and what goes through the tunnel does not hold it.
 */
final class Proxies extends ProxySelector implements Authenticator, Interceptor {
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

  /**
   * What a failure to connect means: the host's name is not looked up here, nor its port tried,
   * where a proxy does both.
   *
   * @return the failure itself where no proxy has a part in it
   */
  IOException explained(HttpUrl url, IOException e) {
    Proxy proxy = select(url.uri()).get(0);
    if (proxy.type() != Proxy.Type.HTTP
        || !(proxy.address() instanceof InetSocketAddress address)) {
      return e;
    }
    String named =
        serverAt(address) == null
            ? "it is named by the JVM's properties, such as https.proxyHost"
            : "settings.xml names it";
    return ProxyFailureException.explain(url, spoken(address) + " (" + named + ")", e);
  }

  private static String spoken(InetSocketAddress address) {
    return "the proxy " + address.getHostString() + ":" + address.getPort();
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The caller of the request gets the exception; there is nothing to remember.
  }

  /**
   * Tells the proxy that this connection ends at, if there is one and it sees the request, who we
   * are. To be asked for each request on the wire: only a connection knows where it leads.
   */
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Connection connection = chain.connection();
    if (connection == null || !isPassedOn(connection.route(), request.isHttps())) {
      return chain.proceed(request);
    }
    ProxyServer server = seenBy(connection.route(), request.isHttps());
    // tinyproxy closes after each answer and does not say so: what is sent once would get lost.
    Request alone = request.newBuilder().header("Connection", "close").build();
    Response response = chain.proceed(server == null ? alone : answer(alone, server));
    boolean refused = response.code() >= 400 && response.code() != 407;
    return refused ? named(response, connection.route()) : response;
  }

  /** A refusal that may be the proxy's own, which cannot be told from the registry's. */
  private static Response named(Response response, Route route) {
    if (!(route.proxy().address() instanceof InetSocketAddress address)) {
      return response;
    }
    String reason = response.message() + ", through " + spoken(address);
    return response.newBuilder().message(reason.strip()).build();
  }

  private static boolean isPassedOn(Route route, boolean https) {
    return route.proxy().type() == Proxy.Type.HTTP && !https;
  }

  /** The proxy that reads a request on this route, if we know a name and a password for it. */
  private @Nullable ProxyServer seenBy(Route route, boolean https) {
    if (!isPassedOn(route, https)
        || !(route.proxy().address() instanceof InetSocketAddress address)) {
      return null;
    }
    ProxyServer server = serverAt(address);
    return server != null && isKnown(server) ? server : null;
  }

  private static boolean isKnown(ProxyServer server) {
    return server.username() != null && server.password() != null;
  }

  /**
   * Answers a proxy's challenge, once, and only that of a proxy from settings.xml.
   *
   * @throws ProxyRefusalException where there is nothing to answer, or the answer was refused
   */
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws ProxyRefusalException {
    if (route == null || !(route.proxy().address() instanceof InetSocketAddress address)) {
      return null;
    }
    ProxyServer server = serverAt(address);
    boolean answered =
        response.request().header("Proxy-Authorization") != null
            || seenBy(route, response.request().isHttps()) != null;
    if (server != null && isKnown(server) && !answered) {
      return answer(response.request(), server);
    }
    if (isGuess(response)) {
      return null;
    }
    throw new ProxyRefusalException(refusal(address, server, answered, response));
  }

  /** Before it opens a tunnel OkHttp asks what to send, as if the proxy had asked. */
  private static boolean isGuess(Response response) {
    return response.challenges().stream()
        .anyMatch(challenge -> challenge.scheme().equalsIgnoreCase("OkHttp-Preemptive"));
  }

  private @Nullable ProxyServer serverAt(InetSocketAddress address) {
    return servers.stream()
        .filter(each -> each.host().equalsIgnoreCase(address.getHostString()))
        .filter(each -> each.port() == address.getPort())
        .findFirst()
        .orElse(null);
  }

  private static String refusal(
      InetSocketAddress address,
      @Nullable ProxyServer server,
      boolean answered,
      Response response) {
    String proxy = spoken(address);
    String asked =
        response.challenges().isEmpty()
            ? ""
            : ", it asks for "
                + response.challenges().stream()
                    .map(Challenge::scheme)
                    .distinct()
                    .collect(Collectors.joining(" or "));
    if (answered && server != null) {
      return "%s refuses user '%s' and the password of settings.xml (407%s). Correct <username> and <password> of that <proxy>; only Basic authentication is spoken"
          .formatted(proxy, server.username(), asked);
    }
    return "%s lets nobody through without authentication (407%s). %s"
        .formatted(
            proxy,
            asked,
            server == null
                ? "It is not from settings.xml: name it there as a <proxy>, with <username> and"
                    + " <password>"
                : "Give its <proxy> in settings.xml a <username> and a <password>");
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
