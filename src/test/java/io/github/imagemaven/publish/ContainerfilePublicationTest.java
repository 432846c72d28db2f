package io.github.imagemaven.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.TestEngine;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What buildah built, published by us into real registries, and read by skopeo. */
class ContainerfilePublicationTest {
  @TempDir Path folder;

  @Test
  void skopeoReadsWhatBuildahBuilt() throws IOException {
    RealRegistry.requireProgram("skopeo");
    TestEngine engine =
        new TestEngine(folder.resolve("engine"))
            .write("hello", "hello\n")
            .write(
                "Containerfile",
                """
                FROM scratch
                COPY hello /
                HEALTHCHECK --interval=9s CMD ["/hello"]
                """);
    Path image = engine.module.resolve("target/image");
    BuildRecord record = engine.build(engine.request(image));
    try (RealRegistry one = RealRegistry.start(folder.resolve("one"));
        RealRegistry two = RealRegistry.start(folder.resolve("two"));
        HttpKit kit = new HttpKit(folder, new RecordingLog())) {
      kit.publication.publish(
          kit.request(
              image,
              List.of("1.2.3", "latest"),
              kit.store(one.repository("acme/app")),
              kit.store(two.repository("acme/app"))));
      for (RealRegistry registry : List.of(one, two)) {
        String name = "docker://" + registry.repository("acme/app") + ":latest";
        byte[] index = Skopeo.run("inspect", "--tls-verify=false", "--raw", name);
        assertThat(Digest.ofBytes(index)).isEqualTo(record.requireIndex().digest());
        for (String architecture : List.of("amd64", "arm64")) {
          JsonNode config =
              Json.parse(
                  Skopeo.run(
                      "--override-arch",
                      architecture,
                      "inspect",
                      "--tls-verify=false",
                      "--config",
                      "--raw",
                      name),
                  "config");
          assertThat(config.path("architecture").asText()).isEqualTo(architecture);
          assertThat(config.path("config").path("Healthcheck"))
              .isEqualTo(
                  Json.parse(
                      "{\"Test\": [\"CMD\", \"/hello\"], \"Interval\": 9000000000}".getBytes(UTF_8),
                      "expected"));
        }
        Path copy = folder.resolve("copy" + registry.host().hashCode());
        Skopeo.run("copy", "--all", "--src-tls-verify=false", name, "dir:" + copy);
        assertThat(copy).isNotEmptyDirectory();
      }
    }
  }
}
