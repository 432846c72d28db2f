package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir Path binfmt;

  @BeforeEach
  void mounted() throws IOException {
    Files.writeString(binfmt.resolve("status"), "enabled\n");
    Files.writeString(binfmt.resolve("register"), "");
  }

  private boolean runs(String architecture, String platform) {
    return new Machine(architecture, binfmt).runs(Platform.parse(platform));
  }

  @Test
  void byItself() {
    assertThat(runs("amd64", "linux/amd64")).isTrue();
    assertThat(runs("amd64", "linux/386")).isTrue();
    assertThat(runs("aarch64", "linux/arm64")).isTrue();
    assertThat(runs("aarch64", "linux/arm/v7")).as("depends on the processor").isTrue();
    assertThat(runs("amd64", "linux/arm64")).isFalse();
    assertThat(runs("aarch64", "linux/amd64")).isFalse();
    assertThat(runs("amd64", "linux/s390x")).isFalse();
  }

  /** As Debian's qemu-user-static registers them; the entry's name does not count. */
  @Test
  void byAnInterpreter() throws IOException {
    register("some-name", "7f454c460201010000000000000000000200b700", "enabled");
    register("big-end", "7f454c4602020100000000000000000000020016", "enabled");
    assertThat(runs("amd64", "linux/arm64")).isTrue();
    assertThat(runs("amd64", "linux/s390x")).isTrue();
    assertThat(runs("amd64", "linux/riscv64")).isFalse();
    register("some-name", "7f454c460201010000000000000000000200b700", "disabled");
    assertThat(runs("amd64", "linux/arm64")).isFalse();
  }

  @Test
  void whereTheKernelDoesNotSayTheEngineIsToTry() throws IOException {
    Files.delete(binfmt.resolve("status"));
    assertThat(runs("amd64", "linux/arm64")).isTrue();
  }

  @Test
  void thisMachineRunsItsOwn() {
    Machine here = Machine.here();
    assertThat(here.runs(here.own())).isTrue();
  }

  private void register(String name, String magic, String state) throws IOException {
    Files.writeString(
        binfmt.resolve(name),
        state
            + "\ninterpreter /usr/bin/qemu\nflags: POF\noffset 0\nmagic "
            + magic
            + "\nmask fffffffffffffffcfffffffffffffffffeffffff\n");
  }
}
