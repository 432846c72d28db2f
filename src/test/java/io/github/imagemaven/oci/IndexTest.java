package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * image-spec v1.1.1, image-index.md, "Image Index Property Descriptions", and Distribution's
 * "Manifest List".
 */
class IndexTest {
  private static final Digest AMD64 = Digest.ofBytes(new byte[] {1});
  private static final Digest ARM = Digest.ofBytes(new byte[] {2});

  private static String document(String type, String childType) {
    return """
    {"schemaVersion":2,"mediaType":"%s","manifests":[\
    {"mediaType":"%s","digest":"%s","size":7,\
    "platform":{"architecture":"amd64","os":"linux"}},\
    {"mediaType":"%s","digest":"%s","size":8,\
    "platform":{"architecture":"arm","os":"linux","variant":"v7"}}]}\
    """
        .formatted(type, childType, AMD64, childType, ARM);
  }

  private static final String OCI = document(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST);

  private static Index oci(String text) {
    return Index.parse(RawManifest.of(MediaTypes.OCI_INDEX, text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    MediaTypes.OCI_INDEX + "," + MediaTypes.OCI_MANIFEST,
    MediaTypes.OCI_INDEX + "," + MediaTypes.DOCKER_MANIFEST,
    MediaTypes.DOCKER_LIST + "," + MediaTypes.DOCKER_MANIFEST
  })
  void readsBothFormatsAndWritesTheSameBytes(String type, String childType) {
    String text = document(type, childType);
    RawManifest raw = RawManifest.of(type, text.getBytes(UTF_8));
    Index index = Index.parse(raw);
    assertThat(index)
        .isEqualTo(
            new Index(
                type,
                List.of(
                    Descriptor.of(childType, AMD64, 7).withPlatform(Platform.parse("linux/amd64")),
                    Descriptor.of(childType, ARM, 8).withPlatform(Platform.parse("linux/arm/v7"))),
                Map.of()));
    assertThat(index.toRaw().bytes()).asString(UTF_8).isEqualTo(text);
    assertThat(index.toRaw().digest()).isEqualTo(raw.digest());
    assertThat(index.toRaw().mediaType()).isEqualTo(type);
  }

  @Test
  void writesItsAnnotationsSorted() {
    String text =
        OCI.substring(0, OCI.length() - 1) + ",\"annotations\":{\"a\":\"1\",\"b\":\"2\"}}";
    Index index = oci(text);
    assertThat(index.annotations()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(index.toRaw().bytes()).asString(UTF_8).isEqualTo(text);
    assertThat(
            new Index(
                    index.mediaType(), index.manifests(), new HashMap<>(Map.of("b", "2", "a", "1")))
                .toRaw()
                .digest())
        .isEqualTo(index.toRaw().digest());
  }

  /** What BuildKit adds to an index: a child for no platform, pointing at the one it speaks of. */
  @Test
  void anAttestationIsAChildForNoPlatform() {
    String attestation =
        """
        {"mediaType":"%s","digest":"%s","size":9,"annotations":{\
        "vnd.docker.reference.digest":"%s","vnd.docker.reference.type":"attestation-manifest"},\
        "platform":{"architecture":"unknown","os":"unknown"}}\
        """
            .formatted(MediaTypes.OCI_MANIFEST, Digest.ofBytes(new byte[] {3}), AMD64);
    String text = OCI.replace("]}", "," + attestation + "]}");
    Index index = oci(text);
    Descriptor last = index.manifests().get(2);
    assertThat(last.platform()).hasToString("unknown/unknown");
    assertThat(last.annotations()).containsEntry("vnd.docker.reference.digest", AMD64.toString());
    assertThat(index.toRaw().bytes()).asString(UTF_8).isEqualTo(text);
  }

  /** image-index.md: platform is OPTIONAL, and an index may be a child of an index. */
  @Test
  void childrenNeedNoPlatformAndMayBeAnything() {
    Descriptor nested = Descriptor.of(MediaTypes.OCI_INDEX, AMD64, 7);
    Descriptor foreign = Descriptor.of("application/vnd.acme.thing", ARM, 8);
    Index index = new Index(MediaTypes.OCI_INDEX, List.of(nested, foreign), Map.of());
    assertThat(Index.parse(index.toRaw())).isEqualTo(index);
    assertThat(index.manifests()).allMatch(child -> child.platform() == null);
  }

  @Test
  void mayBeEmptyAndNeedNotNameItsType() {
    assertThat(oci("{\"schemaVersion\":2,\"manifests\":[],\"annotations\":null}"))
        .isEqualTo(new Index(MediaTypes.OCI_INDEX, List.of(), Map.of()));
  }

  /** The child's order is the publisher's: the first that fits is taken by many readers. */
  @Test
  void keepsTheOrderAndWhatStandsTwice() {
    Descriptor first = Descriptor.of(MediaTypes.OCI_MANIFEST, ARM, 8);
    Descriptor second = Descriptor.of(MediaTypes.OCI_MANIFEST, AMD64, 7);
    Index index = new Index(MediaTypes.OCI_INDEX, List.of(first, second, first), Map.of());
    assertThat(Index.parse(index.toRaw()).manifests()).containsExactly(first, second, first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"manifests\":[]}",
        "{\"schemaVersion\":1,\"manifests\":[]}",
        "{\"schemaVersion\":\"2\",\"manifests\":[]}",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"manifests\":null}",
        "{\"schemaVersion\":2,\"manifests\":{}}",
        "{\"schemaVersion\":2,\"manifests\":\"a\"}",
        "{\"schemaVersion\":2,\"manifests\":[null]}",
        "{\"schemaVersion\":2,\"manifests\":[{}]}",
        "{\"schemaVersion\":2,\"manifests\":[\"sha256:00\"]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":1}}",
        "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"" + MediaTypes.DOCKER_LIST + "\"}",
        "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\"}",
        "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":null}",
        "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}"
      })
  void refusesWhatIsNoIndex(String text) {
    RawManifest raw = RawManifest.of(MediaTypes.OCI_INDEX, text.getBytes(UTF_8));
    assertThatThrownBy(() -> Index.parse(raw))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("index " + raw.digest());
  }

  @Test
  void keepsCopies() {
    List<Descriptor> children =
        new ArrayList<>(List.of(Descriptor.of(MediaTypes.OCI_MANIFEST, ARM, 8)));
    Map<String, String> annotations = new HashMap<>(Map.of("a", "1"));
    Index index = new Index(MediaTypes.OCI_INDEX, children, annotations);
    children.clear();
    annotations.clear();
    assertThat(index.manifests()).hasSize(1);
    assertThat(index.annotations()).hasSize(1);
    assertThatThrownBy(() -> index.annotations().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
