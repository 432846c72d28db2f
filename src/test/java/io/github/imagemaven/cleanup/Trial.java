package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Hindrance;
import io.github.imagemaven.cleanup.ModelRegistry.Request;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** One clean-up in a world, with what may happen meanwhile, and what has to be true after it. */
final class Trial {
  /** How the clean-up is asked, which a test may get wrong on purpose. */
  interface Way {
    Ask ask(ModelRegistry registry);
  }

  private final World world;
  private final ModelRegistry registry;
  private final Random random;
  private final Way way;
  private final List<Publisher> others = new ArrayList<>();
  final Map<String, Integer> tally;
  private boolean crowded;
  private boolean begun;
  private int faultAt;
  private long nanos;

  /**
   * @param tally of what was tried
   */
  Trial(World world, Way way, Map<String, Integer> tally) {
    this.tally = tally;
    this.world = world;
    this.registry = world.registry;
    this.random = world.random;
    this.way = way;
  }

  void run() {
    String image = world.anImage();
    Set<Digest> displaced =
        new LinkedHashSet<>(world.displaced.getOrDefault(image, new LinkedHashSet<>()));
    List<String> moving = List.of();
    Publisher mover = null;
    if (random.nextInt(4) == 0) {
      List<String> tags = world.tagsOf(image);
      mover = world.publisher(image, tags);
      mover.content().forEach(registry::put);
      registry.put(mover.index());
      for (String tag : tags) {
        if (registry.tags.containsKey(tag)) {
          displaced.add(registry.tags.get(tag));
        }
      }
      world.published.put(image, mover.index().digest());
      moving = tags.stream().filter(registry.tags::containsKey).toList();
    }
    Digest published = world.published.get(image);
    displaced.remove(published);
    Ask ask =
        way.ask(registry)
            .image(image)
            .published(published)
            .displaced(displaced.toArray(Digest[]::new))
            .moving(moving.toArray(String[]::new));
    if (world.story.size() % 3 == 0) {
      ask.clock(() -> nanos += 10_000_000_000L); // at a slow registry, where each look is soon old
    }
    boolean quiet = random.nextBoolean();
    boolean exact = quiet && random.nextBoolean();
    int keep = exact || random.nextInt(4) > 0 ? 0 : 1;
    boolean sweeps = !exact && random.nextBoolean();
    ask.keep(keep);
    if (sweeps) {
      ask.sweep();
    }
    Oracle before = new Oracle(registry);
    registry.requests.clear();
    registry.deleted.clear();
    registry.orphaned.clear();
    registry.refused = 0;
    registry.calledOff = 0;
    RepositoryCleanup plan = exact ? ask.plan() : null;
    if (!quiet) {
      trouble(List.copyOf(displaced));
    }
    world.story.add(
        "clean up %s, %s, displaced %s, moving %s, published %s"
            .formatted(
                image,
                quiet ? "quiet" : (crowded ? "crowded" : "") + " fault at " + faultAt,
                displaced.stream().map(World::shown).toList(),
                moving,
                published == null ? "nothing" : World.shown(published)));
    registry.hindrances = this::hindrance;
    RepositoryCleanup result = ask.run();
    registry.hindrances = () -> Hindrance.NONE;
    registry.before = request -> {};
    registry.after = request -> {};
    world.story.add(
        "deleted " + registry.deleted.stream().map(World::shown).toList() + " " + result.failure());
    others.forEach(Publisher::finish);
    boolean isSwept = quiet && sweeps && keep == 0 && result.failure() == null;
    for (int gone = -1; isSwept && gone < registry.deleted.size(); ) {
      // What two of them shared may be left for the next clean-up.
      gone = registry.deleted.size();
      ask.displaced().moving().run();
    }
    tally.merge("deleted", registry.deleted.size(), Integer::sum);
    tally.merge("called off", registry.calledOff, Integer::sum);
    tally.merge("put back", registry.restored, Integer::sum);
    tally.merge(result.failure() == null ? "done" : "failed", 1, Integer::sum);
    tally.merge(exact ? "exact" : "inexact", 1, Integer::sum);
    if (exact) {
      Set<Digest> going = before.going(displaced, published, Set.copyOf(moving));
      if (result.failure() == null && !registry.traits.protects() && registry.refused == 0) {
        assertThat(registry.deleted).isEqualTo(going);
        assertThat(digests(result.deleted())).isEqualTo(going);
        assertThat(plan).isEqualTo(without(moving, result));
      }
    }
    if (quiet) {
      boolean complete =
          (published == null || before.isComplete(published))
              && before.hasTags()
              && before.areSubjectsComplete(displaced, Set.copyOf(moving));
      if (complete && (before.isWhole() || displaced.stream().allMatch(before::isComplete))) {
        assertThat(result.failure()).isNull();
      } else if (result.failure() != null) {
        // A registry that does not list them lets indexes without a tag lose their children.
        assertThat(registry.deleted).isEmpty();
      }
      assertThat(registry.orphaned.stream().filter(this::isVisible)).isEmpty();
      assertThat(registry.restored).isZero();
    }
    Aftermath aftermath = new Aftermath(world, before);
    aftermath.settleTags(displaced, moving);
    aftermath.assertWhole();
    Set<Digest> swept = sweeps && before.isWhole() ? before.leftBefore(image, crowded) : Set.of();
    aftermath.assertUntouched(displaced, swept);
    if (isSwept && !registry.traits.protects() && registry.refused == 0) {
      swept.forEach(each -> aftermath.assertSwept(each, published));
      tally.merge(
          "swept", (int) swept.stream().filter(registry.deleted::contains).count(), Integer::sum);
    }
    world.displaced.computeIfAbsent(image, each -> new LinkedHashSet<>()).clear();
    if (mover != null) {
      mover.finish();
    }
    registry.restored = 0;
  }

  private static Set<Digest> digests(List<Item> items) {
    return items.stream().map(Item::digest).collect(Collectors.toSet());
  }

  /** What is planned goes when these have moved. */
  private static RepositoryCleanup without(List<String> moving, RepositoryCleanup result) {
    List<Item> items = new ArrayList<>();
    for (Item each : result.deleted()) {
      List<String> tags = each.tags().stream().filter(tag -> !moving.contains(tag)).toList();
      items.add(new Item(each.digest(), each.kind(), tags, each.why()));
    }
    return new RepositoryCleanup(
        result.repository(), items, result.kept(), result.note(), result.failure());
  }

  /** What has no tag is not seen in every registry. */
  private boolean isVisible(String orphan) {
    Digest parent = Digest.of(orphan.substring(orphan.indexOf("before ") + 7));
    return registry.traits.whole() || !registry.tagsOf(parent).isEmpty();
  }

  // ---- what happens meanwhile

  private void trouble(List<Digest> displaced) {
    crowded = random.nextInt(3) > 0;
    faultAt = crowded && random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(20);
    boolean once = crowded || random.nextBoolean();
    boolean late = random.nextBoolean();
    if (crowded) {
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        String theirs = world.anImage();
        List<String> tags = new ArrayList<>(world.tagsOf(theirs));
        tags.add("late" + i);
        List<String> some = tags.subList(random.nextInt(2), tags.size());
        others.add(
            displaced.isEmpty() || random.nextInt(3) == 0
                ? world.publisher(theirs, some)
                : world.reusing(displaced.get(random.nextInt(displaced.size())), some));
      }
    }
    begun = random.nextInt(3) == 0; // or they come when deletions have begun
    int[] count = {0};
    registry.before =
        request -> {
          crowd(request);
          count[0]++;
          fail(late, once ? count[0] == faultAt : faultAt > 0 && count[0] >= faultAt, false);
        };
    registry.after =
        request ->
            fail(late, once ? count[0] == faultAt : faultAt > 0 && count[0] >= faultAt, true);
  }

  private static void fail(boolean late, boolean now, boolean after) {
    if (now && late == after) {
      throw new RegistryException(Code.PUBLICATION, "a fault", null);
    }
  }

  private Hindrance hindrance() {
    return random.nextInt(4) > 0
        ? Hindrance.NONE
        : random.nextBoolean() ? Hindrance.LIMIT : Hindrance.LOST;
  }

  private void crowd(Request request) {
    if (!crowded) {
      return;
    }
    boolean deletion = request.kind().equals("delete");
    begun |= deletion;
    if (!begun) {
      return;
    }
    for (int i = random.nextInt(deletion ? 6 : 3); i > 0; i--) {
      others.get(random.nextInt(others.size())).step(deletion);
    }
    if (!deletion && random.nextInt(8) == 0 && !registry.manifests.isEmpty()) {
      world.retag();
    }
  }
}
