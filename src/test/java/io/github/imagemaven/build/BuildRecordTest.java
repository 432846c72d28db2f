package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildRecordTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"schema\": 1, \"image",
        "{\"schema\": 1, \"platforms\": [\"linux\"]}",
        "{\"schema\": 1, \"base\": {\"digest\": \"sha256:1\"}}",
        "{\"schema\": 1, \"manifests\": [{\"size\": 1}]}",
        "{\"schema\": 1, \"joining\": {}}",
        "{\"schema\": 1, \"joining\": {\"indexType\": \"i\", \"platforms\": {\"x\": \"y\"}}}",
        "{\"schema\": 1, \"joining\": {\"indexType\": \"i\", \"layers\": [{\"name\": \"n\"}]}}"
      })
  void aDamagedFileIsThisMachinesFault(String content) throws IOException {
    Path file = Files.writeString(directory.resolve(BuildRecord.FILE), content);
    assertThatThrownBy(() -> BuildRecord.read(directory))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(file.toString(), "is damaged", "run image:build-multiarch again");
  }

  @Test
  void whatJoiningNeedsIsKept() throws IOException {
    Digest digest = Digest.ofBytes(new byte[0]);
    Map<Platform, Digest> platforms = new LinkedHashMap<>();
    platforms.put(Platform.parse("linux/arm/v7"), digest);
    platforms.put(Platform.parse("linux/amd64"), digest);
    BuildRecord record =
        new BuildRecord(
            "app",
            null,
            "1.2.3",
            "scratch",
            null,
            null,
            Platform.parseList("linux/amd64"),
            null,
            List.of(),
            List.of(),
            new Joining(
                MediaTypes.OCI_INDEX,
                Map.of("b", "1", "a", "2"),
                List.of(new Joining.OwnLayer("classes", digest)),
                platforms));
    record.write(directory);
    BuildRecord read = BuildRecord.read(directory);
    assertThat(read).isEqualTo(record);
    assertThat(Objects.requireNonNull(read.joining()).platforms().keySet())
        .containsExactlyElementsOf(platforms.keySet());
  }

  @Test
  void anotherSchemaIsNoDamage() throws IOException {
    Files.writeString(directory.resolve(BuildRecord.FILE), "{\"schema\": 2}");
    assertThatThrownBy(() -> BuildRecord.read(directory))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll("has schema 2", "this version reads 1");
  }
}
