package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.InstalledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In the storage of buildah an image's name is that of the platform that was pulled last. A buildah
 * that has just pulled another, and finds it gone, is seen now and then; here a program before the
 * real one says what it says then.
 */
class PullsAtOnceTest {
  private static final String SAYS =
      "Error: creating build container: locating pulled image \"base:1\" name in containers"
          + " storage: base:1: image not known";

  @TempDir Path temp;
  private TestEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    engine.write("Containerfile", "FROM scratch\nARG TARGETARCH\nLABEL of=$TARGETARCH\n");
  }

  /** Fails in this way as often as is said, and then is buildah. */
  private void failing(int times) throws IOException {
    Path real = InstalledProgram.find("buildah", engine.environment);
    Path folder = Files.createDirectories(temp.resolve("bin"));
    Path count = Files.createDirectories(temp.resolve("count"));
    String script =
        """
        #!/bin/sh
        case "$*" in
          bud*arm64*)
            if [ $(ls %1$s | wc -l) -lt %2$d ]; then
              touch %1$s/$$
              echo '%3$s' >&2
              exit 125
            fi ;;
        esac
        exec %4$s "$@"
        """
            .formatted(count, times, SAYS, real);
    Path program = Files.writeString(folder.resolve("buildah"), script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    engine.environment.put("PATH", folder + ":" + engine.environment.get("PATH"));
  }

  @Test
  void whoFindsAnImageGoneBuildsOnceMore() throws IOException {
    failing(2);
    BuildRecord record = engine.build(engine.request(engine.module.resolve("target/image")));
    assertThat(record.platforms()).hasSize(2);
  }

  @Test
  void butNotForEver() throws IOException {
    failing(100);
    assertThatThrownBy(() -> engine.build(engine.request(engine.module.resolve("target/image"))))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("not built for linux/arm64")
        .hasMessageContaining("image not known");
  }
}
