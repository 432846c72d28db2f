package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code actions/cache}, from one run to the next. */
class CachesTest extends SmallWorkflows {
  private static final String YAML =
      """
      on: push
      jobs:
        only:
          runs-on: linux
          steps:
            - id: cache
              uses: actions/cache@v6
              with:
                path: |
                  ~/kept
                  other
                key: %s
                restore-keys: |
                  near-
                  far-
            - run: |
                echo "hit=${{ steps.cache.outputs.cache-hit }}. $(cat ~/kept/k other/o | xargs)."
                mkdir -p ~/kept other; echo %s > ~/kept/k; echo o > other/o
                %s
      """;

  private String log(String key, String content, String end) throws Exception {
    return run(YAML.formatted(key, content, end)).get("only").log();
  }

  @Test
  void theSameKeyThenOneThatBeginsAlikeThenNone() throws Exception {
    assertThat(log("near-a-1", "one", "")).contains("hit=. .");
    assertThat(log("near-a-1", "two", "")).contains("hit=true. one o.");
    assertThat(log("near-a-2", "three", "")).contains("hit=false. one o.");
    assertThat(log("far-1", "four", "")).contains("hit=false. three o.");
    assertThat(new Caches(folder.resolve("caches")).keys())
        .containsExactly("near-a-1", "near-a-2", "far-1");
  }

  @Test
  void aJobThatFailsKeepsNothing() throws Exception {
    log("near-1", "one", "false");
    assertThat(new Caches(folder.resolve("caches")).keys()).isEmpty();
  }

  @Test
  void keysThatGitHubRefusesFailTheTest() {
    for (String key : new String[] {"a,b", "x".repeat(513)}) {
      assertThatThrownBy(() -> new Caches(folder).find(key, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
