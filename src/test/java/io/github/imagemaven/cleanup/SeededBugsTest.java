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
    Map<String, Function<ModelRegistry, Wrong>> bugs =
        Map.of(
            "a child that goes before its parent", Wrong.ChildrenFirst::new,
            "a tag of its own that is not looked at", Wrong.OwnTags::new,
            "a list that is stale", Wrong.StaleList::new,
            "an age by our clock", Wrong.OurClock::new,
            "referrers that are ignored", Wrong.NoReferrers::new,
            "tags of others that are taken for ours", Wrong.TagsOfOthers::new,
            "children of another image that are not seen", Wrong.ChildlessOthers::new,
            "a list that ends with its first page", Wrong.FirstPage::new,
            "what is needed and not put back", Wrong.NothingPutBack::new,
            "fallback tags that are not seen", Wrong.NoFallbackTags::new);
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
        .satisfies(e -> System.out.println("XX " + String.valueOf(e.getCause()).replace('\n', ' ')))
        .hasMessageContaining("image.histories.seed");
  }
}
