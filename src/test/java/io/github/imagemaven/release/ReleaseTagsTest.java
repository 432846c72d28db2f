package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReleaseTagsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Map<String, String> NEWER =
      Map.of(
          "io.github.imagemaven.version", "2.0.0",
          "io.github.imagemaven.committed", "2026-11-24T13:00:00Z");
  private static final Supplier<Map<String, String>> NOT_ASKED =
      () -> {
        throw new AssertionError("takes three requests");
      };

  private static ReleaseTags of(String version) {
    return new ReleaseTags(
        "1.2.4",
        List.of("1.2.4", "edge", "1", "latest"),
        List.of("latest", "1"),
        version,
        true,
        false,
        "",
        List.of());
  }

  @Test
  void movingTagsOfAReleaseGoByItsVersion() {
    ReleaseTags tags = of("1.2.4");
    assertThat(tags.succession("latest", () -> NEWER, null).moves()).isFalse();
    assertThat(tags.succession("1", () -> NEWER, NOON.plusSeconds(9999)).moves()).isFalse();
    assertThat(tags.succession("1", Map::of, NOON).moves()).isTrue();
  }

  @Test
  void thoseOfABranchGoByItsCommit() {
    ReleaseTags tags = of(null);
    assertThat(tags.succession("latest", () -> NEWER, NOON).moves()).isFalse();
    assertThat(tags.succession("latest", () -> NEWER, NOON.plusSeconds(9999)).moves()).isTrue();
    assertThat(tags.succession("latest", NOT_ASKED, null).moves()).isTrue();
    assertThat(tags.succession("latest", NOT_ASKED, null).why()).contains("nobody knows when ours");
  }

  @Test
  void otherTagsAlwaysMove() {
    assertThat(of("1.2.4").succession("edge", NOT_ASKED, NOON)).isEqualTo(new Succession(true, ""));
    assertThat(of(null).succession("edge", NOT_ASKED, null)).isEqualTo(new Succession(true, ""));
  }
}
