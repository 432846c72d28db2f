package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The random histories notice each of the mistakes that other tools have made. */
class SeededBugsTest {
  private static final int ENOUGH = 2000;

  @TestFactory
  Stream<DynamicTest> theHistoriesNotice() {
    Map<String, Function<ModelRegistry, Wrong>> bugs = new TreeMap<>();
    bugs.putAll(
        Map.of(
            "a child that goes before its parent", Mistakes.ChildrenFirst::new,
            "a tag of its own that is not looked at", Mistakes.OwnTags::new,
            "a list that is stale", Mistakes.StaleList::new,
            "an age by our clock", Mistakes.OurClock::new,
            "referrers that are ignored", Mistakes.NoReferrers::new,
            "tags of others that are taken for ours", Mistakes.TagsOfOthers::new,
            "children of another image that are not seen", Mistakes.ChildlessOthers::new,
            "a list that ends with its first page", Mistakes.FirstPage::new,
            "what is needed and not put back", Mistakes.NothingPutBack::new,
            "fallback tags that are not seen", Mistakes.NoFallbackTags::new));
    bugs.put("a deletion that is repeated upon an old look", Mistakes.NoOtherLook::new);
    return bugs.entrySet().stream()
        .map(bug -> DynamicTest.dynamicTest(bug.getKey(), () -> isNoticed(bug.getValue())));
  }

  private static void isNoticed(Function<ModelRegistry, Wrong> bug) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < ENOUGH; i++) {
                HistoriesTest.history(i, model -> bug.apply(model).ask, new TreeMap<>());
              }
            })
        .hasMessageContaining("image.histories.seed");
  }
}
