package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which repositories hold which blob, as far as this run knows: the next repository on the same
 * host can mount it. Two that want the same blob on one host at once take turns, so that one
 * uploads and the other mounts.
 */
final class KnownHolders {
  private final ConcurrentMap<String, Set<String>> holders;
  private final ConcurrentMap<String, ReentrantLock> turns;

  /**
   * @param holders repositories by blob
   * @param turns by host and blob
   */
  KnownHolders(
      ConcurrentMap<String, Set<String>> holders, ConcurrentMap<String, ReentrantLock> turns) {
    this.holders = holders;
    this.turns = turns;
  }

  void add(Digest blob, RepositoryName holder) {
    holders
        .computeIfAbsent(blob.toString(), b -> new ConcurrentSkipListSet<>())
        .add(holder.toString());
  }

  /** Puts a blob into a store, by a mount where that can be. */
  Transfer put(ImageStore store, Descriptor blob, BlobSource source) throws IOException {
    if (store.repository().isEmpty()) {
      return store.putBlob(blob, source, List.of());
    }
    RepositoryName repository = store.repository().get();
    ReentrantLock turn =
        turns.computeIfAbsent(repository.host() + " " + blob.digest(), key -> new ReentrantLock());
    lock(turn);
    try {
      Transfer transfer = store.putBlob(blob, source, holdersBeside(repository, blob));
      add(blob.digest(), repository);
      return transfer;
    } finally {
      turn.unlock();
    }
  }

  /** Whether another repository of the host is known to hold the blob. */
  boolean isBeside(RepositoryName repository, Descriptor blob) {
    return !holdersBeside(repository, blob).isEmpty();
  }

  private List<RepositoryName> holdersBeside(RepositoryName repository, Descriptor blob) {
    return holders.getOrDefault(blob.digest().toString(), Set.of()).stream()
        .map(RepositoryName::parse)
        .filter(holder -> holder.host().equals(repository.host()))
        .filter(holder -> !holder.equals(repository))
        .toList();
  }

  private static void lock(ReentrantLock turn) throws GivenUpException {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw GivenUpException.waitingFor("another upload of a blob", e);
    }
  }
}
