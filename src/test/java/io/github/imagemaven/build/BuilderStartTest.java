package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A builder of {@code docker buildx create} that has not been started: of two builds that come upon
 * it at once, one takes it for running before it answers.
 */
class BuilderStartTest {
  @TempDir Path temp;

  /** What a Docker is asked whose builder has this status, and whose builds all fail. */
  private List<String> asked(String status) throws IOException {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path asked = temp.resolve("asked");
    Path docker = bin.resolve("docker");
    Files.writeString(
        docker,
        """
        #!/bin/sh
        case "$*" in
          "buildx version") echo "github.com/docker/buildx v0.13.1 788433953af1" ;;
          "buildx inspect") printf 'Driver: docker-container\\nStatus: %s\\n' ;;
          "buildx inspect --bootstrap") echo start >> %s ;;
          *) echo build >> %s; exit 1 ;;
        esac
        """
            .formatted(status, asked, asked));
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    TestEngine engine = new TestEngine(temp);
    engine.kind = Engine.Kind.DOCKER;
    engine.environment.put("PATH", bin.toString());
    engine.platforms = "linux/amd64";
    engine.write("Containerfile", "FROM scratch\n");
    BuildRequest request = engine.request(engine.module.resolve("target/image"));
    assertThatThrownBy(() -> engine.build(request)).isInstanceOf(PlatformBuildException.class);
    return Files.readAllLines(asked);
  }

  @Test
  void itIsStartedBeforeAnythingIsBuilt() throws IOException {
    assertThat(asked("inactive")).containsExactly("start", "build");
  }

  @Test
  void oneThatRunsIsNot() throws IOException {
    assertThat(asked("running")).containsExactly("build");
  }
}
