package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.ImageException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that make no sense become sentences and never defects of ours. */
final class OddAnswersTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final InProcessRegistry registry = InProcessRegistry.start();
  private final Kit kit = Kit.anonymous();

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
  }

  /** GitHub's runner takes commands of the old form from the middle of any line of the log. */
  @Test
  void noRefusalIsACommand() {
    String evil = "##[set-output name=tag]evil \u009b31m \u202e \u2028::error::b";
    registry.faultOnAll(any -> true, Fault.answer(Answer.error(403, "DENIED", evil, "")));
    assertThatThrownBy(() -> kit.at(registry.repository("acme/app")).getManifest("1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("set-output name=tag]evil")
        .message()
        .doesNotContain("##[", "\u009b", "\u202e", "\u2028");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://999.999.999.999/x",
        "http://[::1",
        "http://a b/",
        "http://host:99999/",
        "ftp://host/",
        "//"
      })
  void aLocation(String location) {
    registry.faultOnAll(
        RecordedRequest.uploadStart(), Fault.answer(Answer.of(202).header("Location", location)));
    byte[] layer = {1, 2, 3};
    Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, layer);
    assertThatThrownBy(
            () ->
                kit.at(registry.repository("acme/app"))
                    .putBlob(blob, () -> new ByteArrayInputStream(layer), List.of()))
        .isInstanceOf(RegistryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"999.999.999.999", "010.0.0.1", "127.1", "2130706433"})
  void numbersThatMayMeanAnythingAreNotFollowed(String host) {
    assertThat(Addresses.isInternalLiteral(host)).isTrue();
    assertThat(Addresses.isLoopback(host)).isFalse();
  }

  private static Token token(String json) {
    return Token.parse(json.getBytes(StandardCharsets.UTF_8), Scopes.none(), Holder.of(null), NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "99999999999999999999999999",
        "1e999999999",
        "-1e999999999",
        "\"soon\"",
        "\"99999999999999999999\"",
        "null",
        "[1]",
        "{}"
      })
  void anAgeThatIsNoneIsOneMinute(String age) {
    assertThat(token("{\"token\":\"t\",\"expires_in\":" + age + "}").freshUntil())
        .isEqualTo(NOW.plusSeconds(45));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\\nb\"", "\"\u00e4\"", "\" \"", "{\"a\":1}", "[]", "null"})
  void aTokenThatNoHeaderCanCarryIsNone(String value) {
    assertThatThrownBy(() -> token("{\"token\":" + value + "}"))
        .isInstanceOf(MalformedContentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer realm=\"no url\"",
        "Bearer realm=\"http://999.1.1.1/token\"",
        "Bearer realm=\"",
        "Bearer abc==",
        "=,;",
        "Basic"
      })
  void aChallenge(String challenge) {
    registry.faultOnAll(
        request -> true, Fault.answer(Answer.of(401).header("WWW-Authenticate", challenge)));
    assertThatThrownBy(() -> kit.at(registry.repository("acme/app")).headManifest("1"))
        .isInstanceOf(RegistryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "18446744073709551617", "1.5", "\"1\""})
  void aSizeThatIsNone(String size) {
    String digest = Digest.ofBytes(new byte[0]).toString();
    String index =
        "{\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%s}]}"
            .formatted(MediaTypes.OCI_MANIFEST, digest, size);
    RawManifest raw = RawManifest.of(MediaTypes.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Index.parse(raw)).isInstanceOf(MalformedContentException.class);
  }

  @Test
  void aManifestInNoEncoding() {
    byte[] utf32 = {0, 0, (byte) 0xfe, (byte) 0xff, 0x7f, 0x7f, 0x7f, 0x7f};
    registry.faultOnAll(request -> true, Fault.answer(Answer.of(200).body(utf32)));
    assertThatThrownBy(() -> kit.at(registry.repository("acme/app")).getManifest("1"))
        .isInstanceOf(ImageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "{\"errors\":1}",
        "{\"errors\":[1,null,{\"code\":[]}]}",
        "\"x\"",
        "{"
      })
  void aRefusalOfAnotherShape(String body) {
    registry.faultOnAll(request -> true, Fault.answer(Answer.of(400).body(body)));
    assertThatThrownBy(() -> kit.at(registry.repository("acme/app")).getManifest("1"))
        .isInstanceOf(RegistryException.class);
  }
}
