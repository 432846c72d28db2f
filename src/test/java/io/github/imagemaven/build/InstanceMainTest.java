package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java 25 starts a class by {@code void main()} too (JEP 512). Where the scanner does not know it,
 * the module is taken for a library and gets no image, in silence.
 */
class InstanceMainTest {
  @TempDir Path temp;

  static final class Compact {
    void main() {}
  }

  @Test
  void isFoundWhereTheReleaseHasIt() throws IOException {
    TestApplication application = new TestApplication(temp.resolve("project"));
    application.addClass(Compact.class);
    application.javaRelease = 25;
    assertThat(
            new TestRequest(temp.resolve("out"), application.get())
                .build()
                .config(0)
                .path("config")
                .path("Entrypoint")
                .toString())
        .contains(Compact.class.getName());
  }
}
