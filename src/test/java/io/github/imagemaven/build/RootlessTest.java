package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagemaven.store.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who is not root has a real buildah build, and stops it. */
class RootlessTest {
  private static final String SHELL = "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n";

  @TempDir Path temp;
  private String user = "";
  private TestEngine engine;
  private Path out;
  private Path log;

  @BeforeEach
  void start() throws IOException {
    boolean isRoot = Files.isWritable(Path.of("/etc/subuid"));
    if (!isRoot && "true".equals(System.getenv("IMAGE_REQUIRE_PEERS"))) {
      Peers.missing("root, who makes a user who is not,");
    }
    assumeTrue(isRoot, "only root makes a user who is not");
    user = TestEngine.run(new ProcessBuilder("src/lab/rootless-user")).strip();
    engine = new TestEngine(temp.resolve("engine"));
    out = engine.module.resolve("target/image");
    log = temp.resolve("log");
    Files.createDirectories(temp.resolve("tmp"));
  }

  /** What root has made is his; he may read what of ours he needs. */
  private Process startAsUser() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String each : ChildJvm.classPath().split(File.pathSeparator, -1)) {
      if (!each.isEmpty() && Files.exists(Path.of(each))) {
        Path copy = temp.resolve("classes/" + copies.size() + "-" + Path.of(each).getFileName());
        Files.createDirectories(copy.getParent());
        TestEngine.run(new ProcessBuilder("cp", "-r", each, copy.toString()));
        copies.add(copy.toString());
      }
    }
    TestEngine.run(new ProcessBuilder("chown", "-R", user + ":", temp.toString()));
    List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", user, "--regid", user));
    command.addAll(List.of("--init-groups", "--reset-env"));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temp.resolve("tmp")));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, copies)));
    command.addAll(List.of(EngineAtTheEnd.class.getName(), engine.folder().toString()));
    command.add(out.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  @Test
  void aStepRunsOnBothPlatforms() throws Exception {
    engine.shells().write("Containerfile", SHELL + "USER 33\nRUN echo $TARGETARCH > /tmp/said\n");
    Files.createDirectories(engine.module.resolve("amd64/tmp"));
    Files.createDirectories(engine.module.resolve("arm64/tmp"));
    TestEngine.run(new ProcessBuilder("chmod", "-R", "a+rwX", engine.module.toString()));
    assertThat(startAsUser().waitFor()).as(Files.readString(log)).isZero();

    BuiltImage image = new BuiltImage(engine.request(out), BuildRecord.read(out));
    assertThat(image.last(0, "/tmp/said")).isEqualTo("amd64\n");
    assertThat(image.last(1, "/tmp/said")).isEqualTo("arm64\n");
    assertNothingIsLeft();
  }

  /** Programs of a step may be another user's, whom the kernel has lent to this one. */
  @Test
  void toldToEnd() throws Exception {
    engine.shells().write("Containerfile", SHELL + "USER 33\nRUN echo waiting; sleep 310.25\n");
    Process jvm = startAsUser();
    for (int i = 0; i < 600 && TestEngine.running("sleep 310.25").isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(TestEngine.running("sleep 310.25")).as(Files.readString(log)).isPresent();
    jvm.destroy();
    assertThat(jvm.waitFor(2500, TimeUnit.MILLISECONDS)).as("it ends in time").isTrue();

    assertThat(TestEngine.running("sleep 310.25")).isEmpty();
    assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(out.resolve("engine")).doesNotExist();
    try (Stream<Path> left = Files.list(temp.resolve("tmp"))) {
      assertThat(left).noneMatch(each -> each.getFileName().toString().startsWith("image-engine"));
    }
    assertThat(
            TestEngine.run(
                new ProcessBuilder(
                    "find",
                    engine.folder().toString(),
                    "-path",
                    "*containers.json",
                    "-size",
                    "+2c")))
        .as("no working container")
        .isEmpty();
  }
}
