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
    program(script);
  }

  /** Puts it before the real buildah. */
  private void program(String script) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("bin"));
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

  /**
   * Newer ones find the other platform's image under the name, say so, and go on with that, as this
   * program does once.
   */
  @Test
  void whoFindsAnotherPlatformsImageBuildsOnceMore() throws IOException {
    engine.platforms = "linux/arm64";
    Path once = temp.resolve("once");
    program(
        """
        #!/bin/sh
        case "$*" in
          bud*linux/arm64*)
            if [ ! -e %1$s ]; then
              touch %1$s
              echo 'WARNING: image platform (linux/amd64) does not match the expected platform'
              exec %2$s $(echo "$@" | sed s,linux/arm64,linux/amd64,)
            fi ;;
        esac
        exec %2$s "$@"
        """
            .formatted(once, InstalledProgram.find("buildah", engine.environment)));
    BuildRecord record = engine.build(engine.request(engine.module.resolve("target/image")));
    assertThat(once).exists();
    assertThat(record.platforms()).hasToString("[linux/arm64]");
  }

  /** buildah 1.39 builds the last stage for the platform that a stage before it asks for. */
  @Test
  void anotherPlatformsImageIsNotTakenForThisOne() throws IOException {
    engine.platforms = "linux/arm64";
    program(
        "#!/bin/sh\nexec %s $(echo \"$@\" | sed s,linux/arm64,linux/amd64,)\n"
            .formatted(InstalledProgram.find("buildah", engine.environment)));
    assertThatThrownBy(() -> engine.build(engine.request(engine.module.resolve("target/image"))))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining(
            "was built for linux/arm64, and the engine made an image for linux/amd64")
        .hasMessageContaining("FROM --platform=$TARGETPLATFORM");
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
