package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mistakes that clean-ups have made. */
final class Mistakes {
  private Mistakes() {}

  /** Children go before their parents. */
  static final class ChildrenFirst extends Wrong {
    private final Map<Entry, Asker> askers = new HashMap<>();
    private final Map<Entry, Integer> late = new LinkedHashMap<>();
    private int lists;

    ChildrenFirst(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      lists++;
      flush(1);
      return super.list();
    }

    @Override
    public Deletion delete(Entry entry, Asker asker) {
      RawManifest raw = model.manifests.get(entry.digest());
      if (raw != null && !model.children(raw).isEmpty()) {
        late.put(entry, lists);
        askers.put(entry, asker);
        return Deletion.DONE;
      }
      Deletion deletion = super.delete(entry, asker);
      flush(0);
      return deletion;
    }

    private void flush(int age) {
      late.entrySet().stream()
          .filter(each -> lists - each.getValue() > age)
          .toList()
          .forEach(
              each -> {
                late.remove(each.getKey());
                model.delete(each.getKey(), askers.get(each.getKey()));
              });
    }
  }

  /** Nobody looks whether a child has a tag of its own. */
  static final class OwnTags extends Wrong {
    OwnTags(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      return listWithout(
          entry -> model.children(model.manifests.get(entry.digest())).isEmpty(), tag -> true);
    }
  }

  /** One list is taken at the start. */
  static final class StaleList extends Wrong {
    private @Nullable Listing first;

    StaleList(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      Listing now = super.list();
      first = first == null ? now : first;
      return first;
    }
  }

  /** Age by the clock of a machine that is a month ahead. */
  static final class OurClock extends Wrong {
    OurClock(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      Listing now = super.list();
      return new Listing(
          now.entries(),
          now.isWhole(),
          now.asOf() == null ? null : now.asOf().plus(Duration.ofDays(30)));
    }
  }

  /** Nobody asks what refers to an image. */
  static final class NoReferrers extends Wrong {
    NoReferrers(ModelRegistry model) {
      super(model);
    }

    @Override
    public Optional<List<Descriptor>> referrers(Digest subject) {
      return Optional.of(List.of());
    }

    @Override
    public Optional<RawManifest> manifest(Digest digest) throws IOException {
      return super.manifest(digest).map(raw -> Wrong.without("subject", raw));
    }
  }

  /** Tags that are about to move keep nothing, whatever they name. */
  static final class TagsOfOthers extends Wrong {
    TagsOfOthers(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      return listWithout(entry -> true, ask.moving::contains);
    }
  }

  /** Of other images nobody reads the children. */
  static final class ChildlessOthers extends Wrong {
    ChildlessOthers(ModelRegistry model) {
      super(model);
    }

    @Override
    public Optional<RawManifest> manifest(Digest digest) throws IOException {
      boolean isOurs = digest.equals(ask.published) || ask.displaced.contains(digest);
      return super.manifest(digest)
          .map(
              raw ->
                  isOurs || model.children(raw).isEmpty() ? raw : Wrong.without("manifests", raw));
    }
  }

  /** The list ends with its first page. */
  static final class FirstPage extends Wrong {
    FirstPage(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      Listing now = super.list();
      int page = Math.max(1, now.entries().size() * 2 / 3);
      return Listing.of(
          now.entries().values().stream().limit(page).toList(), now.isWhole(), now.asOf());
    }
  }

  /** What has come to be needed stays away. */
  static final class NothingPutBack extends Wrong {
    NothingPutBack(ModelRegistry model) {
      super(model);
    }

    @Override
    public void restore(RawManifest manifest, Set<String> tags) {
      // The bytes are not at hand.
    }
  }

  /** A deletion that had to wait is sent again upon the look from before the wait. */
  static final class NoOtherLook extends Wrong {
    NoOtherLook(ModelRegistry model) {
      super(model);
    }

    @Override
    public Deletion delete(Entry entry, Asker asker) {
      return super.delete(entry, Looking.unopposed());
    }
  }

  /** A tag like {@code sha256-….sig} is one like any other, or is none. */
  static final class NoFallbackTags extends Wrong {
    NoFallbackTags(ModelRegistry model) {
      super(model);
    }

    @Override
    public Listing list() {
      return listWithout(entry -> true, FallbackTag::is);
    }
  }
}
