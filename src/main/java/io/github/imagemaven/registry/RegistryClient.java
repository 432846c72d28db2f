package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dns;

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
  private final Map<String, Known> hosts = new ConcurrentHashMap<>();

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
    this.http = new HttpStack(options, dns);
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
    Thread thread = new Thread(() -> prepare(name), "image-registry-client");
    thread.setDaemon(true);
    thread.start();
  }

  private void prepare(RepositoryName name) {
    try {
      Known known = hosts.computeIfAbsent(name.host(), this::meet);
      http.client(known.host().isTrusting());
    } catch (RuntimeException e) {
      log.debug("not prepared for " + name + ", its first request will say why: " + e);
    }
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

  private Repository repository(RepositoryName name, boolean destination) {
    Known known = hosts.computeIfAbsent(name.host(), this::meet);
    Redirects redirects = new Redirects(known.host(), name, http, options.userAgent(), log);
    Exchange exchange =
        new Exchange(known.host(), name, known.authorizer(), known.refusals(), redirects);
    Retries retries = new Retries(options, name, known.host().sharedWait(), time, log);
    return new Repository(exchange, retries, options, log, progress, destination);
  }

  private Known meet(String name) {
    RegistryHost host = new RegistryHost(name, options.insecureHosts(), time, limits);
    Refusals refusals = new Refusals(host, credentials, time);
    TokenEndpoint endpoint = new TokenEndpoint(host, options, http, refusals, time);
    return new Known(host, refusals, new Authorizer(host, credentials, endpoint, time));
  }

  /** Ends what is under way and closes connections and threads. */
  @Override
  public void close() {
    http.close();
  }
}
