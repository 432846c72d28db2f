package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.Recheck;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at a repository: a fresh list, and what has to stay by it. */
final class Looks {
  private static final int ATTEMPTS = 8;

  /** Nothing is deleted later than this after a look, but what it began with. */
  private static final Duration MOST_AGE = Recheck.MOST_AGE;

  /** How often a list may be late before it is believed. */
  private static final int MOST_LATE = 5;

  private final Holdings holdings;
  private final Contents contents;
  private final Graph graph;
  private final Runnable pause;
  private final LongSupplier nanos;
  private final List<String> tags;

  /** What was seen, with nothing asked of the registry since the list was read. */
  record Look(Listing listing, KeepSet kept, long nanos) {
    /** As the list has it. */
    Entry entry(Digest digest) {
      return listing.entry(digest).orElse(Entry.unlisted(digest));
    }
  }

  /**
   * @param nanos a clock as {@link System#nanoTime}
   * @param pause waits for a list that is late
   * @param tags that every list has, or it is not the whole list
   */
  Looks(
      Holdings holdings,
      Contents contents,
      Graph graph,
      LongSupplier nanos,
      Runnable pause,
      List<String> tags) {
    this.nanos = nanos;
    this.pause = pause;
    this.holdings = holdings;
    this.contents = contents;
    this.graph = graph;
    this.tags = List.copyOf(tags);
  }

  /**
   * Lists anew and finds what has to stay. Where a manifest had to be read for that, the list is
   * read again, so that no request lies between the list and what is done upon it.
   *
   * @throws CleanupException where something that is listed cannot be read, or the list changes
   *     each time
   */
  Look look(Standing standing, Going going) throws IOException {
    Set<Digest> absent = new HashSet<>();
    VanishedException vanished = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Listing listing = trusted(holdings.list());
      int before = graph.requests();
      try {
        KeepSet kept = KeepSet.of(graph, listing, standing, going, absent);
        if (graph.requests() == before) {
          return new Look(listing, kept, nanos.getAsLong());
        }
        vanished = null;
      } catch (VanishedException e) {
        vanished = e;
      }
    }
    throw new CleanupException(reason(vanished), vanished);
  }

  /**
   * The first look, which reads all that there is. Nothing is deleted upon it: what has to be read
   * is read after the list, and a tag's digest may come from the bytes that it was answered with.
   *
   * @param budget told of the list before anything more is read for it
   */
  Look first(Standing standing, Consumer<Listing> budget) throws IOException {
    VanishedException vanished = null;
    int late = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Listing listing = trusted(holdings.listReading(graph::take));
      boolean isNothing = listing.entries().isEmpty() && standing.displaced().isEmpty();
      if (listing.tagged().isEmpty() && !isNothing) {
        throw incomplete("has none");
      }
      requireTags(listing, standing.moving());
      if (late < MOST_LATE && isLate(listing, standing)) {
        late++;
        pause.run();
        continue;
      }
      budget.accept(listing);
      graph.readAhead(listing);
      try {
        KeepSet kept = KeepSet.of(graph, listing, standing, Going.NOTHING, new HashSet<>());
        return new Look(listing, kept, nanos.getAsLong());
      } catch (VanishedException e) {
        vanished = e;
      }
    }
    throw new CleanupException(reason(vanished), vanished);
  }

  /** Whether a tag of the publication is listed where it was, and has moved by the registry. */
  private boolean isLate(Listing listing, Standing standing) throws IOException {
    for (Digest digest : standing.displaced()) {
      Set<String> listed = listing.entry(digest).map(Entry::tags).orElse(Set.of());
      for (String tag : tags) {
        if (listed.contains(tag) && !contents.named(tag).equals(Optional.of(digest))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether something more may be deleted upon this look, and not only what it was made for. */
  boolean isRecent(Look look) {
    return nanos.getAsLong() - look.nanos() <= MOST_AGE.toNanos();
  }

  /** A list that was cut off somewhere does not say so, but may lack what is known to be there. */
  private Listing trusted(Listing listing) {
    requireTags(listing, tags);
    return listing;
  }

  private static void requireTags(Listing listing, Collection<String> tags) {
    for (String tag : tags) {
      if (!listing.hasTag(tag)) {
        throw incomplete("lacks " + Quoted.of(tag) + ", which this publication has seen there");
      }
    }
  }

  private static CleanupException incomplete(String how) {
    return new CleanupException(
        "the list of tags "
            + how
            + ", so that others may be missing as well, and nothing more is deleted; look whether"
            + " the registry, or a proxy before it, lists every tag to whoever publishes",
        null);
  }

  private static String reason(@Nullable VanishedException vanished) {
    return vanished == null
        ? "something is being published here all the time; clean up when it is quiet"
        : vanished.getMessage()
            + ", cannot be read, so that nobody knows what it needs: publish it again or remove it";
  }
}
