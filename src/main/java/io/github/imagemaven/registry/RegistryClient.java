package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * All registries of a goal: one connection pool, and for each host what must be shared by
 * everything that talks to it: tokens; and with the session's other clients the limit on requests
 * under way and the wait after a refusal.
 */
public final class RegistryClient implements AutoCloseable {
  private final RegistryOptions options;
  private final Credentials credentials;
  private final Log log;
  private final Progress progress;
  private final HostLimits limits;
  private final Time time;
  private final HttpStack http;
  private final Map<String, Known> hosts;

  private record Known(RegistryHost host, Refusals refusals, Authorizer authorizer) {}

  RegistryClient(
      RegistryOptions options,
      Credentials credentials,
      Log log,
      Progress progress,
      HostLimits limits,
      Time time,
      Dns dns) {
    this.options = options;
    this.credentials = credentials;
    this.log = log;
    this.progress = progress;
    this.limits = limits;
    this.time = time;
    this.http = new HttpStack(options, dns, log);
    this.hosts = new ConcurrentHashMap<>();
  }

  private RegistryClient(RegistryClient before, Log log, Progress progress) {
    this.options = before.options;
    this.credentials = before.credentials;
    this.log = log;
    this.progress = progress;
    this.limits = before.limits;
    this.time = before.time;
    this.http = before.http;
    this.hosts = before.hosts;
  }

  /**
   * A client that goes on with this one's connections and with what it has learnt of hosts, for a
   * later goal. Credentials are looked up again where they are needed again: hours may have passed;
   * tokens that other credentials had been given are not used any more. This one is not used after
   * it; closing either closes the connections.
   */
  public RegistryClient heir(Log log, Progress progress) {
    credentials.forget();
    return new RegistryClient(this, log, progress);
  }

  /** A client that is alone; closing it closes the connections. */
  public static RegistryClient create(
      RegistryOptions options, Credentials credentials, Log log, Progress progress) {
    return create(options, credentials, log, progress, HostLimits.own());
  }

  /**
   * One of a session's clients; closing it closes its connections.
   *
   * @param limits the session's
   */
  public static RegistryClient create(
      RegistryOptions options,
      Credentials credentials,
      Log log,
      Progress progress,
      HostLimits limits) {
    return new RegistryClient(options, credentials, log, progress, limits, Time.real(), Dns.SYSTEM);
  }

  /**
   * Says that a host is going to be asked for something soon. Nothing is sent; but what the first
   * request needs is loaded meanwhile, which takes a new JVM longer than many a request.
   */
  public void expect(RepositoryName name) {
    beside("image-registry-tls", "TLS is not rehearsed", TlsRehearsal::hold);
    beside(
        "image-registry-client",
        name + " is not prepared for",
        () -> http.client(meet(name).host().isTrusting()));
  }

  /**
   * Says that a repository is going to be pushed to: looks at one of its tags, so that there is a
   * connection and, where the host wants one, a token. Returns at once. Nobody keeps the answer; a
   * failure is left to the request that needs one to find and to report.
   */
  public void greet(RepositoryName name, String tag) {
    EarlyLook look = new EarlyLook(exchange(name));
    beside("image-registry-greeting", name + " is not greeted", () -> look.at(tag));
  }

  private interface Preparation {
    Object run() throws Exception;
  }

  /** What is done here early fails again, and is reported, where it is needed. */
  private void beside(String threadName, String otherwise, Preparation preparation) {
    Thread thread =
        new Thread(
            () -> {
              try {
                preparation.run();
              } catch (Exception e) {
                log.debug(otherwise + ", what needs it will say why: " + e);
              }
            },
            threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A repository to read from; nothing is sent. Pushing to it asks for the right to when needed.
   */
  public Repository repository(RepositoryName name) {
    return repository(name, false);
  }

  /**
   * A repository to push to; nothing is sent. Its first token already has the right to push, so
   * that looking before pushing costs no second token.
   */
  public Repository destination(RepositoryName name) {
    return repository(name, true);
  }

  /** Who we are at a host, as its registry is told; empty where nobody said. */
  public Optional<Credential> credential(String host) {
    return Optional.ofNullable(credentials.lookup(host).credential());
  }

  /**
   * The API of a registry's vendor; nothing is sent.
   *
   * @param root its root, https, or http at a loopback address
   * @param authorization what the header {@code Authorization} has, such as {@code Bearer …}; empty
   *     for none. Sent to this root's host alone, and never shown
   * @throws ConfigurationException where the root is neither
   * @throws RegistryException where no header can have the authorization
   */
  public VendorApi vendorApi(URI root, Optional<String> authorization) {
    HttpUrl url = checkedRoot(root);
    boolean usualPort = url.port() == HttpUrl.defaultPort(url.scheme());
    Known known = meet(usualPort ? Addresses.named(url) : Addresses.withPort(url));
    RegistryHost host = known.host();
    return new VendorApi(
        host,
        url,
        authorization.map(value -> VendorApi.checkedAuthorization(host, value)),
        http,
        options.userAgent(),
        known.refusals(),
        new Retries(options, host.name(), host.sharedWait(), time, log));
  }

  private static HttpUrl checkedRoot(URI root) {
    HttpUrl url = HttpUrl.parse(root.toString());
    boolean plain =
        url != null
            && root.getRawAuthority() != null
            && (url.isHttps() || Addresses.isLoopback(url.host()))
            && (url.username() + url.password()).isEmpty()
            && url.query() == null
            && url.fragment() == null;
    if (!plain) {
      throw ConfigurationException.malformed(
          "the root of an API",
          root.toString(),
          "https://HOST[:PORT][/PATH], as https://api.github.com; http only at a loopback address");
    }
    return url.encodedPath().endsWith("/") ? url : url.newBuilder().addPathSegment("").build();
  }

  private Repository repository(RepositoryName name, boolean destination) {
    Exchange exchange = exchange(name);
    Retries retries =
        new Retries(options, name.toString(), exchange.host().sharedWait(), time, log);
    return new Repository(exchange, retries, options, log, progress, destination);
  }

  private Exchange exchange(RepositoryName name) {
    Known known = meet(name);
    Redirects redirects = new Redirects(known.host(), name, http, options.userAgent(), log);
    return new Exchange(known.host(), name, known.authorizer(), known.refusals(), redirects);
  }

  private Known meet(RepositoryName name) {
    return meet(name.host());
  }

  private Known meet(String name) {
    return hosts.computeIfAbsent(name, this::newlyMet);
  }

  private Known newlyMet(String name) {
    RegistryHost host = new RegistryHost(name, options.insecureHosts(), time, limits);
    Refusals refusals = new Refusals(host, credentials, time);
    TokenEndpoint endpoint = new TokenEndpoint(host, options, http, refusals, time);
    return new Known(host, refusals, new Authorizer(host, credentials, endpoint, time));
  }

  /**
   * No request to delete anything is begun from now on: each fails with a {@link RegistryException}
   * and is not tried again. One under way goes on. For a run that is asked to end.
   */
  public void endDeletions() {
    http.endDeletions();
  }

  /** Ends what is under way and closes connections and threads. */
  @Override
  public void close() {
    http.close();
  }
}
