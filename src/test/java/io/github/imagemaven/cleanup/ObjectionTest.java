package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How old a look may be that a deletion goes out upon. */
class ObjectionTest {
  private final List<String> asked = new ArrayList<>();
  private @Nullable String needed;
  private long now;

  private Objection objection(int... secondsOfOwnLooks) {
    Asker asker =
        new Asker() {
          @Override
          public Optional<String> objection() {
            asked.add("asker");
            return Optional.ofNullable(needed);
          }

          @Override
          public void untagged(String tag) {
            throw new AssertionError(tag);
          }
        };
    List<Integer> seconds = new ArrayList<>();
    for (int each : secondsOfOwnLooks) {
      seconds.add(each);
    }
    Objection.Look own =
        () -> {
          asked.add("registry");
          now += Duration.ofSeconds(seconds.isEmpty() ? 60 : seconds.remove(0)).toNanos();
          return Optional.empty();
        };
    return new Objection(asker, own, () -> now);
  }

  @Test
  void theAskersLookIsAsGoodAsNewAfterAQuickOneOfTheRegistrys() throws IOException {
    assertThat(objection(5).isNoneNow()).isTrue();
    assertThat(asked).containsExactly("registry");
  }

  /** A limit of requests has us wait for a minute or more, also where we only look. */
  @Test
  void whereTheRegistryHasUsWaitForItsLookTheAskerLooksAgain() throws IOException {
    needed = "the tag 'stable' needs it";
    Objection objection = objection(6);
    assertThat(objection.isNoneNow()).isFalse();
    assertThat(asked).containsExactly("registry", "asker");
    assertThat(objection.deletion()).isEqualTo(Deletion.calledOff("the tag 'stable' needs it"));
  }

  @Test
  void aLookThatBecameOldOverTheOtherIsRepeated() throws IOException {
    assertThat(objection(6, 0).mayStillGo()).isTrue();
    assertThat(asked).containsExactly("asker", "registry", "asker", "registry");
  }

  @Test
  void nothingGoesWhereBothAreNeverYoung() throws IOException {
    Objection objection = objection();
    assertThatThrownBy(objection::isNoneNow)
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("within 5 s");
  }
}
