package io.github.imagemaven.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.load.Loaded.Outcome;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real podman takes into a storage of this test's own. */
class PodmanLoadingTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path temporary;

  @BeforeEach
  void start() throws IOException {
    RealRegistry.requireProgram("podman");
    Path storage = folder.resolve("storage.conf");
    Files.writeString(
        storage,
        "[storage]\ndriver = \"vfs\"\ngraphroot = \"%s\"\nrunroot = \"%s\"\n"
            .formatted(folder.resolve("storage"), folder.resolve("storage-run")));
    temporary = Files.createDirectories(folder.resolve("tmp"));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("CONTAINERS_STORAGE_CONF", storage.toString());
    environment.put("TMPDIR", temporary.toString());
    // Of somebody who has never logged in, and whom podman would ask for the file in it.
    environment.put("DOCKER_CONFIG", folder.resolve("no-such-folder").toString());
    environment.put("DOCKER_HOST", "unix://" + folder.resolve("no-such.sock"));
  }

  private String ask(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("podman"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("podman %s: %s", command, said).isZero();
    return said;
  }

  /** Docker does not answer here. */
  @Test
  void whereDockerDoesNotAnswerPodmanGetsIt() throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), true);
    Path built = desk.built("once", "linux/arm/v7");

    Loaded first = desk.load(built, "once:1", LoadChoice.AUTO, environment);
    Loaded second = desk.load(built, "once:1", LoadChoice.PODMAN, environment);
    Loaded third = desk.load(built, "once:2", LoadChoice.PODMAN, environment);

    assertThat(first.outcome()).isEqualTo(Outcome.SENT);
    assertThat(first.engine()).startsWith("podman ");
    assertThat(first.name()).isEqualTo("localhost/once:1");
    assertThat(first.runLine())
        .startsWith("podman run --rm --platform linux/arm/v7 -p ")
        .endsWith(":22 localhost/once:1");
    assertThat(ask("image", "inspect", "--format", "{{.Id}}", "localhost/once:1"))
        .isEqualTo(BuiltForDesk.parsed(built).config().digest().hex());
    assertThat(ask("image", "inspect", "--format", "{{json .HealthCheck}}", "localhost/once:1"))
        .isEqualTo("{\"Test\":[\"CMD\",\"true\"]}");
    assertThat(second.outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(third.outcome()).isEqualTo(Outcome.NAMED);
    ask("image", "inspect", "localhost/once:2");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(each -> each.getFileName().toString().startsWith("image-engine")))
          .isEmpty();
    }
  }

  /** The base's layer is nowhere any more: had podman wanted it, nothing would have been loaded. */
  @Test
  void layersThatPodmanHasAreNotRead() throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), false);
    desk.load(desk.built("parts", "linux/amd64"), "parts:1", LoadChoice.PODMAN, environment);
    Path changed = desk.built("changed", "linux/amd64");
    Files.delete(desk.baseLayer(changed));

    Loaded loaded = desk.load(changed, "parts:1", LoadChoice.PODMAN, environment);

    List<Descriptor> layers = BuiltForDesk.parsed(changed).layers();
    assertThat(loaded.outcome()).isEqualTo(Outcome.SENT);
    assertThat(loaded.held()).isGreaterThanOrEqualTo(layers.get(0).size());
    assertThat(ask("image", "inspect", "--format", "{{.Id}}", "localhost/parts:1"))
        .isEqualTo(BuiltForDesk.parsed(changed).config().digest().hex());
  }

  /** As where podman's engine is in a virtual machine: it gets the archive. */
  @Test
  void aRemotePodmanGetsAnArchive() throws Exception {
    BuiltForDesk desk = new BuiltForDesk(folder.resolve("build"), false);
    Path built = desk.built("remote", "linux/amd64");
    Path elsewhere =
        BuiltForDesk.script(
            folder.resolve("bin"),
            "podman",
            "case \"$*\" in info*) echo '4.3.1 linux/amd64 true' ;; *dir:*) exit 9 ;;"
                + " *) PATH=${PATH#*:} exec podman \"$@\" ;; esac");
    environment.put("PATH", elsewhere + ":" + environment.get("PATH"));

    Loaded loaded = desk.load(built, "remote:1", LoadChoice.PODMAN, environment);

    assertThat(loaded.outcome()).isEqualTo(Outcome.SENT);
    assertThat(ask("image", "inspect", "--format", "{{.Id}}", "localhost/remote:1"))
        .isEqualTo(BuiltForDesk.parsed(built).config().digest().hex());
  }
}
