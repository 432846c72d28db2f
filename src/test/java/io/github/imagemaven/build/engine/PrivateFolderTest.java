package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir Path parent;

  /** Another process: has a folder with something in it until it is killed. */
  public static void main(String[] arguments) throws Exception {
    PrivateFolder folder = PrivateFolder.make(Path.of(arguments[0]), Log.silent());
    Files.writeString(Files.createDirectory(folder.path().resolve("a")).resolve("b"), "s3cret");
    System.out.println(folder.path());
    Thread.sleep(Long.MAX_VALUE);
  }

  private PrivateFolder make() throws IOException {
    return PrivateFolder.make(parent, Log.silent());
  }

  @Test
  void whatAKilledProcessHasLeftGoesAndNotWhatIsInUse() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PrivateFolderTest.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = other.inputReader()) {
      Path folder = Path.of(said.readLine());
      PrivateFolder first = make();
      PrivateFolder second = make();
      assertThat(folder.resolve("a/b")).exists();
      assertThat(first.path()).exists();

      other.destroyForcibly().waitFor();
      PrivateFolder third = make();
      assertThat(folder).doesNotExist();
      assertThat(first.path()).exists();

      for (PrivateFolder each : new PrivateFolder[] {first, second, third}) {
        each.delete();
      }
      assertThat(parent).isEmptyDirectory();
    } finally {
      other.destroyForcibly();
    }
  }

  /** What is called like it and has no lock may be of another user, or have just been made. */
  @Test
  void nothingElseGoes() throws IOException {
    Path made = Files.createDirectory(parent.resolve("image-engine-1-2"));
    Path other = Files.createDirectory(parent.resolve("image-engines"));
    Files.writeString(other.resolve("lock"), "");
    make().delete();
    assertThat(made).exists();
    assertThat(other).exists();
  }
}
