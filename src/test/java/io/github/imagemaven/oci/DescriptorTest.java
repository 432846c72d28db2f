package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** image-spec v1.1.1, descriptor.md, "Properties". */
class DescriptorTest {
  private static final Digest DIGEST = Digest.ofBytes("abc".getBytes(UTF_8));
  private static final String REQUIRED =
      "\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\""
          + DIGEST
          + "\",\"size\":3";

  private static Descriptor read(String json) {
    return Descriptor.of(Json.parseObject(json.getBytes(UTF_8), "index x"), "index x");
  }

  @Test
  void readsTheThreeThatEveryDescriptorHas() {
    assertThat(read("{" + REQUIRED + "}"))
        .isEqualTo(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, DIGEST, 3))
        .isEqualTo(new Descriptor(MediaTypes.OCI_LAYER_GZIP, DIGEST, 3, null, List.of(), Map.of()));
  }

  @Test
  void readsAllThatItHasAndWritesItInTheSpecificationsOrder() {
    String json =
        "{"
            + REQUIRED
            + ",\"urls\":[\"https://a.example/x\",\"https://b.example/x\"]"
            + ",\"annotations\":{\"a\":\"1\",\"b\":\"\"}"
            + ",\"platform\":{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\"}}";
    Descriptor descriptor = read(json);
    assertThat(descriptor)
        .isEqualTo(
            new Descriptor(
                MediaTypes.OCI_LAYER_GZIP,
                DIGEST,
                3,
                Platform.parse("linux/arm/v7"),
                List.of("https://a.example/x", "https://b.example/x"),
                Map.of("a", "1", "b", "")));
    assertThat(descriptor.toJson()).hasToString(json);
  }

  @Test
  void dropsWhatItDoesNotHave() {
    Descriptor descriptor =
        read("{" + REQUIRED + ",\"data\":\"YWJj\",\"artifactType\":\"a/b\",\"new\":{\"x\":[1]}}");
    assertThat(descriptor.toJson()).hasToString("{" + REQUIRED + "}");
  }

  /** What Go writes for a list or a map that was never made. */
  @Test
  void nullIsAsGoodAsAbsent() {
    assertThat(read("{" + REQUIRED + ",\"urls\":null,\"annotations\":null,\"platform\":null}"))
        .isEqualTo(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, DIGEST, 3));
  }

  @Test
  void sortsAnnotations() {
    assertThat(read("{" + REQUIRED + ",\"annotations\":{\"b\":\"2\",\"a\":\"1\"}}").toJson())
        .hasToString("{" + REQUIRED + ",\"annotations\":{\"a\":\"1\",\"b\":\"2\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2147483648", "9223372036854775807"})
  void sizesAreOf64Bits(String size) {
    assertThat(read("{" + REQUIRED.replace(":3", ":" + size) + "}").size())
        .isEqualTo(Long.parseLong(size));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-9223372036854775808",
        "9223372036854775808",
        "1e999",
        "3.0",
        "3.5",
        "3e0",
        "\"3\"",
        "null",
        "true",
        "[3]",
        "{}"
      })
  void refusesASizeThatIsNone(String size) {
    assertRefused("{" + REQUIRED.replace(":3", ":" + size) + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "[]",
        "\"\"",
        "\"sha256\"",
        "\"sha256:00\"",
        "\"../../etc/passwd\"",
        "\"md5:900150983cd24fb0d6963f7d28e17f72\""
      })
  void refusesADigestThatIsNone(String digest) {
    assertRefused("{" + REQUIRED.replace("\"" + DIGEST + "\"", digest) + "}");
    assertRefused(
        "{"
            + REQUIRED.replace(DIGEST.hex(), DIGEST.hex().toUpperCase(java.util.Locale.ROOT))
            + "}");
  }

  /** RFC 6838, section 4.2: a type, a slash, a subtype, of at most 127 characters each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "[]",
        "\"\"",
        "\"application\"",
        "\"application/\"",
        "\"/json\"",
        "\"application/json; charset=utf-8\"",
        "\"a/b/c\"",
        "\"a/b c\"",
        "\"a/b\\r\\nHost: x\"",
        "\"a/+b\"",
        "\"ä/b\""
      })
  void refusesAMediaTypeThatIsNone(String mediaType) {
    assertRefused("{" + withMediaType(mediaType) + "}");
  }

  @Test
  void mediaTypesAreAnyOfRfc6838() {
    for (String type :
        new String[] {
          "application/vnd.oci.empty.v1+json", "text/plain", "a/b", "1/2", "x/a!#$&-^_.+0"
        }) {
      assertThat(read("{" + withMediaType("\"" + type + "\"") + "}").mediaType()).isEqualTo(type);
    }
    String longest = "a".repeat(127) + "/" + "b".repeat(127);
    assertThat(read("{" + withMediaType("\"" + longest + "\"") + "}").mediaType())
        .isEqualTo(longest);
    assertRefused("{" + withMediaType("\"" + longest + "b\"") + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mediaType", "digest", "size"})
  void refusesOneThatLacksAMember(String member) {
    var node = Json.parseObject(("{" + REQUIRED + "}").getBytes(UTF_8), "d");
    node.remove(member);
    assertThatThrownBy(() -> Descriptor.of(node, "index x"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContainingAll("index x", member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"urls\":\"https://a.example\"",
        "\"urls\":{}",
        "\"urls\":[1]",
        "\"urls\":[null]",
        "\"urls\":[[\"https://a.example\"]]",
        "\"annotations\":\"a\"",
        "\"annotations\":[\"a\"]",
        "\"annotations\":{\"a\":1}",
        "\"annotations\":{\"a\":null}",
        "\"annotations\":{\"a\":{\"b\":\"c\"}}",
        "\"platform\":\"linux/amd64\"",
        "\"platform\":[]"
      })
  void refusesMembersOfAnotherType(String member) {
    assertRefused("{" + REQUIRED + "," + member + "}");
  }

  @Test
  void whatIsNoObjectIsNoDescriptor() {
    for (String json : new String[] {"[]", "\"a\"", "1", "null"}) {
      var node = Json.parseObject(("{\"d\":" + json + "}").getBytes(UTF_8), "d").path("d");
      assertThatThrownBy(() -> Descriptor.of(node, "index x"))
          .as(json)
          .isInstanceOf(MalformedContentException.class);
    }
    assertThatThrownBy(() -> Descriptor.of(Json.object().path("config"), "manifest x"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("manifest x");
  }

  @Test
  void aMessageIsNotAsLongAsWhatItIsAbout() {
    assertRefused("{" + REQUIRED.replace(":3", ":-1") + ",\"x\":\"" + "y".repeat(1 << 20) + "\"}");
    assertRefused("{" + withMediaType("\"" + "y".repeat(1 << 20) + "\"") + "}");
  }

  @Test
  void cannotBeMadeNegative() {
    assertThatThrownBy(() -> Descriptor.of("a/b", DIGEST, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void keepsCopies() {
    List<String> urls = new ArrayList<>(List.of("https://a.example"));
    Map<String, String> annotations = new HashMap<>(Map.of("a", "1"));
    Descriptor descriptor = new Descriptor("a/b", DIGEST, 3, null, urls, annotations);
    urls.clear();
    annotations.clear();
    assertThat(descriptor.urls()).containsExactly("https://a.example");
    assertThat(descriptor.annotations()).containsOnly(Map.entry("a", "1"));
    assertThatThrownBy(() -> descriptor.urls().add("b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> descriptor.annotations().put("b", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void eachWithChangesOneAndKeepsTheRest() {
    Platform amd64 = Platform.parse("linux/amd64");
    Descriptor whole =
        new Descriptor("a/b", DIGEST, 3, amd64, List.of("https://a.example"), Map.of("a", "1"));
    assertThat(whole.withMediaType("c/d"))
        .isEqualTo(new Descriptor("c/d", DIGEST, 3, amd64, whole.urls(), whole.annotations()));
    Platform arm64 = Platform.parse("linux/arm64");
    assertThat(whole.withPlatform(arm64))
        .isEqualTo(new Descriptor("a/b", DIGEST, 3, arm64, whole.urls(), whole.annotations()));
    assertThat(whole.withAnnotations(Map.of("b", "2")))
        .isEqualTo(new Descriptor("a/b", DIGEST, 3, amd64, whole.urls(), Map.of("b", "2")));
  }

  private static String withMediaType(String json) {
    return REQUIRED.replace("\"application/vnd.oci.image.layer.v1.tar+gzip\"", json);
  }

  private static void assertRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .as("%.200s", json)
        .isInstanceOfSatisfying(
            MalformedContentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.PUBLICATION);
              assertThat(e.getMessage()).contains("index x").hasSizeLessThan(600);
            });
  }
}
