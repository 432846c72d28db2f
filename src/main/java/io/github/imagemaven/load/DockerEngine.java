package io.github.imagemaven.load;

import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Docker, wherever its program finds it ({@code DOCKER_HOST}, {@code docker context}).
 *
 * @param isContainerd whether images are kept in containerd's store
 */
record DockerEngine(EngineQuestion docker, String version, Platform platform, boolean isContainerd)
    implements LocalEngine {
  private static final String PROGRAM = "docker";

  /** Finds out whether it answers. */
  static Found look(Map<String, String> environment, Duration limit) {
    Optional<EngineQuestion> installed = EngineQuestion.of(PROGRAM, environment, limit);
    if (installed.isEmpty()) {
      return Found.none("the program docker is not installed");
    }
    EngineQuestion docker = installed.get();
    EngineQuestion.Answer version =
        docker.ask(
            List.of("version", "--format", "{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}"));
    String text = version.text();
    String[] words = text == null ? new String[0] : text.split("\\s+");
    if (words.length != 2) {
      return Found.none(text == null ? version.reason() : "it does not say its version");
    }
    return Found.of(
        new DockerEngine(docker, words[0], Platform.parse(words[1]), isContainerd(docker)));
  }

  private static boolean isContainerd(EngineQuestion docker) {
    String status = docker.ask(List.of("info", "--format", "{{json .DriverStatus}}")).text();
    return status != null && status.contains("io.containerd.snapshotter");
  }

  @Override
  public String program() {
    return PROGRAM;
  }

  @Override
  public String nameOf(String name) {
    return name;
  }

  /** The config's digest, and in containerd's store the manifest's. */
  @Override
  public boolean isOf(String id, DeskImage image) {
    return Stream.of(image.configBlob().digest(), image.raw().digest())
        .anyMatch(digest -> digest.toString().equals(id));
  }

  /**
   * {@inheritDoc}
   *
   * <p>containerd's store keeps layers compressed too, as whoever brought them has compressed them.
   * Those of our images are as ours; a base may have come from elsewhere, and an image above it
   * would run and could not be pushed.
   */
  @Override
  public List<List<String>> layers(String base) {
    return isContainerd ? images().layersOfOurs() : images().layers(base);
  }

  @Override
  public EngineImages images() {
    return new EngineImages(docker);
  }

  @Override
  public long load(DeskImage image, String name, int held, LoadRun run, Path log)
      throws IOException {
    return images().load(new ImageArchive(image, name, held, true), run, log);
  }

  @Override
  public String toString() {
    return "Docker " + version;
  }
}
