package io.github.imagemaven.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedDigestsTest {
  private final KeptWarnings log = new KeptWarnings();

  @Test
  void whoHasTheKeyOfAnotherIsNamed() {
    KeyedDigests digests = new KeyedDigests(name -> name.replace('.', '_'), "output", "Look there");
    List<ImageReport> images =
        List.of(
            Reports.image("web.ui"),
            Reports.image("web_ui"),
            Reports.planned("web.ui"),
            Reports.orders());
    assertThat(digests.of(images, log))
        .containsOnlyKeys("web_ui", "orders")
        .containsEntry("web_ui", Reports.digest("web.ui").toString());
    assertThat(log.lines)
        .containsExactly(
            "No output of its own for [web_ui]: another image has the same name but for"
                + " punctuation. Look there");
  }

  @Test
  void nothingIsSaidWhereEachHasItsOwn() {
    KeyedDigests digests = new KeyedDigests(name -> name, "variable", "");
    assertThat(digests.of(List.of(Reports.orders(), Reports.image("web")), log)).hasSize(2);
    assertThat(log.lines).isEmpty();
  }
}
