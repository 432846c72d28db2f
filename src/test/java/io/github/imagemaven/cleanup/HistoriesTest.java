package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import java.util.Random;
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
    long seed = Long.getLong("image.histories.seed", System.nanoTime());
    reporter.publishEntry("image.histories.seed", String.valueOf(seed));
    for (int i = 0; i < histories; i++) {
      history(seed + i, Ask::new);
    }
  }

  /** One history, which its number tells. */
  static void history(long seed, Trial.Way way) {
    Random random = new Random(seed);
    boolean whole = random.nextBoolean();
    World world =
        new World(
            random,
            new Traits(
                whole,
                !whole && random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(6) == 0));
    try {
      for (int i = 0; i < 4; i++) {
        for (int j = random.nextInt(10); j >= 0; j--) {
          world.anything();
        }
        new Trial(world, way).run();
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
