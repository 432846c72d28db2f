package io.github.imagemaven.registry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all clients of a session share, host by host, so that a host sees no more of a parallel
 * build than of one module: how many requests are under way, and until when nothing is sent. JDK
 * types only, which clients of several class loaders can have in common.
 *
 * @param requests by host the permits for requests
 * @param downloads by host the permits for blobs being read
 * @param waits by host the time until which nothing is sent, in milliseconds since 1970
 */
public record HostLimits(
    ConcurrentMap<String, Semaphore> requests,
    ConcurrentMap<String, Semaphore> downloads,
    ConcurrentMap<String, AtomicLong> waits) {

  /** Those of a client that is alone. */
  public static HostLimits own() {
    return new HostLimits(
        new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  Semaphore requestsOf(String host) {
    return requests.computeIfAbsent(host, any -> new Semaphore(RegistryHost.MOST_REQUESTS, true));
  }

  Semaphore downloadsOf(String host) {
    return downloads.computeIfAbsent(host, any -> new Semaphore(RegistryHost.MOST_DOWNLOADS, true));
  }

  SharedWait waitOf(String host, Time time) {
    return new SharedWait(time, waits.computeIfAbsent(host, any -> new AtomicLong()));
  }
}
