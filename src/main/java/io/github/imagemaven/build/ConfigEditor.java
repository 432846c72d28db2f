package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.layer.Layer;
import io.github.imagemaven.oci.Platform;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A base's config with our settings and layers put in. It is edited as a tree, so that whatever we
 * do not know stays.
 *
 * <p>Sources: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md">
 * image-spec, config</a>; for the health check the Docker image specification.
 */
final class ConfigEditor {
  /**
   * Written into the history. Without a version of ours, so that another version of the plugin that
   * builds the same image gives the same digest.
   */
  static final String CREATED_BY = "image-maven-plugin: ";

  private final ObjectNode root;
  private final ObjectNode config;

  private ConfigEditor(ObjectNode root) {
    this.root = root;
    this.config = root.path("config") instanceof ObjectNode node ? node : root.putObject("config");
  }

  /**
   * The config of one platform's image.
   *
   * @param labels ours, the standard ones among them
   * @param layers ours, lowest first
   * @param entrypoint of the application; null to keep the base's
   * @param docker whether a health check can be carried; if not, the base's is dropped
   */
  static ObjectNode edit(
      PlatformBase base,
      Map<String, String> labels,
      ContainerSettings settings,
      @Nullable List<String> entrypoint,
      List<Layer> layers,
      Instant created,
      boolean docker) {
    ConfigEditor editor = new ConfigEditor(base.config().deepCopy());
    String time = created.truncatedTo(ChronoUnit.SECONDS).toString();
    editor.setPlatform(base.platform());
    editor.root.put("created", time);
    editor.mergeEnv(settings.env());
    editor.dropLabelsOfTheBaseAlone();
    editor.merge("Labels", labels);
    editor.addKeys("ExposedPorts", Ports.parse(settings.ports()));
    editor.addKeys("Volumes", settings.volumes());
    editor.put("User", settings.user());
    editor.put("WorkingDir", settings.workdir());
    editor.put("StopSignal", settings.stopSignal());
    editor.setCommand(Command.of(settings, entrypoint));
    editor.setHealthcheck(settings.healthcheck(), docker);
    editor.addLayers(layers, base.layers().size(), time);
    return editor.root;
  }

  private void setPlatform(Platform platform) {
    if (!root.path("architecture").asText().equals(platform.architecture())) {
      root.remove("variant");
    }
    root.put("architecture", platform.architecture());
    root.put("os", platform.os());
    if (platform.variant() != null) {
      root.put("variant", platform.variant());
    }
    if (platform.osVersion() != null) {
      root.put("os.version", platform.osVersion());
    }
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      config.put(name, value);
    }
  }

  private ObjectNode object(String name) {
    return config.path(name) instanceof ObjectNode node ? node : config.putObject(name);
  }

  private void merge(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode node = object(name);
      values.forEach(node::put);
    }
  }

  /** Those of ours, of a base that we built, and OCI's tell of the base and not of this image. */
  private void dropLabelsOfTheBaseAlone() {
    if (config.path("Labels") instanceof ObjectNode labels) {
      labels
          .properties()
          .removeIf(
              label ->
                  OwnLabels.isReserved(label.getKey())
                      || label.getKey().startsWith(StandardLabels.PREFIX));
    }
  }

  private void addKeys(String name, List<String> keys) {
    if (!keys.isEmpty()) {
      ObjectNode node = object(name);
      keys.stream().filter(key -> !node.has(key)).forEach(node::putObject);
    }
  }

  /** The base's variables in their order, each with our value if we have one; then the others. */
  private void mergeEnv(Map<String, String> ours) {
    if (ours.isEmpty()) {
      return;
    }
    Map<String, String> merged = new LinkedHashMap<>();
    for (JsonNode entry : config.path("Env")) {
      String text = entry.asText();
      merged.put(text.split("=", 2)[0], text);
    }
    ours.forEach((name, value) -> merged.put(name, name + "=" + value));
    setWords("Env", new ArrayList<>(merged.values()));
  }

  private void setWords(String name, List<String> words) {
    ArrayNode array = config.putArray(name);
    words.forEach(array::add);
  }

  private void setCommand(Command command) {
    if (command.entrypoint() != null) {
      setWords("Entrypoint", command.entrypoint());
    }
    if (command.args() != null) {
      setWords("Cmd", command.args());
    } else if (!command.keepsBaseArgs()) {
      config.remove("Cmd");
    }
  }

  private void setHealthcheck(@Nullable Healthcheck ours, boolean docker) {
    if (!docker) {
      config.remove("Healthcheck");
    } else if (ours != null) {
      config.set("Healthcheck", Healthchecks.toJson(ours));
    }
  }

  private void addLayers(List<Layer> layers, int baseLayers, String time) {
    ObjectNode rootfs =
        root.path("rootfs") instanceof ObjectNode node ? node : root.putObject("rootfs");
    rootfs.put("type", "layers");
    ArrayNode diffIds =
        rootfs.path("diff_ids") instanceof ArrayNode array ? array : rootfs.putArray("diff_ids");
    ArrayNode history =
        root.path("history") instanceof ArrayNode array ? array : root.putArray("history");
    completeHistory(history, baseLayers);
    for (Layer layer : layers) {
      diffIds.add(layer.diffId().toString());
      history.addObject().put("created", time).put("created_by", CREATED_BY + layer.name());
    }
  }

  /** Readers pair layers with history entries from the lowest on: none of the base's may lack. */
  private static void completeHistory(ArrayNode history, int baseLayers) {
    int described = 0;
    for (JsonNode entry : history) {
      described += entry.path("empty_layer").asBoolean() ? 0 : 1;
    }
    for (; described < baseLayers; described++) {
      history.addObject().put("comment", "layer of the base image");
    }
  }

  /** Whether a container of an image with this config has something to run. */
  static boolean hasCommand(ObjectNode root) {
    JsonNode config = root.path("config");
    return !config.path("Entrypoint").isEmpty() || !config.path("Cmd").isEmpty();
  }
}
