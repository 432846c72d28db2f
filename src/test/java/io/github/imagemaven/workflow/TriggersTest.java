package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggersTest {
  private static Triggers triggers(String on) {
    return Triggers.of(Node.parse("on: " + on));
  }

  private static boolean push(String on, String kind, String name) {
    return triggers(on).include(Event.push(kind, name, "0".repeat(40)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "push; branch; main; true",
        "push; tag; v1; true",
        "[push, pull_request]; tag; v1; true",
        "{push: }; branch; main; true",
        "{push: {branches: [main]}}; branch; main; true",
        "{push: {branches: [main]}}; branch; mainly; false",
        "{push: {branches: [main]}}; tag; main; false",
        "{push: {branches: [main], tags: ['v*']}}; tag; v1.2.3; true",
        "{push: {tags: ['v*']}}; tag; v1/2; false",
        "{push: {tags: ['v**']}}; tag; v1/2; true",
        "{push: {tags: ['v*']}}; branch; main; false",
        "{push: {tags: ['v[0-9]+.[0-9]+']}}; tag; v10.2; true",
        "{push: {tags: ['v[0-9]+.[0-9]+']}}; tag; v10x2; false",
        "workflow_dispatch; branch; main; false",
        "pull_request; branch; main; false",
      })
  void aPushStartsWhatNamesIt(String on, String kind, String name, boolean starts) {
    assertThat(push(on, kind, name)).isEqualTo(starts);
  }

  @Test
  void otherEventsStartWhatNamesThem() {
    Event pullRequest = Event.pullRequest(7, "0".repeat(40), false);
    assertThat(triggers("pull_request").include(pullRequest)).isTrue();
    assertThat(triggers("{pull_request: {branches: [main]}}").include(pullRequest)).isTrue();
    assertThat(triggers("{pull_request: {branches: [other]}}").include(pullRequest)).isFalse();
    assertThat(triggers("push").include(pullRequest)).isFalse();
    Event byHand = Event.dispatch("main", "0".repeat(40), Map.of());
    assertThat(triggers("{push: , workflow_dispatch: }").include(byHand)).isTrue();
  }

  @Test
  void aFilterThatTheKitDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> triggers("{push: {paths: [src]}}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> push("{push: {branches: ['!x']}}", "branch", "main"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
