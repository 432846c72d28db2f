package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** For tests: another reader of what we publish. */
final class Skopeo {
  private Skopeo() {}

  /** Runs it to its good end, and gives what it printed. */
  static byte[] run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("skopeo"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("skopeo", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (InputStream out = process.getInputStream()) {
      byte[] bytes = out.readAllBytes();
      assertThat(process.waitFor())
          .as(String.join(" ", command) + ": " + Files.readString(errors))
          .isZero();
      return bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(errors);
    }
  }
}
