package io.github.imagemaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * For tests: a file system of its own, where we may mount one. Where we may not the test is
 * skipped, or fails if the environment variable {@code IMAGE_REQUIRE_PEERS} is {@code true}.
 */
public final class MountedDisk implements AutoCloseable {
  private final Path folder;

  private MountedDisk(Path folder) {
    this.folder = folder;
  }

  /** One of 1 MiB, over a folder that is there. */
  public static MountedDisk small(Path folder) {
    return mount(folder, "tmpfs", "-t", "tmpfs", "-o", "size=1m");
  }

  /** One that nobody can write to, not even root, over a folder that is there. */
  public static MountedDisk readOnly(Path folder) {
    return mount(folder, "tmpfs", "-t", "tmpfs", "-o", "ro");
  }

  /** The folder with what it holds, and nobody can write to it there. */
  public static MountedDisk readOnlyView(Path folder) {
    return mount(folder, folder.toString(), "-o", "bind,ro");
  }

  private static MountedDisk mount(Path folder, String source, String... options) {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.addAll(List.of(source, folder.toString()));
    boolean mounted = run(command);
    String cannot = "a file system (" + String.join(" ", options) + ") cannot be mounted";
    if (!mounted && "true".equals(System.getenv("IMAGE_REQUIRE_PEERS"))) {
      fail(cannot + " and is required");
    }
    assumeTrue(mounted, cannot);
    return new MountedDisk(folder);
  }

  /** Whether the program was there and ended well. */
  private static boolean run(List<String> command) {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return process.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    assertThat(run(List.of("umount", folder.toString()))).isTrue();
  }
}
