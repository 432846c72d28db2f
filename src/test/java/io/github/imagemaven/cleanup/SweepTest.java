package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.oci.RawManifest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes by age, where a registry lists what has no tag. */
class SweepTest extends DisplacedImage {
  private void longAgo() {
    whole();
    published();
    registry.now = registry.now.plus(Duration.ofDays(8));
  }

  private Ask sweep() {
    return new Ask(registry).published(now.digest()).sweep();
  }

  @Test
  void anOldImageOfOursGoesWithItsChildren() {
    longAgo();
    assertThat(digests(sweep().run().deleted())).containsExactly(old.digest(), amd.digest());
  }

  @Test
  void nothingYoungGoes() {
    longAgo();
    registry.now = registry.now.minus(Duration.ofDays(2));
    assertThat(sweep().run().deleted()).isEmpty();
  }

  @Test
  void aYoungChildOfAnOldImageStays() {
    longAgo();
    registry.put(amd);
    RepositoryCleanup result = sweep().run();
    assertThat(digests(result.deleted())).containsExactly(old.digest());
    assertThat(result.kept())
        .anyMatch(
            item ->
                item.digest().equals(amd.digest())
                    && item.why().equals("it is younger than image.cleanup.minAge"));
  }

  @Test
  void anImageThatIsPushedAgainMeanwhileStays() {
    longAgo();
    registry.before =
        request -> {
          if (request.kind().equals("labels")) {
            registry.put(old);
          }
        };
    assertThat(sweep().run().deleted()).isEmpty();
  }

  @Test
  void imagesOfOthersStay() {
    longAgo();
    assertThat(sweep().image("other").run().deleted()).isEmpty();
    RawManifest foreign = registry.image("", "foreign");
    registry.put(foreign);
    registry.put(Made.index("foreign", foreign));
    registry.now = registry.now.plus(Duration.ofDays(30));
    assertThat(digests(sweep().run().deleted())).containsExactly(old.digest(), amd.digest());
  }

  @Test
  void whatAnUntaggedIndexOfOthersNeedsStays() {
    longAgo();
    RawManifest foreign = registry.image("", "foreign");
    registry.put(foreign);
    registry.put(Made.index("foreign", foreign, amd));
    assertThat(digests(sweep().run().deleted())).containsExactly(old.digest());
  }

  @Test
  void aPartThatNobodyJoinedGoes() {
    longAgo();
    RawManifest part = registry.image("app", "part");
    registry.put(part);
    registry.now = registry.now.plus(Duration.ofDays(8));
    assertThat(digests(sweep().run().deleted())).contains(part.digest());
  }

  @Test
  void nothingGoesByAgeWhereTheRegistryDoesNotSayWhatTimeItIs() {
    longAgo();
    Wrong timeless =
        new Wrong(registry) {
          @Override
          public Listing list() {
            Listing listing = super.list();
            return new Listing(listing.entries(), true, null);
          }
        };
    assertThat(timeless.ask.sweep().run().deleted()).isEmpty();
    assertThat(digests(timeless.ask.displaced(old.digest()).run().deleted()))
        .containsExactly(old.digest(), amd.digest());
  }

  @Test
  void nothingGoesByAgeWhereTheListIsNotWhole() {
    published();
    RepositoryCleanup result = sweep().run();
    assertThat(result.deleted()).isEmpty();
    assertThat(result.note()).contains("does not list what has no tag");
  }

  @Test
  void theNewestOfThoseLeftStay() {
    longAgo();
    RawManifest middle = registry.image("app", "middle");
    RawManifest newer = Made.index("newer", middle);
    registry.put(middle);
    registry.put(newer);
    registry.now = registry.now.plus(Duration.ofDays(8));
    RepositoryCleanup result = sweep().keep(1).run();
    assertThat(digests(result.deleted())).containsExactly(old.digest(), amd.digest());
    assertThat(result.kept().get(0).why()).isEqualTo("image.cleanup.keep=1 keeps it");
    assertThat(digests(sweep().run().deleted()))
        .containsExactlyInAnyOrder(newer.digest(), middle.digest());
  }

  @Test
  void aChildWithTheLabelDoesNotTakeAPlaceOfAnImage() {
    longAgo();
    RawManifest part = registry.image("app", "part");
    registry.put(part);
    registry.now = registry.now.plus(Duration.ofDays(8));
    assertThat(digests(sweep().keep(1).run().deleted())).containsExactly(part.digest());
  }

  @Test
  void aDisplacedImageGoesHoweverYoungItsChildrenAre() {
    whole();
    published();
    assertThat(digests(ask().sweep().run().deleted())).containsExactly(old.digest(), amd.digest());
  }

  @Test
  void whereTheRegistryKeepsWhatIsReferredToTheOrderIsRight() {
    kind(new Traits(true, false, true, true));
    published();
    RawManifest outer = Made.index("outer", old, amd);
    registry.put(outer);
    registry.now = registry.now.plus(Duration.ofDays(8));
    assertThat(digests(sweep().run().deleted()))
        .isEqualTo(List.of(outer.digest(), old.digest(), amd.digest()));
  }
}
