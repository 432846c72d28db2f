package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * image-spec v1.1.1, manifest.md, "Image Manifest Property Descriptions", and Distribution's "Image
 * Manifest Version 2, Schema 2".
 */
class ManifestTest {
  private static final Digest CONFIG = Digest.ofBytes(new byte[] {1});
  private static final Digest LOWER = Digest.ofBytes(new byte[] {2});
  private static final Digest UPPER = Digest.ofBytes(new byte[] {3});

  private static String descriptor(String mediaType, Digest digest, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7%s}"
        .formatted(mediaType, digest, more);
  }

  private static String document(String mediaType, String config, String layer) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s,%s]}"
        .formatted(
            mediaType,
            descriptor(config, CONFIG, ""),
            descriptor(layer, LOWER, ""),
            descriptor(layer, UPPER, ""));
  }

  private static final String OCI =
      document(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, MediaTypes.OCI_LAYER_GZIP);

  private static Manifest parse(String mediaType, String text) {
    return Manifest.parse(RawManifest.of(mediaType, text.getBytes(UTF_8)));
  }

  private static Manifest oci(String text) {
    return parse(MediaTypes.OCI_MANIFEST, text);
  }

  @ParameterizedTest
  @CsvSource({
    MediaTypes.OCI_MANIFEST + "," + MediaTypes.OCI_CONFIG + "," + MediaTypes.OCI_LAYER_GZIP,
    MediaTypes.OCI_MANIFEST + "," + MediaTypes.OCI_CONFIG + "," + MediaTypes.OCI_LAYER_ZSTD,
    MediaTypes.OCI_MANIFEST + "," + MediaTypes.OCI_CONFIG + "," + MediaTypes.OCI_LAYER,
    MediaTypes.DOCKER_MANIFEST + "," + MediaTypes.DOCKER_CONFIG + "," + MediaTypes.DOCKER_LAYER_GZIP
  })
  void readsBothFormatsAndWritesTheSameBytes(String type, String config, String layer) {
    String text = document(type, config, layer);
    Manifest manifest = parse(type, text);
    assertThat(manifest)
        .isEqualTo(
            new Manifest(
                type,
                Descriptor.of(config, CONFIG, 7),
                List.of(Descriptor.of(layer, LOWER, 7), Descriptor.of(layer, UPPER, 7))));
    RawManifest raw = manifest.toRaw();
    assertThat(raw.bytes()).asString(UTF_8).isEqualTo(text);
    assertThat(raw.mediaType()).isEqualTo(type);
    assertThat(raw.digest()).isEqualTo(Digest.ofBytes(text.getBytes(UTF_8)));
  }

  /** Layers are listed from the lowest up, and all blobs must be there before the manifest. */
  @Test
  void namesAllItsBlobs() {
    assertThat(oci(OCI).blobs()).map(Descriptor::digest).containsExactly(LOWER, UPPER, CONFIG);
  }

  @Test
  void foreignLayersKeepTheirUrls() {
    String foreign =
        descriptor(
            MediaTypes.DOCKER_FOREIGN_LAYER_GZIP, LOWER, ",\"urls\":[\"https://a.example/l\"]");
    String text =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MediaTypes.DOCKER_MANIFEST,
                descriptor(MediaTypes.DOCKER_CONFIG, CONFIG, ""),
                foreign);
    Manifest manifest = parse(MediaTypes.DOCKER_MANIFEST, text);
    assertThat(manifest.layers().get(0).urls()).containsExactly("https://a.example/l");
    assertThat(manifest.toRaw().bytes()).asString(UTF_8).isEqualTo(text);
  }

  /** An artifact (here a signature) is a manifest too; what we do not know of it is passed over. */
  @Test
  void membersThatWeDoNotHaveAreAllowed() {
    String text =
        OCI.replace(
            "\"config\"",
            "\"artifactType\":\"a/b\",\"subject\":"
                + descriptor(MediaTypes.OCI_MANIFEST, LOWER, "")
                + ",\"annotations\":{\"a\":\"b\"},\"x\":[],\"config\"");
    assertThat(oci(text)).isEqualTo(oci(OCI));
  }

  /** manifest.md: mediaType SHOULD be used; many manifests do not have one. */
  @Test
  void needNotNameItsType() {
    assertThat(oci(OCI.replace("\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",", "")))
        .isEqualTo(oci(OCI));
  }

  @Test
  void mayHaveNoLayers() {
    Manifest manifest =
        new Manifest(
            MediaTypes.OCI_MANIFEST, Descriptor.of(MediaTypes.OCI_CONFIG, CONFIG, 7), List.of());
    assertThat(Manifest.parse(manifest.toRaw())).isEqualTo(manifest);
    assertThat(manifest.blobs()).containsExactly(manifest.config());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"layers\":[]}",
        "{\"schemaVersion\":2,\"layers\":[]}",
        "{\"schemaVersion\":2,\"layers\":[],\"config\":null}",
        "{\"schemaVersion\":2,\"layers\":[],\"config\":{}}",
        "{\"schemaVersion\":2,\"layers\":[],\"config\":[]}",
        "{\"schemaVersion\":1,\"name\":\"a\",\"fsLayers\":[],\"history\":[]}"
      })
  void refusesWhatIsNoManifest(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"a\"", "[null]", "[1]", "[[]]", "[{}]"})
  void refusesLayersOfAnotherType(String layers) {
    assertRefused(OCI.replaceFirst("\"layers\":\\[.*]", "\"layers\":" + layers));
    assertRefused(OCI.replaceFirst(",\"layers\":\\[.*]", ""));
  }

  /** manifest.md: schemaVersion "is required and MUST be 2". */
  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "2.0", "\"2\"", "null", "[2]"})
  void refusesAnotherSchema(String version) {
    assertRefused(OCI.replace("\"schemaVersion\":2", "\"schemaVersion\":" + version));
  }

  @Test
  void refusesOneWithoutItsSchema() {
    assertRefused(OCI.replace("\"schemaVersion\":2,", ""));
  }

  /** What one reader takes for a manifest and another for an index (GHSA-mc8v-mgrf-8f4m). */
  @Test
  void refusesWhatCouldBeAnIndexToo() {
    String both = OCI.replace("\"config\"", "\"manifests\":[],\"config\"");
    assertThatThrownBy(() -> oci(both)).hasMessageContaining("both layers and manifests");
    assertThatThrownBy(() -> Index.parse(oci(OCI).toRaw()))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("has no list of manifests");
    assertRefused(OCI.replace("\"config\"", "\"manifests\":[],\"config\""));
  }

  /** manifest.md: mediaType must be what the document is fetched as. */
  @Test
  void refusesOneThatCallsItselfSomethingElse() {
    for (String type :
        new String[] {
          "\"" + MediaTypes.OCI_INDEX + "\"", "\"" + MediaTypes.DOCKER_MANIFEST + "\"", "1"
        }) {
      assertRefused(OCI.replace("\"" + MediaTypes.OCI_MANIFEST + "\"", type));
    }
  }

  @Test
  void keepsACopyOfItsLayers() {
    Descriptor config = Descriptor.of(MediaTypes.OCI_CONFIG, CONFIG, 7);
    List<Descriptor> layers = new ArrayList<>(List.of(config));
    Manifest manifest = new Manifest(MediaTypes.OCI_MANIFEST, config, layers);
    layers.clear();
    assertThat(manifest.layers()).hasSize(1);
    assertThatThrownBy(() -> manifest.layers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void theRawFormDescribesItself() {
    RawManifest raw = RawManifest.of(MediaTypes.OCI_MANIFEST, OCI.getBytes(UTF_8));
    assertThat(raw.descriptor())
        .isEqualTo(
            new Descriptor(
                MediaTypes.OCI_MANIFEST,
                Digest.ofBytes(OCI.getBytes(UTF_8)),
                OCI.getBytes(UTF_8).length,
                null,
                List.of(),
                Map.of()));
    assertThat(raw).hasToString(MediaTypes.OCI_MANIFEST + " " + raw.digest());
  }

  private static void assertRefused(String text) {
    RawManifest raw = RawManifest.of(MediaTypes.OCI_MANIFEST, text.getBytes(UTF_8));
    assertThatThrownBy(() -> Manifest.parse(raw))
        .as(text)
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("manifest " + raw.digest());
  }
}
