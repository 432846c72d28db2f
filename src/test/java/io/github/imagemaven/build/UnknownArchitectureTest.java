package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Platform;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On scratch no base says that there is no such architecture; no engine will ever run it. */
class UnknownArchitectureTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"linux/amd46", "linux/arm64v8", "linux/arm32v7"})
  void isRefused(String platform) throws Exception {
    TestRequest request =
        new TestRequest(temp.resolve("out"), TestApplication.usual(temp.resolve("project")).get());
    request.platforms = Platform.parseList(platform);
    assertThatThrownBy(request::build).hasMessageContaining("image.platforms");
  }
}
