package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * An image with all that would be of no use without it: its children, theirs, and what refers to
 * any of them. Which of it something else needs is the {@link KeepSet}'s matter.
 */
final class ImageClosure {
  private final Graph graph;
  private final Contents contents;
  private final Listing listing;
  private final Digest image;
  private final Map<Digest, Member> members = new LinkedHashMap<>();
  private final Queue<Digest> unread = new ArrayDeque<>();
  private final Set<Digest> standingSubjects = new HashSet<>();

  /**
   * One manifest of it.
   *
   * @param kind what it is to the image
   */
  record Member(Kind kind, Links links) {}

  private ImageClosure(Graph graph, Contents contents, Listing listing, Digest image) {
    this.graph = graph;
    this.contents = contents;
    this.listing = listing;
    this.image = image;
  }

  /**
   * Reads it.
   *
   * @param graph has read everything in the listing, where that is whole
   * @param listing for the tags that say what they hang on
   * @return without members where the image is not there
   * @throws io.github.imagemaven.oci.MalformedContentException where a part is of no known kind
   */
  static ImageClosure of(Graph graph, Contents contents, Listing listing, Digest image)
      throws IOException {
    ImageClosure closure = new ImageClosure(graph, contents, listing, image);
    closure.read();
    closure.putOffWhatReferrersList();
    closure.findStandingSubjects();
    return closure;
  }

  /** Several as one, which asks nothing of the registry; the first one's image stands for all. */
  static ImageClosure union(List<ImageClosure> closures) {
    ImageClosure first = closures.get(0);
    ImageClosure union = new ImageClosure(first.graph, first.contents, first.listing, first.image);
    for (ImageClosure each : closures) {
      each.members.forEach(union.members::putIfAbsent);
      union.standingSubjects.addAll(each.standingSubjects);
    }
    union.standingSubjects.removeAll(union.members.keySet());
    union.putOffWhatReferrersList();
    return union;
  }

  private void read() throws IOException {
    Map<Digest, Kind> kinds = new LinkedHashMap<>();
    add(image, Kind.IMAGE, kinds);
    for (Digest next = unread.poll(); next != null; next = unread.poll()) {
      Optional<Graph.Node> node = graph.find(next);
      if (node.isEmpty() || isGone(next)) {
        continue;
      }
      Kind kind = kinds.getOrDefault(next, Kind.CHILD);
      members.put(next, new Member(kind, node.get().links()));
      Kind below = kind == Kind.REFERRER ? Kind.REFERRER : Kind.CHILD;
      node.get().links().children().forEach(child -> add(child.digest(), below, kinds));
      for (Digest referrer : referrers(next)) {
        add(referrer, Kind.REFERRER, kinds);
      }
    }
  }

  /** A part of the image that one of its referrers lists goes after that one, not before it. */
  private void putOffWhatReferrersList() {
    Queue<Digest> referrers = new ArrayDeque<>(members.keySet());
    referrers.removeIf(each -> member(each).kind() != Kind.REFERRER);
    for (Digest next = referrers.poll(); next != null; next = referrers.poll()) {
      for (Links.Child child : member(next).links().children()) {
        Member member = members.get(child.digest());
        if (member != null && member.kind() == Kind.CHILD) {
          members.put(child.digest(), new Member(Kind.REFERRER, member.links()));
          referrers.add(child.digest());
        }
      }
    }
  }

  private void findStandingSubjects() throws IOException {
    for (Member member : members.values()) {
      Digest subject = member.links().subject();
      if (subject != null && !members.containsKey(subject) && stands(subject)) {
        standingSubjects.add(subject);
      }
    }
  }

  private void add(Digest digest, Kind kind, Map<Digest, Kind> kinds) {
    if (kinds.putIfAbsent(digest, kind) == null) {
      unread.add(digest);
    }
  }

  /** What was read before may have gone since; a whole list would have it. */
  private boolean isGone(Digest digest) {
    return listing.isWhole() && listing.entry(digest).isEmpty();
  }

  private boolean stands(Digest subject) throws IOException {
    return listing.isWhole() ? listing.entry(subject).isPresent() : contents.has(subject);
  }

  private List<Digest> referrers(Digest subject) throws IOException {
    List<Digest> referrers = new ArrayList<>();
    for (Descriptor each : contents.referrers(subject).orElse(List.of())) {
      Optional<Graph.Node> node = graph.find(each.digest());
      if (node.isPresent() && subject.equals(node.get().links().subject())) {
        referrers.add(each.digest());
      }
    }
    for (Entry entry : listing.entries().values()) {
      Graph.Node node = graph.known(entry.digest());
      if ((node != null && subject.equals(node.links().subject()))
          || entry.tags().stream().anyMatch(tag -> FallbackTag.isOf(tag, subject))) {
        referrers.add(entry.digest());
      }
    }
    return referrers;
  }

  /** Each once, the image first. */
  Map<Digest, Member> members() {
    return Collections.unmodifiableMap(members);
  }

  /** What is no member, is there, and is the subject of a member. */
  Set<Digest> standingSubjects() {
    return Collections.unmodifiableSet(standingSubjects);
  }

  /** The image itself. */
  Digest image() {
    return image;
  }

  /** Members of one kind, each after those that list it. */
  List<Digest> parentsFirst(Kind kind) {
    List<Digest> order = new ArrayList<>();
    Set<Digest> done = new HashSet<>();
    List<Digest> lastFirst = new ArrayList<>(members.keySet());
    Collections.reverse(lastFirst);
    lastFirst.forEach(member -> childrenFirst(member, done, order));
    Collections.reverse(order);
    order.removeIf(each -> member(each).kind() != kind);
    return order;
  }

  /** Without recursion: a repository may nest indexes deeper than a stack goes. */
  private void childrenFirst(Digest root, Set<Digest> done, List<Digest> order) {
    ArrayDeque<Digest> open = new ArrayDeque<>(List.of(root));
    Set<Digest> begun = new HashSet<>();
    while (!open.isEmpty()) {
      Digest top = open.peek();
      if (done.contains(top)) {
        open.pop();
      } else if (begun.add(top)) {
        member(top).links().children().stream()
            .map(Links.Child::digest)
            .filter(child -> members.containsKey(child) && !done.contains(child))
            .forEach(open::push);
      } else {
        open.pop();
        done.add(top);
        order.add(top);
      }
    }
  }

  /** The member of this digest, which is one. */
  Member member(Digest digest) {
    Member member = members.get(digest);
    if (member == null) {
      throw new IllegalArgumentException(digest + " is no member");
    }
    return member;
  }
}
