package io.github.imagemaven.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    Process other = TestJvm.start(PrivateFolderTest.class, parent);
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

  /** Another process: makes one after the other; fails where one does not stay. */
  static final class ManyTimes {
    private ManyTimes() {}

    public static void main(String[] arguments) throws IOException {
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      int count = 0;
      for (; System.nanoTime() < end; count++) {
        PrivateFolder folder = PrivateFolder.make(Path.of(arguments[0]), Log.silent());
        Files.writeString(folder.path().resolve("auth.json"), "{}");
        folder.delete();
      }
      System.out.println(count + " times");
    }
  }

  @Test
  void noneGoesThatIsJustBeingMade() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(TestJvm.start(ManyTimes.class, parent));
    }
    for (Process each : processes) {
      assertThat(new String(each.getInputStream().readAllBytes())).endsWith(" times\n");
      assertThat(each.waitFor()).isZero();
    }
    assertThat(parent).isEmptyDirectory();
  }

  /** Who owns one could have another user delete whatever that one may, by links. */
  @Test
  void whatIsOfAnotherUserStays() throws IOException {
    Path link = parent.resolve("image-engine-2-1");
    Path leads = Files.createDirectory(parent.resolve("elsewhere"));
    Files.writeString(leads.resolve("lock"), "");
    Files.createSymbolicLink(link, leads);
    Path other = Files.createDirectory(parent.resolve("image-engine-3-1"));
    Files.writeString(other.resolve("lock"), "");
    boolean isRoot = Files.getOwner(parent).getName().equals("root");
    if (isRoot) {
      Files.setAttribute(other, "unix:uid", 12345);
    }
    make().delete();

    assertThat(link).isSymbolicLink();
    assertThat(leads.resolve("lock")).exists();
    assertThat(Files.exists(other)).isEqualTo(isRoot);
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
