package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A vendor's API that takes its time. */
class SlowRegistryTest extends DisplacedImage {
  private long seconds;
  private int deletions;

  /** Each look of the registry's own takes six seconds: no look is ever young enough. */
  @Test
  void aRegistryThatIsAlwaysSlowEndsTheCleanUp() {
    published();
    Wrong slow =
        new Wrong(registry) {
          @Override
          public Deletion delete(Entry entry, Asker asker) {
            assertThat(++deletions).as("the clean-up goes on for ever").isLessThan(100);
            Objection objection =
                new Objection(asker, SlowRegistryTest.this::look, () -> seconds * 1_000_000_000L);
            try {
              return objection.isNoneNow() ? super.delete(entry, asker) : objection.deletion();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    RepositoryCleanup result = slow.ask.displaced(old.digest()).published(now.digest()).run();

    assertThat(result.failure()).contains("within 5 s");
    assertThat(registry.deleted).isEmpty();
    assertThat(registry.manifests).containsKeys(old.digest(), amd.digest());
  }

  private Optional<Deletion> look() {
    seconds += 6;
    return Optional.empty();
  }
}
