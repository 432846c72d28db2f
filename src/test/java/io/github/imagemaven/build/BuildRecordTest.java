package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        "{\"schema\": 1, \"manifests\": [{\"size\": 1}]}"
      })
  void aDamagedFileIsThisMachinesFault(String content) throws IOException {
    Path file = Files.writeString(directory.resolve(BuildRecord.FILE), content);
    assertThatThrownBy(() -> BuildRecord.read(directory))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(file.toString(), "is damaged", "run image:build-multiarch again");
  }

  @Test
  void anotherSchemaIsNoDamage() throws IOException {
    Files.writeString(directory.resolve(BuildRecord.FILE), "{\"schema\": 2}");
    assertThatThrownBy(() -> BuildRecord.read(directory))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll("has schema 2", "this version reads 1");
  }
}
