package io.github.imagemaven.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.engine.EngineException;
import io.github.imagemaven.load.Loaded.Outcome;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ChildJvm;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that do not answer, or stop answering. */
class UnansweredTest {
  @TempDir Path folder;

  private Map<String, String> environment(Path socket) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    environment.put("DOCKER_HOST", "unix://" + socket);
    return environment;
  }

  /** Nobody listens any more: the file of a socket that was left. */
  @Test
  void aDeadSocketIsTold() throws Exception {
    RealRegistry.requireProgram("docker");
    Path socket = folder.resolve("docker.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();
    assertThat(socket).exists();
    assertThatThrownBy(
            () ->
                Loading.into(
                    LoadChoice.DOCKER, environment(socket), Duration.ofSeconds(20), Log.silent()))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("image.load is docker and Docker does not answer: ")
        .hasMessageContaining("docker.sock")
        .hasMessageContaining("DOCKER_HOST");
  }

  @Test
  void aSocketThatNeverAnswersIsNotWaitedForLong() throws Exception {
    RealRegistry.requireProgram("docker");
    Path socket = folder.resolve("docker.sock");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      Instant begun = Instant.now();
      Found found =
          new LocalEngines(environment(socket), Duration.ofSeconds(1)).look(LoadChoice.AUTO);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
      if (found.engine() == null) { // where there is no podman
        assertThat(found.reason()).contains("no answer within 1 s");
      } else {
        assertThat(found.engine()).isInstanceOf(PodmanEngine.class);
      }
      assertThatThrownBy(
              () ->
                  new LocalEngines(environment(socket), Duration.ofSeconds(1))
                      .look(LoadChoice.DOCKER))
          .hasMessageContaining("no answer within 1 s");
    }
  }

  @Test
  void withoutAnEngineItStaysWhereItIs() throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), false);
    Path built = desk.built("alone", "linux/amd64");
    Loaded loaded = desk.load(built, "alone:1", LoadChoice.AUTO, Map.of("PATH", folder.toString()));
    assertThat(loaded.outcome()).isEqualTo(Outcome.NOWHERE);
    assertThat(loaded.reason()).contains("the program docker is not installed");
  }

  /** It answers, and reads nothing of what it is to load. */
  @Test
  void whoeverIsInterruptedLeavesNothingRunning() throws Exception {
    Path bin = stuck();
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), false);
    Path built = desk.built("stuck", "linux/amd64");
    Map<String, String> environment = environment(folder.resolve("none"));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread loading =
        new Thread(
            () -> {
              try {
                desk.load(built, "stuck:1", LoadChoice.DOCKER, environment);
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    loading.start();
    ProcessHandle engine = engine();

    loading.interrupt();
    loading.join(5000);

    assertThat(loading.isAlive()).isFalse();
    assertThat(failure.get())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted");
    assertThat(engine.isAlive()).isFalse();
    assertThat(built.resolve("loading")).doesNotExist();
  }

  private ProcessHandle engine() throws Exception {
    Path pid = folder.resolve("pid");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while ((!Files.exists(pid) || Files.size(pid) == 0) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  /** SIGTERM, as a CI system or somebody's Ctrl-C sends it. */
  @Test
  void aJvmThatIsToldToEndLeavesNothingRunning() throws Exception {
    Path bin = stuck();
    Path build = folder.resolve("build");
    Path built = new BuiltForDesk(build, false).built("end", "linux/amd64");
    String path = bin + ":" + System.getenv("PATH");
    Process jvm =
        ChildJvm.start(
            LoadingAtTheEnd.class,
            folder.resolve("jvm.log"),
            build.toString(),
            built.toString(),
            path);
    ProcessHandle engine = engine();

    jvm.destroy();

    assertThat(jvm.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.isAlive()).isFalse();
    assertThat(built.resolve("loading")).doesNotExist();
  }

  private Path stuck() throws Exception {
    return BuiltForDesk.script(
        folder.resolve("bin"),
        "docker",
        "case \"$*\" in version*) echo 1.0 linux/amd64 ;; *load*) echo $$ >'"
            + folder.resolve("pid")
            + "'; exec sleep 300 ;; *) exit 1 ;; esac");
  }

  /** More than a pipe holds, to a program that reads nothing and fails. */
  @Test
  void aProgramThatDoesNotReadIsHeardAllTheSame() throws Exception {
    Path bin =
        BuiltForDesk.script(
            folder.resolve("bin"),
            "docker",
            "case \"$*\" in version*) echo 1.0 linux/amd64 ;;"
                + " *load*) echo no space left on device >&2; exit 1 ;; *) exit 1 ;; esac");
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), false);
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);
    desk.build.greeting = Base64.getEncoder().encodeToString(random);
    Path built = desk.build.build("large", "linux/amd64", "linux/amd64");
    Map<String, String> environment = environment(folder.resolve("none"));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    assertThatThrownBy(() -> desk.load(built, "full:1", LoadChoice.DOCKER, environment))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("no space left on device (exit code 1)")
        .hasMessageContaining("docker system prune");
  }

  @Test
  void whatDockerHasAgainstItIsSaid() throws Exception {
    Path bin =
        BuiltForDesk.script(
            folder.resolve("bin"),
            "docker",
            "case \"$*\" in version*) echo 1.0 linux/amd64 ;;"
                + " *load*) echo first; printf '\\033[1mlast\\n' >&2; exit 3 ;; *) exit 1 ;; esac");
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), false);
    Path built = desk.built("refused", "linux/amd64");
    Map<String, String> environment = environment(folder.resolve("none"));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    assertThatThrownBy(() -> desk.load(built, "refused:1", LoadChoice.DOCKER, environment))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("refused:1 was not loaded into Docker 1.0: first /")
        .hasMessageContaining("last (exit code 3)")
        .hasMessageNotContaining("\033")
        .hasMessageContaining("-Dimage.load=none");
    assertThat(built.resolve("load.log")).content().contains("first");
  }
}
