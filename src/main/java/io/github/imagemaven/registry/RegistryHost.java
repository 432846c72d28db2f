package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.ConfigurationException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One registry host: where it answers, and what everything of a client that talks to it shares.
 *
 * <p>A loopback host is tried by http first, because that is what answers there: a registry without
 * TLS then costs no request more, and a registry with TLS one, once a run. A host named insecure is
 * tried by https first, so that it gets what protection it can, then by http. Any other host is
 * spoken to by https only.
 */
final class RegistryHost {
  /** Requests under way at a time, and so connections. */
  static final int MOST_REQUESTS = 5;

  /**
   * Blobs being read at a time. Counted apart, because a blob may be read from the host while an
   * upload of it to the same host waits for its bytes.
   */
  static final int MOST_DOWNLOADS = 3;

  private static final int UNKNOWN = -1;

  /** {@code 76;w=21600}: a number, and of which seconds. */
  private static final Pattern READS_LEFT = Pattern.compile("\\s*([0-9]{1,9})\\s*(;.*)?");

  private static final String HUB_API = "registry-1.docker.io";

  private final String name;
  private final boolean trusting;
  private final boolean loopback;
  private final List<HttpUrl> candidates;
  private final SharedWait sharedWait;
  private final Semaphore requests;
  private final Semaphore downloads;
  private final Time time;
  private final TagMemory tags;
  private final Introduction introduction = new Introduction();
  private final Secrets secrets = new Secrets();
  private final Set<String> pushed = ConcurrentHashMap.newKeySet();
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();
  private volatile @Nullable HttpUrl base;
  private volatile int readsLeft = UNKNOWN;

  RegistryHost(String name, Set<String> insecureHosts, Time time) {
    this(name, insecureHosts, time, HostLimits.own());
  }

  /**
   * @param limits shared with other clients
   */
  RegistryHost(String name, Set<String> insecureHosts, Time time, HostLimits limits) {
    this.name = name;
    this.time = time;
    this.tags = new TagMemory(time);
    String api = name.equals(RepositoryName.DOCKER_HUB) ? HUB_API : name;
    HttpUrl https = HttpUrl.parse("https://" + api + "/");
    HttpUrl http = HttpUrl.parse("http://" + api + "/");
    if (https == null || http == null) {
      throw ConfigurationException.malformed("registry host", name, "a host name or address");
    }
    loopback = Addresses.isLoopback(https.host());
    boolean insecure = insecureHosts.contains(name);
    trusting = loopback || insecure;
    candidates = loopback ? List.of(http, https) : insecure ? List.of(https, http) : List.of(https);
    sharedWait = limits.waitOf(name, time);
    requests = limits.requestsOf(name);
    downloads = limits.downloadsOf(name);
  }

  /** As in a reference; Docker Hub is {@code docker.io}. */
  String name() {
    return name;
  }

  /** Whether a certificate that nobody vouches for will do. */
  boolean isTrusting() {
    return trusting;
  }

  boolean isLoopback() {
    return loopback;
  }

  List<HttpUrl> candidates() {
    return candidates;
  }

  /** Where it answers; the likeliest place as long as nobody has asked. */
  HttpUrl base() {
    HttpUrl known = base;
    return known == null ? candidates.get(0) : known;
  }

  void settle(HttpUrl answeringBase) {
    base = answeringBase;
  }

  /** Whether the URL is this registry's own, so that it may see our credentials. */
  boolean isHome(HttpUrl url) {
    HttpUrl home = base();
    return url.scheme().equals(home.scheme())
        && url.host().equals(home.host())
        && url.port() == home.port();
  }

  SharedWait sharedWait() {
    return sharedWait;
  }

  Semaphore requests() {
    return requests;
  }

  Semaphore downloads() {
    return downloads;
  }

  Time time() {
    return time;
  }

  /** What is known of tags there besides what they were seen to name. */
  TagMemory tags() {
    return tags;
  }

  /** What we sent there so that it knows us. */
  Secrets secrets() {
    return secrets;
  }

  /**
   * Notes what an answer says of the limit on reading manifests, if anything: {@code
   * ratelimit-remaining}, as Docker Hub has it.
   */
  void learnReadsLeft(Response response) {
    Matcher left = READS_LEFT.matcher(response.header("RateLimit-Remaining", ""));
    if (left.matches()) {
      readsLeft = Integer.parseInt(left.group(1));
    }
  }

  /** What the last answer that spoke of it said; empty where none has. */
  OptionalInt readsLeft() {
    int left = readsLeft;
    return left == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(left);
  }

  /** How the first request of a run finds out where the host answers and what it asks for. */
  Introduction introduction() {
    return introduction;
  }

  void rememberPushed(RepositoryName repository, String selector) {
    pushed.add(repository.path() + "@" + selector);
  }

  void forgetPushed(RepositoryName repository, String selector) {
    pushed.remove(repository.path() + "@" + selector);
  }

  /** Whether we put this there in this run, so that a 404 means: not seen yet. */
  boolean wasPushed(RepositoryName repository, String selector) {
    return pushed.contains(repository.path() + "@" + selector);
  }

  /** Whether we put anything into this repository in this run. */
  boolean hasPushedTo(RepositoryName repository) {
    return pushed.stream().anyMatch(each -> each.startsWith(repository.path() + "@"));
  }

  /** Whether this warning has not been shown. */
  boolean isNewWarning(String text) {
    return warnings.size() < 20 && warnings.add(text);
  }
}
