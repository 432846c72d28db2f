package io.github.imagemaven.load;

import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * podman, and its storage on this machine or, where its program is only the way to it, elsewhere.
 *
 * @param isRemote whether it is elsewhere
 */
record PodmanEngine(EngineQuestion podman, String version, Platform platform, boolean isRemote)
    implements LocalEngine {
  private static final String PROGRAM = "podman";
  private static final String LOCAL = "localhost/";

  /** Finds out whether it answers. */
  static Found look(Map<String, String> environment, Duration limit) {
    Optional<EngineQuestion> installed = EngineQuestion.of(PROGRAM, environment, limit);
    if (installed.isEmpty()) {
      return Found.none("the program podman is not installed");
    }
    EngineQuestion podman = installed.get();
    EngineQuestion.Answer info =
        podman.ask(
            List.of(
                "info",
                "--format",
                "{{.Version.Version}} {{.Host.OS}}/{{.Host.Arch}} {{.Host.ServiceIsRemote}}"));
    String text = info.text();
    String[] words = text == null ? new String[0] : text.split("\\s+");
    if (words.length != 3) {
      return Found.none(text == null ? info.reason() : "it does not say its version");
    }
    return Found.of(
        new PodmanEngine(podman, words[0], Platform.parse(words[1]), words[2].equals("true")));
  }

  @Override
  public String program() {
    return PROGRAM;
  }

  /** It knows no names without a host, and has this one for those. */
  @Override
  public String nameOf(String name) {
    return LOCAL + name;
  }

  @Override
  public boolean isOf(String id, DeskImage image) {
    return image.configBlob().digest().hex().equals(id.replaceFirst("^sha256:", ""));
  }

  /** The folder may lack what podman has; an archive may not. */
  @Override
  public List<List<String>> layers(String base) {
    return isRemote ? List.of() : images().layers(base);
  }

  @Override
  public EngineImages images() {
    return new EngineImages(podman);
  }

  @Override
  public long load(DeskImage image, String name, int held, LoadRun run, Path log)
      throws IOException {
    if (isRemote) {
      return images().load(new ImageArchive(image, name, 0, false), run, log);
    }
    ImageFolder folder = ImageFolder.write(image, held, run.folder().resolve("image"));
    // Else it insists on the file of DOCKER_CONFIG, though nothing here needs a login.
    Path logins = Files.writeString(run.folder().resolve("auth.json"), "{}");
    LoadCommand.run(
        podman.command(
            List.of("pull", "--quiet", "--authfile", logins.toString(), "dir:" + folder.path())),
        in -> {},
        run,
        log);
    images().name(image.configBlob().digest().hex(), name, run, log);
    return folder.size();
  }

  @Override
  public String toString() {
    return "podman " + version;
  }
}
