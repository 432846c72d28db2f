package io.github.imagemaven.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.load.Loaded.Outcome;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.BlobCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a real Docker Engine takes, and what it need not be sent. */
@TestInstance(Lifecycle.PER_CLASS)
class DockerLoadingTest {
  private TestDocker docker;

  /** What the lab starts. */
  String engine() {
    return "docker-engine";
  }

  /** How the engine knows an image. */
  Digest id(Path built) throws IOException {
    return BuiltForDesk.parsed(built).config().digest();
  }

  /** What a changed "parts:1" is called, so that the engine surely keeps the layers of both. */
  String changedName() {
    return "parts:1";
  }

  @BeforeAll
  void start(@TempDir Path engineFolder) throws Exception {
    docker = TestDocker.start(engine(), engineFolder);
  }

  @BeforeEach
  void forget() throws Exception {
    for (String id : docker.ask("image", "ls", "--all", "--quiet").lines().distinct().toList()) {
      docker.ask("image", "rm", "--force", id);
    }
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  void itIsLoadedOnceAndNamedAsOftenAsOneLikes(@TempDir Path folder) throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder, false);
    Path built = desk.built("once", "linux/amd64,linux/arm64");

    Loaded first = desk.load(built, "once:1", LoadChoice.AUTO, docker.environment);
    Loaded second = desk.load(built, "once:1", LoadChoice.DOCKER, docker.environment);
    Loaded third = desk.load(built, "team/once:2", LoadChoice.DOCKER, docker.environment);

    assertThat(first.outcome()).isEqualTo(Outcome.SENT);
    assertThat(first.engine()).startsWith("Docker ");
    assertThat(first.platform()).isEqualTo("linux/amd64");
    assertThat(first.held()).isZero();
    assertThat(first.runLine()).isEqualTo("docker run --rm -p 22:22 once:1");
    assertThat(
            docker.ask(
                "image", "inspect", "--format", "{{.Id}} {{.Os}}/{{.Architecture}}", "once:1"))
        .isEqualTo(id(built) + " linux/amd64");
    assertThat(second.outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(second.sent()).isZero();
    assertThat(third.outcome()).isEqualTo(Outcome.NAMED);
    assertThat(docker.ask("image", "inspect", "--format", "{{.Id}}", "team/once:2"))
        .isEqualTo(docker.ask("image", "inspect", "--format", "{{.Id}}", "once:1"));
  }

  /** The base's layer is nowhere any more: had Docker wanted it, nothing would have been loaded. */
  @Test
  void layersThatDockerHasAreNotSentAgain(@TempDir Path folder) throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder, false);
    desk.load(desk.built("parts", "linux/amd64"), "parts:1", LoadChoice.DOCKER, docker.environment);
    Path changed = desk.built("changed", "linux/amd64");
    Files.delete(desk.baseLayer(changed));

    Loaded loaded = desk.load(changed, changedName(), LoadChoice.DOCKER, docker.environment);

    List<Descriptor> layers = BuiltForDesk.parsed(changed).layers();
    long whole = layers.stream().mapToLong(Descriptor::size).sum();
    assertThat(loaded.outcome()).isEqualTo(Outcome.SENT);
    assertThat(loaded.held()).isGreaterThanOrEqualTo(layers.get(0).size());
    assertThat(loaded.sent() + loaded.held()).isEqualTo(whole);
    assertThat(docker.ask("image", "inspect", "--format", "{{.Id}}", changedName()))
        .isEqualTo(id(changed).toString());
  }

  /** With all layers or without some, as the engine has collected what lost its name. */
  @Test
  void anImageTakesTheNameOfTheOneBeforeIt(@TempDir Path folder) throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder, false);
    Path changed = desk.built("after", "linux/amd64");
    desk.load(desk.built("before", "linux/amd64"), "name:1", LoadChoice.DOCKER, docker.environment);

    Loaded loaded = desk.load(changed, "name:1", LoadChoice.DOCKER, docker.environment);

    assertThat(loaded.outcome()).isEqualTo(Outcome.SENT);
    assertThat(docker.ask("image", "inspect", "--format", "{{.Id}}", "name:1"))
        .isEqualTo(id(changed).toString());
  }

  /** What was looked at may be gone when it is loaded; here it has never been there. */
  @Test
  void allIsSentWhereDockerDoesNotHaveWhatItSeemedToHave(@TempDir Path folder) throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder, false);
    Path built = desk.built("gone", "linux/arm/v7");
    BlobCache cache = new BlobCache(folder.resolve("cache"), Long.MAX_VALUE, Log.silent());
    Platform platform = Platform.parse("linux/arm/v7");
    String diffIds =
        DeskImage.of(built, BuiltForDesk::open, cache, platform)
            .diffIds()
            .toString()
            .replaceAll("sha256:[0-9a-f]+", "\"$0\"");
    Path liar =
        BuiltForDesk.script(
            folder.resolve("bin"),
            "docker",
            "case \"$*\" in *RootFS*) echo '"
                + diffIds
                + "' ;; *) PATH=${PATH#*:} exec docker \"$@\" ;; esac");
    Map<String, String> environment = new HashMap<>(docker.environment);
    environment.put("PATH", liar + ":" + environment.get("PATH"));

    Loaded loaded = desk.load(built, "gone:1", LoadChoice.DOCKER, environment);

    assertThat(loaded.held()).isZero();
    assertThat(loaded.runLine())
        .isEqualTo("docker run --rm --platform linux/arm/v7 -p 22:22 gone:1");
    docker.ask("image", "inspect", "gone:1");
  }

  @Test
  void aHealthCheckArrives(@TempDir Path folder) throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder, true);
    Path built = desk.built("healthy", "linux/arm/v7");
    desk.load(built, "healthy:1", LoadChoice.DOCKER, docker.environment);
    assertThat(
            docker.ask("image", "inspect", "--format", "{{json .Config.Healthcheck}}", "healthy:1"))
        .isEqualTo("{\"Test\":[\"CMD\",\"true\"]}");
  }

  @Test
  void aDamagedLayoutIsNoImageInDocker(@TempDir Path folder) throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder, false);
    Path built = desk.built("damaged", "linux/amd64");
    Descriptor last = BuiltForDesk.parsed(built).layers().get(1);
    Path blob = DeskImage.layout(built).blobPath(last.digest());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length - 1] ^= 1;
    Files.write(blob, bytes);

    assertThatThrownBy(() -> desk.load(built, "damaged:1", LoadChoice.DOCKER, docker.environment))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(last.digest().hex());
    assertThat(docker.ask("image", "ls", "--quiet", "damaged")).isEmpty();
  }
}
