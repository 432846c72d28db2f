package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineResultTest {
  @TempDir Path folder;

  private EngineResult read(String config) throws IOException {
    byte[] bytes = config.getBytes(UTF_8);
    Digest digest = Digest.ofBytes(bytes);
    Files.write(folder.resolve(digest.hex()), bytes);
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"schemaVersion": 2, "mediaType": "%s", "layers": [],
         "config": {"mediaType": "%s", "size": %d, "digest": "%s"}}
        """
            .formatted(MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_CONFIG, bytes.length, digest));
    return EngineResult.read(folder);
  }

  /** buildah has the name whole, in part or as an id, as another platform's pull came or not. */
  @Test
  void whatAStepWasBuiltOnIsNotPartOfTheImage() throws IOException {
    EngineResult result =
        read(
            """
            {"architecture": "arm64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []},
             "history": [
               {"created_by": "COPY", "comment": "FROM 403e06396c9d", "empty_layer": true},
               {"created_by": "RUN", "comment": "FROM 127.0.0.1:18146/shells:1"},
               {"created_by": "RUN", "comment": "FROM 127.0.0.1"},
               {"created_by": "RUN", "comment": "buildkit.dockerfile.v0"}]}
            """);
    List<String> comments = new ArrayList<>();
    for (JsonNode step : result.config().path("history")) {
      comments.add(step.path("comment").asText("none"));
    }
    assertThat(comments).containsExactly("none", "none", "none", "buildkit.dockerfile.v0");
  }
}
