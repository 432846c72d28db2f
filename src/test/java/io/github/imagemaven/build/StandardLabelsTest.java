package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an image says of itself, in its configs and on its index. */
class StandardLabelsTest {
  private static final String OCI = "org.opencontainers.image.";
  private static final StandardLabels SHOP =
      new StandardLabels(
          "Shop",
          "\n    Sells things,\r\n    and more.\n",
          "https://acme.example/shop",
          "https://git.example/acme/shop",
          "1.2.3",
          "c".repeat(40),
          "Apache-2.0",
          Instant.parse("2026-11-24T06:00:00.5Z"));

  @TempDir Path temp;
  private TestRequest request;

  @BeforeEach
  void aBaseThatSaysMuchOfItself() throws Exception {
    TestBase base = new TestBase(temp.resolve("base"));
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      base.add(
          platform,
          config ->
              ((ObjectNode) config.path("config").path("Labels"))
                  .put(OCI + "title", "jre")
                  .put(OCI + "version", "22.04")
                  .put(OCI + "vendor", "Acme Linux")
                  .put(OwnLabels.VERSION, "9.9.9"));
    }
    base.finish();
    request =
        new TestRequest(temp.resolve("out"), TestApplication.usual(temp.resolve("project")).get());
    request.from = base.reference();
    request.standard = SHOP;
  }

  private static Map<String, String> labels(BuiltImage image, int number) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    JsonNode node = image.config(number).path("config").path("Labels");
    node.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    return labels;
  }

  private static Map<String, String> expected(BuiltImage image) {
    Map<String, String> expected = new TreeMap<>();
    expected.put(OCI + "title", "Shop");
    expected.put(OCI + "description", "Sells things, and more.");
    expected.put(OCI + "url", "https://acme.example/shop");
    expected.put(OCI + "source", "https://git.example/acme/shop");
    expected.put(OCI + "version", "1.2.3");
    expected.put(OCI + "revision", "c".repeat(40));
    expected.put(OCI + "licenses", "Apache-2.0");
    expected.put(OCI + "created", "2026-11-24T06:00:00Z");
    expected.put(OCI + "base.digest", String.valueOf(image.record.baseDigest()));
    return expected;
  }

  @Test
  void configsAndIndexSayTheSame() throws IOException {
    BuiltImage image = request.build();
    assertThat(image.index().annotations()).isEqualTo(expected(image));
    Map<String, String> labels = expected(image);
    labels.putAll(Map.of("vendor", "acme", "version", "1"));
    assertThat(labels(image, 0))
        .as("nothing of the base that OCI has a name for")
        .isEqualTo(labels);
    assertThat(labels(image, 1)).isEqualTo(labels);
  }

  @Test
  void theUsersOwnWinsAndAnEmptyOneSaysNothing() throws IOException {
    request.labels.put(OCI + "title", "My shop");
    request.labels.put(OCI + "url", "");
    request.labels.put(OCI + "vendor", "Shop AG");
    request.annotations.put(OCI + "licenses", "MIT");
    request.annotations.put(OCI + "title", "Theirs");
    request.annotations.put(OCI + "created", "");
    BuiltImage image = request.build();

    Map<String, String> labels = expected(image);
    labels.put(OCI + "title", "My shop");
    labels.put(OCI + "licenses", "MIT");
    labels.remove(OCI + "url");
    labels.remove(OCI + "created");
    Map<String, String> annotations = new TreeMap<>(labels);
    annotations.put(OCI + "title", "Theirs");
    labels.putAll(Map.of("vendor", "acme", "version", "1", OCI + "vendor", "Shop AG"));
    assertThat(labels(image, 0)).isEqualTo(labels);
    assertThat(image.index().annotations()).isEqualTo(annotations);
  }

  @Test
  void whatNobodyKnowsIsNotSaid() throws IOException {
    request.standard = new StandardLabels(" ", "for ${who}", null, "", null, null, null, null);
    BuiltImage image = request.build();
    assertThat(image.index().annotations()).containsOnlyKeys(OCI + "base.digest");

    request.from = new BaseReference.Scratch();
    request.annotations.put(OCI + "base.digest", "");
    request.entrypoint = List.of("/app");
    assertThat(request.build().index().annotations()).isEmpty();
  }

  @Test
  void aDockerListHasLabelsAlone() throws IOException {
    request.dockerIndex = true;
    BuiltImage image = request.build();
    assertThat(image.index().annotations()).isEmpty();
    assertThat(labels(image, 0)).containsAllEntriesOf(expected(image));
  }

  @Test
  void whoPinsTheBaseGetsTheSameImage() {
    Digest digest = Digest.ofBytes(new byte[] {1});
    Map<String, String> floating = on("eclipse-temurin:17-jre", digest);
    assertThat(floating)
        .containsEntry(OCI + "base.name", "docker.io/library/eclipse-temurin:17-jre")
        .containsEntry(OCI + "base.digest", digest.toString());
    assertThat(on("eclipse-temurin:17-jre@" + digest, digest)).isEqualTo(floating);
    assertThat(on("ghcr.io/acme/jre@" + digest, digest))
        .containsEntry(OCI + "base.name", "ghcr.io/acme/jre");
  }

  private static Map<String, String> on(String base, Digest digest) {
    return SHOP.on(new BaseReference.InRegistry(Reference.parse(base)), digest);
  }

  /** A folder's name would make one image two on two machines. */
  @Test
  void theFolderOfABaseIsNotSaid() throws IOException {
    assertThat(request.build().index().annotations().toString())
        .doesNotContain(temp.toString())
        .doesNotContain("base.name");
  }
}
