package io.github.imagemaven.load;

import io.github.imagemaven.build.OwnLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images of an engine, by commands that Docker and podman have in common.
 *
 * @param engine whom to ask
 */
record EngineImages(EngineQuestion engine) {
  /** So many of the newest images of this plugin are looked at, for layers that are there. */
  private static final int LOOKED_AT = 20;

  /** The id of the image of a name or id. */
  Optional<String> find(String nameOrId) {
    return Optional.ofNullable(
        engine.ask(List.of("image", "inspect", "--format", "{{.Id}}", nameOrId)).text());
  }

  /**
   * The layers, as digests of tars and lowest first, of images that may have some of ours: of this
   * plugin's, and of the base.
   *
   * @param base what the base is called
   */
  List<List<String>> layers(String base) {
    List<List<String>> layers = new ArrayList<>(layersOfOurs());
    layers.addAll(inspect(List.of(base)));
    return layers;
  }

  /** Those of this plugin's images alone. */
  List<List<String>> layersOfOurs() {
    String filter = "label=" + OwnLabels.NAME;
    String newest =
        engine.ask(List.of("image", "ls", "--quiet", "--no-trunc", "--filter", filter)).text();
    List<String> ids =
        newest == null ? List.of() : newest.lines().distinct().limit(LOOKED_AT).toList();
    return ids.isEmpty() ? List.of() : inspect(ids);
  }

  private List<List<String>> inspect(List<String> images) {
    List<String> arguments =
        new ArrayList<>(List.of("image", "inspect", "--format", "{{json .RootFS.Layers}}"));
    arguments.addAll(images);
    return EngineLayers.parse(engine.ask(arguments).text());
  }

  /** Gives an image that is there another name. */
  void name(String id, String name, LoadRun run, Path log) throws IOException {
    LoadCommand.run(engine.command(List.of("image", "tag", id, name)), in -> {}, run, log);
  }

  /** Sends an archive; answers how many bytes of layers that were. */
  long load(ImageArchive archive, LoadRun run, Path log) throws IOException {
    archive.prepare();
    LoadCommand.run(engine.command(List.of("image", "load", "--quiet")), archive, run, log);
    return archive.size();
  }
}
