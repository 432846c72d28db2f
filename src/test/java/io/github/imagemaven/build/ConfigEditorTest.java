package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.layer.Layer;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigEditorTest {
  private static final Digest DIGEST = Digest.ofBytes(new byte[0]);
  private static final Descriptor BLOB = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, DIGEST, 0);

  /** With labels that are those of the environment too. */
  private static String edit(String config, int layers, ContainerSettings settings) {
    ObjectNode tree = Json.parseObject(config.getBytes(StandardCharsets.UTF_8), "config");
    String before = tree.toString();
    PlatformBase base =
        new PlatformBase(
            Platform.parse("linux/arm/v7"), "base", Collections.nCopies(layers, BLOB), tree);
    ObjectNode edited =
        ConfigEditor.edit(
            base,
            settings.env(),
            settings,
            List.of("java"),
            List.of(new Layer("classes", BLOB, DIGEST)),
            Instant.parse("2026-01-01T00:00:00.999Z"),
            true);
    assertThat(tree).hasToString(before);
    return edited.toString();
  }

  private static ContainerSettings env(Map<String, String> env) {
    return new ContainerSettings(
        env, List.of("1"), List.of("/v"), null, null, null, null, null, null);
  }

  @Test
  void nullsOfTheBaseAreNothing() {
    String nulls =
        "{\"architecture\":\"arm\",\"os\":\"linux\",\"config\":{\"Env\":null,\"Labels\":null,"
            + "\"Entrypoint\":null,\"Cmd\":null,\"ExposedPorts\":null,\"Volumes\":null},"
            + "\"history\":null,\"rootfs\":null}";
    assertThat(edit(nulls, 0, env(Map.of("A", "1"))))
        .isEqualTo(
            "{\"architecture\":\"arm\",\"os\":\"linux\",\"config\":{\"Env\":[\"A=1\"],"
                + "\"Labels\":{\"A\":\"1\"},\"Entrypoint\":[\"java\"],"
                + "\"ExposedPorts\":{\"1/tcp\":{}},\"Volumes\":{\"/v\":{}}},"
                + "\"history\":[{\"created\":\"2026-01-01T00:00:00Z\","
                + "\"created_by\":\"image-maven-plugin: classes\"}],"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + DIGEST
                + "\"]},\"variant\":\"v7\",\"created\":\"2026-01-01T00:00:00Z\"}");
  }

  @Test
  void aHistoryThatIsTooShortIsCompleted() {
    String config =
        "{\"rootfs\":{\"diff_ids\":[\"a\",\"b\"]},\"history\":[{\"created_by\":\"one\"},"
            + "{\"created_by\":\"two\",\"empty_layer\":true}]}";
    assertThat(edit(config, 2, ContainerSettings.none()))
        .contains(
            "{\"created_by\":\"two\",\"empty_layer\":true},"
                + "{\"comment\":\"layer of the base image\"},"
                + "{\"created\":\"2026-01-01T00:00:00Z\"")
        .contains("\"diff_ids\":[\"a\",\"b\",\"" + DIGEST + "\"]");
  }

  @Test
  void aVariableThatStandsTwiceIsReplacedOnce() {
    String config = "{\"config\":{\"Env\":[\"A=1\",\"B=x=y\",\"A=2\",\"C\"]}}";
    assertThat(edit(config, 0, env(Map.of("B", "")))).contains("[\"A=2\",\"B=\",\"C\"]");
  }

  @Test
  void labelsOfOursTellOfTheBaseAndAreNotInherited() {
    String config =
        "{\"config\":{\"Labels\":{\"a\":\"1\",\"io.github.imagemaven.revision\":\"base\"}}}";
    assertThat(edit(config, 0, ContainerSettings.none())).contains("\"Labels\":{\"a\":\"1\"}");
    assertThat(edit(config, 0, env(Map.of("io.github.imagemaven.revision", "ours"))))
        .contains("\"Labels\":{\"a\":\"1\",\"io.github.imagemaven.revision\":\"ours\"}");
  }
}
