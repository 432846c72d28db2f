package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random histories of a repository in memory, with others who publish at any request boundary but
 * between the last look and the deletion itself, and with requests that fail. After any clean-up
 * every tag names what it did and pulls in full; where it was quiet, just that has gone which
 * should.
 *
 * <p>{@code -Dimage.histories=20000} tries more, {@code -Dimage.histories.seed=N} others.
 */
class HistoriesTest {
  @Test
  void everyTagStillPullsInFull(TestReporter reporter) {
    int histories = Integer.getInteger("image.histories", 2000);
    long seed = Long.getLong("image.histories.seed", 823);
    reporter.publishEntry("image.histories.seed", String.valueOf(seed));
    Map<String, Integer> tally = new TreeMap<>();
    for (int i = 0; i < histories; i++) {
      history(seed + i, Ask::new, tally);
    }
    reporter.publishEntry("tally", tally.toString());
    if (histories >= 1000) {
      assertThat(tally).containsKeys("deleted", "put back", "done", "failed", "exact", "swept");
      assertThat(tally.get("deleted")).isGreaterThan(histories);
      assertThat(tally.get("called off")).isPositive();
      assertThat(tally.get("put back")).isPositive();
      assertThat(tally.get("swept")).isPositive();
    }
  }

  /** What Random begins with is much the same for seeds that follow each other. */
  static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  /** One history of some kind of registry, which its number tells. */
  static void history(long seed, Trial.Way way, Map<String, Integer> tally) {
    Random random = random(seed);
    boolean whole = random.nextBoolean();
    Traits traits =
        new Traits(
            whole, !whole && random.nextBoolean(), random.nextBoolean(), random.nextInt(6) == 0);
    history(seed, new World(random, new ModelRegistry(traits)), way, tally);
  }

  /** One history of a world in which nothing has happened. */
  static void history(long seed, World world, Trial.Way way, Map<String, Integer> tally) {
    try {
      for (int i = 0; i < 4; i++) {
        for (int j = world.random.nextInt(10); j >= 0; j--) {
          world.anything();
        }
        new Trial(world, way, tally).run();
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dimage.histories=1 -Dimage.histories.seed=%d, %s%n%s%n%s%n%s"
              .formatted(
                  seed,
                  world.registry.traits,
                  String.join("\n", world.story),
                  world.registry.requests,
                  e.getMessage()),
          e);
    }
  }
}
