package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compose files have, host:container, is no path in the container. */
class OddVolumeTest {
  @TempDir Path temp;

  @Test
  void isLedToTheRightOne() throws Exception {
    TestRequest request =
        new TestRequest(temp.resolve("out"), TestApplication.usual(temp.resolve("project")).get());
    request.volumes = List.of("/data:/data");
    assertThatThrownBy(() -> RequestCheck.check(request.get()))
        .hasMessageContaining("image.volumes");
  }
}
