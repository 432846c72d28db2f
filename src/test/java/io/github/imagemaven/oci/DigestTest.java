package io.github.imagemaven.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.SecretForm;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** image-spec v1.1.1, descriptor.md, "Digests" and "Registered algorithms". */
class DigestTest {
  private static final byte[] ABC = "abc".getBytes(UTF_8);
  private static final byte[] OTHER = "abd".getBytes(UTF_8);

  /** The examples of FIPS 180-2, appendices B.1 and C.1. */
  private static final String SHA256_ABC =
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String SHA512_ABC =
      "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

  static Stream<String> registered() {
    return Stream.of(SHA256_ABC, SHA512_ABC);
  }

  static Stream<String> malformed() {
    String hex = "0".repeat(64);
    return Stream.of(
        "",
        ":",
        "sha256",
        "sha256:",
        ":" + hex,
        hex,
        "sha256:" + "0".repeat(63),
        "sha256:" + "0".repeat(65),
        "sha256:" + "0".repeat(128),
        "sha512:" + hex,
        "sha256:" + "A".repeat(64),
        "sha256:" + "g".repeat(64),
        "sha256:" + "٠".repeat(64),
        "SHA256:" + hex,
        "sha256=" + hex,
        "sha256::" + hex,
        " sha256:" + hex,
        "sha256:" + hex + " ",
        "sha256:" + hex + "\n",
        "sha256:../" + "0".repeat(61),
        "sha384:" + "0".repeat(96),
        "md5:" + "0".repeat(32),
        "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564");
  }

  @ParameterizedTest
  @MethodSource("registered")
  void readsBothRegisteredAlgorithms(String text) {
    Digest digest = Digest.of(text);
    assertThat(digest).hasToString(text).isEqualTo(new Digest(digest.algorithm(), digest.hex()));
    assertThat(text).isEqualTo(digest.algorithm() + ":" + digest.hex());
    assertThat(Digest.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("registered")
  void isTheHashOfItsBytesAndOfNoOthers(String text) {
    Digest digest = Digest.of(text);
    assertThat(digest.matches(ABC)).isTrue();
    assertThat(digest.matches(OTHER)).isFalse();
    assertThat(digest.matches(new byte[0])).isFalse();
  }

  @ParameterizedTest
  @MethodSource("registered")
  void itsHasherReachesItAndBeginsAgain(String text) {
    Digest digest = Digest.of(text);
    MessageDigest hasher = digest.hasher();
    hasher.update(ABC, 0, 2);
    hasher.update(ABC, 2, 1);
    assertThat(digest.reachedBy(hasher)).isTrue();
    assertThat(digest.reachedBy(hasher)).as("without any byte").isFalse();
    hasher.update(ABC);
    assertThat(digest.reachedBy(hasher)).as("from the beginning").isTrue();
  }

  @Test
  void eachHasherIsANewOne() {
    Digest digest = Digest.of(SHA256_ABC);
    MessageDigest first = digest.hasher();
    first.update(OTHER);
    MessageDigest second = digest.hasher();
    second.update(ABC);
    assertThat(digest.reachedBy(second)).isTrue();
  }

  @Test
  void whatIsWrittenIsSha256() {
    assertThat(Digest.ofBytes(ABC)).hasToString(SHA256_ABC);
    MessageDigest hasher = Digest.sha256();
    hasher.update(ABC);
    assertThat(Digest.ofSha256(hasher)).hasToString(SHA256_ABC);
    assertThat(Digest.ofSha256(hasher)).as("begun again").isEqualTo(Digest.ofBytes(new byte[0]));
    assertThat(Digest.ofBytes(new byte[0]))
        .hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void anotherAlgorithmsHasherDoesNotReachIt() {
    MessageDigest sha512 = Digest.of(SHA512_ABC).hasher();
    sha512.update(ABC);
    assertThat(Digest.of(SHA256_ABC).reachedBy(sha512)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesEveryOtherForm(String text) {
    assertThat(Digest.isValid(text)).isFalse();
    assertThatThrownBy(() -> Digest.of(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "digest " + SecretForm.quoted(text) + " is not valid: expected sha256:");
  }

  @Test
  void cannotBeMadeMalformed() {
    assertThatThrownBy(() -> new Digest("sha256", "0"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'sha256:0'");
    assertThatThrownBy(() -> new Digest("", SHA256_ABC)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new Digest(SHA256_ABC, "")).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void sortsAsText() {
    Digest zeros = new Digest("sha256", "0".repeat(64));
    assertThat(Stream.of(Digest.of(SHA512_ABC), Digest.of(SHA256_ABC), zeros).sorted())
        .containsExactly(zeros, Digest.of(SHA256_ABC), Digest.of(SHA512_ABC));
    assertThat(zeros.compareTo(new Digest("sha256", "0".repeat(64)))).isZero();
  }
}
