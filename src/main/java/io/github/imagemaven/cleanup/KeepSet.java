package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to stay when some manifests are about to go, and why. It begins with everything: what
 * has a tag, and what has none and is listed all the same, except those that are about to go; and
 * takes in what these need, which may be some of those. What cannot be read is never passed over.
 */
final class KeepSet {
  private final Graph graph;
  private final Listing listing;
  private final Standing standing;
  private final Going going;
  private final Set<Digest> absent;
  private final Map<Digest, String> roots = new HashMap<>();
  private final Map<Digest, String> reasons = new HashMap<>();
  private final Queue<Digest> unread = new ArrayDeque<>();
  private final Set<Digest> subjectStays = new HashSet<>();

  private KeepSet(
      Graph graph, Listing listing, Standing standing, Going going, Set<Digest> absent) {
    this.graph = graph;
    this.listing = listing;
    this.standing = standing;
    this.going = going;
    this.absent = absent;
  }

  /**
   * Finds it.
   *
   * @param absent subjects that were seen not to be there, which may be; what is found to be so is
   *     added
   * @throws VanishedException where a manifest that is listed is not there
   * @throws CleanupException where a part of what stays is not there, so that nobody knows what it
   *     needs
   * @throws io.github.imagemaven.oci.MalformedContentException where something that stays is of no
   *     known kind
   */
  static KeepSet of(
      Graph graph, Listing listing, Standing standing, Going going, Set<Digest> absent)
      throws IOException, VanishedException {
    KeepSet set = new KeepSet(graph, listing, standing, going, absent);
    set.addRoots();
    set.reach();
    while (set.addWhatReferrersKeep()) {
      set.reach();
    }
    return set;
  }

  /** What has a tag first, so that a reason is a tag where there is one. */
  private void addRoots() throws IOException, VanishedException {
    for (Entry entry : listing.tagged()) {
      String tag = standing.ownTag(entry);
      if (tag != null || !going.digests().contains(entry.digest())) {
        String named = "the tag " + Quoted.of(tag == null ? entry.firstTag() : tag);
        addListed(entry, named, named + " names it");
      }
      if (tag != null) {
        subjectStays.add(entry.digest());
      }
    }
    for (Map.Entry<Digest, String> other : standing.reasons().entrySet()) {
      if (!reasons.containsKey(other.getKey()) && graph.find(other.getKey()).isPresent()) {
        addRoot(other.getKey(), other.getKey().toString(), other.getValue());
      }
    }
    for (Digest digest : going.byAge()) {
      Entry entry = listing.entry(digest).orElse(null);
      if (entry != null && going.minAge() != null && !listing.isOlder(entry, going.minAge())) {
        addListed(entry, digest.toString(), "it is younger than image.cleanup.minAge");
      }
    }
    for (Map.Entry<Digest, Part> part : going.parts().entrySet()) {
      Entry entry = listing.entry(part.getKey()).orElse(null);
      if (entry != null && part.getValue().isPushedAgain(listing, entry)) {
        addListed(entry, entry.digest().toString(), "it was pushed again since");
      }
    }
    reach();
    for (Entry entry : listing.entries().values()) {
      // What an index that stays calls a manifest needs nothing, and is not read for it.
      if (!going.digests().contains(entry.digest()) && !reasons.containsKey(entry.digest())) {
        addListed(entry, entry.digest().toString(), "nothing displaced it");
        reach();
      }
    }
  }

  private void addListed(Entry entry, String name, String why)
      throws IOException, VanishedException {
    String listed =
        entry.digest() + ", which is listed" + (entry.isTagged() ? " with " + name : "");
    try {
      if (graph.find(entry.digest()).isEmpty()) {
        throw new VanishedException(listed);
      }
    } catch (MalformedContentException e) {
      throw new CleanupException(
          "nobody knows what " + listed + ", needs: " + e.getMessage() + "; remove it", e);
    }
    addRoot(entry.digest(), name, why);
  }

  private void addRoot(Digest digest, String name, String why) {
    roots.putIfAbsent(digest, why);
    add(digest, name);
  }

  private void add(Digest digest, String why) {
    if (reasons.putIfAbsent(digest, why) == null) {
      unread.add(digest);
    }
  }

  /** Takes in the children of all that stays, and the subjects of what people tagged. */
  private void reach() throws IOException {
    for (Digest next = unread.poll(); next != null; next = unread.poll()) {
      String why = reasons.getOrDefault(next, "");
      Graph.Node node = graph.find(next).orElse(null);
      if (node == null) {
        throw new CleanupException(
            next
                + ", an index that "
                + why
                + " needs, cannot be read, so that nobody knows what it needs: publish that image"
                + " again, or remove it",
            null);
      }
      for (Links.Child child : node.links().children()) {
        boolean isLeaf = child.isManifest() && !going.digests().contains(child.digest());
        if (isLeaf) {
          reasons.putIfAbsent(child.digest(), why);
        } else {
          add(child.digest(), why);
        }
      }
      Digest subject = node.links().subject();
      if (subject != null && subjectStays.contains(next) && isThere(subject)) {
        subjectStays.add(subject);
        add(subject, why);
      }
    }
  }

  /** A subject need not exist. */
  private boolean isThere(Digest subject) throws IOException {
    if (absent.contains(subject)) {
      return false;
    }
    Optional<Graph.Node> node = graph.find(subject);
    if (node.isEmpty()) {
      absent.add(subject);
    }
    return node.isPresent();
  }

  /** What is about something that stays, stays; by its own word, or by the tag it has. */
  private boolean addWhatReferrersKeep() {
    boolean hasMore = false;
    for (Digest each : going.digests()) {
      Digest about = reasons.containsKey(each) ? null : keepingSubject(each);
      if (about != null) {
        add(each, reasons.getOrDefault(about, about.toString()));
        hasMore = true;
      }
    }
    return hasMore;
  }

  private @Nullable Digest keepingSubject(Digest digest) {
    Graph.Node node = graph.known(digest);
    Digest subject = node == null ? null : node.links().subject();
    if (subject != null && (reasons.containsKey(subject) || going.subjects().contains(subject))) {
      return subject;
    }
    Entry entry = listing.entry(digest).orElse(Entry.unlisted(digest));
    boolean hangsOnOthers =
        entry.tags().stream().anyMatch(tag -> FallbackTag.is(tag) && !hangsOnWhatGoes(tag));
    return hangsOnOthers || !lostTags(digest).isEmpty() ? digest : null;
  }

  /** Tags that went with it, and hang on what stays; without those that somebody has given anew. */
  Set<String> lostTags(Digest digest) {
    return going.lost().getOrDefault(digest, Set.of()).stream()
        .filter(tag -> !hangsOnWhatGoes(tag) && !listing.hasTag(tag))
        .collect(Collectors.toSet());
  }

  private boolean hangsOnWhatGoes(String tag) {
    return going.digests().stream()
        .anyMatch(each -> !reasons.containsKey(each) && FallbackTag.isOf(tag, each));
  }

  /** Whether it has to stay. */
  boolean has(Digest digest) {
    return reasons.containsKey(digest);
  }

  /** Why, a clause such as {@code the tag '1.2.3' needs it}; null where it has not. */
  @Nullable String reason(Digest digest) {
    String root = roots.get(digest);
    String keeper = reasons.get(digest);
    return root != null || keeper == null ? root : keeper + " needs it";
  }
}
