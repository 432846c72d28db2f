package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

  static final class Hidden {
    private void main() {}
  }

  static final class NeedsMore {
    NeedsMore(String word) {
      assertThat(word).isNotNull();
    }

    void main() {}
  }

  static final class Static {
    private Static() {}

    static void main() {}
  }

  abstract static class Abstract {
    void main(String[] args) {}
  }

  @Test
  void onlyWhatJavaStartsCounts() throws IOException {
    TestApplication application = new TestApplication(temp.resolve("project"));
    assertThat(InstanceMain.of(application.addClass(Static.class)))
        .isEqualTo(Static.class.getName());
    for (Class<?> type : List.of(Hidden.class, NeedsMore.class, Abstract.class)) {
      assertThat(InstanceMain.of(application.addClass(type))).as(type.getName()).isNull();
    }
    Path none = application.write("target/classes/none.class", "none");
    assertThat(InstanceMain.of(none)).isNull();
    assertThat(InstanceMain.of(application.write("target/classes/cut.class", "c"))).isNull();
  }
}
