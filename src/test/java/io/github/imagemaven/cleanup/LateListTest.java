package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of a vendor's API says some seconds late which tags have moved. */
class LateListTest extends DisplacedImage {
  private int pauses;
  private int lists;

  /** Its first lists say that {@code latest} names the old image yet. */
  private RepositoryCleanup run(int late) {
    Wrong vendor =
        new Wrong(registry) {
          @Override
          public Listing list() {
            Listing listing = super.list();
            return lists++ < late ? before(listing) : listing;
          }
        };
    return vendor
        .ask
        .tags("latest")
        .displaced(old.digest())
        .published(now.digest())
        .pause(() -> pauses++)
        .run();
  }

  private Listing before(Listing listing) {
    List<Entry> entries =
        listing.entries().values().stream()
            .map(
                each ->
                    each.digest().equals(old.digest())
                        ? new Entry(each.digest(), Set.of("latest"), each.touched())
                        : each.digest().equals(now.digest())
                            ? new Entry(each.digest(), Set.of(), each.touched())
                            : each)
            .toList();
    return Listing.of(entries, true, listing.asOf());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void whatATagHasLeftGoesOnceTheListSaysSo(int late) {
    whole();
    published();

    RepositoryCleanup result = run(late);

    assertThat(digests(result.deleted())).containsExactly(old.digest(), amd.digest());
    assertThat(pauses).isEqualTo(late);
  }

  @Test
  void aListThatSaysSoAllTheTimeIsBelieved() {
    whole();
    published();

    RepositoryCleanup result = run(1000);

    assertThat(result.failure()).isNull();
    assertThat(digests(result.kept())).containsExactly(old.digest());
    assertThat(pauses).isEqualTo(5);
  }

  @Test
  void aTagThatWentBackIsNotWaitedFor() {
    whole();
    published();
    registry.tag("latest", old);

    RepositoryCleanup result = run(0);

    assertThat(digests(result.kept())).containsExactly(old.digest());
    assertThat(pauses).isZero();
  }
}
