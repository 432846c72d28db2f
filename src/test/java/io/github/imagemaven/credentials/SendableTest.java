package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that were copied with more than themselves. */
class SendableTest {
  @TempDir Path home;

  private static Credentials of(Credential credential) {
    return new Credentials(List.of(host -> Credentials.Lookup.found(credential, "the vault")));
  }

  private static void assertRefused(Credential credential, String problem) {
    Throwable failure = catchThrowable(() -> of(credential).lookup("ghcr.io"));
    assertThat(failure)
        .isInstanceOf(CredentialException.class)
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContaining("Credentials for ghcr.io from the vault cannot be sent: " + problem)
        .hasMessageContaining("store it again");
    assertThat(failure.toString()).doesNotContain("hidden");
    assertThat(failure.getCause()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hidden\n", "hid\rden-hidden", "\u0000hidden", "hidden\u007f", "hidden\t"})
  void controlCharactersAreRefused(String secret) {
    assertRefused(new Credential.Basic(secret, "hidden"), "the user name has a control");
    assertRefused(new Credential.RegistryToken(secret), "the registry token has a character");
    assertRefused(new Credential.IdentityToken(secret), "the identity token has a control");
  }

  @Test
  void whatNoHeaderCarriesIsRefusedAndNotShown() {
    assertRefused(
        new Credential.RegistryToken("hidden\u00e9"),
        "the registry token has a character that no header can carry. Mostly");
    assertRefused(new Credential.Basic("me:you", "hidden"), "the user name has a colon");
    assertRefused(
        new Credential.Basic("me", "hid\u0000hidden"),
        "the password has a control character (U+0000)");
  }

  @Test
  void whatARegistryMayTakeIsLeft() {
    for (Credential good :
        List.of(
            new Credential.Basic("_json_key", "{\n\t\"type\": \"p\u00e4ss w\u00f6rd:~\"\r\n}\n"),
            new Credential.RegistryToken("ey.J-_~+/="),
            new Credential.IdentityToken("a.b-c"))) {
      assertThatCode(() -> of(good).lookup("ghcr.io")).doesNotThrowAnyException();
    }
  }

  @Test
  void tokenOfAFileIsNamedByItsFile() throws IOException {
    Path file = home.resolve("config.json");
    Files.writeString(file, "{\"auths\":{\"quay.io\":{\"registrytoken\":\"hidden\\nhidden\"}}}");
    Credentials credentials =
        Credentials.standard(List.of(), Map.of("DOCKER_CONFIG", home.toString(), "PATH", ""), home);
    assertThatThrownBy(() -> credentials.lookup("quay.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("from " + file + " (auths quay.io)")
        .hasMessageContaining("(U+000A)");
  }
}
