package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.SettingsServers.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsServersTest {
  private static Server server(String id, @Nullable String username, @Nullable String password) {
    return new Server(id, username, password, null);
  }

  private static @Nullable Credential credential(String host, Server... servers) {
    return new SettingsServers(List.of(servers)).find(host).credential();
  }

  @Test
  void theIdIsTheHost() {
    Server[] servers = {server("central", "a", "1"), server("ghcr.io", "me", "s3cret")};

    assertThat(credential("ghcr.io", servers)).isEqualTo(new Credential.Basic("me", "s3cret"));
    assertThat(credential("quay.io", servers)).isNull();
    assertThat(new SettingsServers(List.of(servers)).find("ghcr.io").places())
        .containsExactly("settings.xml (server ghcr.io)");
  }

  @Test
  void theServerOfThePortComesBeforeTheServerOfTheHost() {
    Server host = server("localhost", "host", "1");
    Server port = server("localhost:5000", "port", "2");

    assertThat(credential("localhost:5000", host, port))
        .isEqualTo(new Credential.Basic("port", "2"));
    assertThat(credential("localhost:5001", host, port))
        .isEqualTo(new Credential.Basic("host", "1"));
    assertThat(credential("localhost", port)).isNull();
    assertThat(credential("[::1]:5000", server("[::1]", "six", "6")))
        .isEqualTo(new Credential.Basic("six", "6"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "registry.hub.docker.com",
        "https://index.docker.io/v1/"
      })
  void dockerHubHasManyNames(String id) {
    assertThat(credential("docker.io", server(id, "me", "s3cret")))
        .isEqualTo(new Credential.Basic("me", "s3cret"));
  }

  @Test
  void theExactIdWins() {
    assertThat(
            credential(
                "docker.io", server("index.docker.io", "old", "1"), server("docker.io", "me", "2")))
        .isEqualTo(new Credential.Basic("me", "2"));
  }

  /** Maven takes it for an encrypted one, since it stands in braces. */
  @Test
  void aPasswordWhoseVariableIsNotSetIsNoneRatherThanUndecryptable() {
    Server unset = new Server("ghcr.io", "me", "${env.REGPW}", "no settings-security.xml");

    assertThat(new SettingsServers(List.of(unset)).find("ghcr.io").places())
        .containsExactly("settings.xml (server ghcr.io: ${env.REGPW} is not set)");
  }

  @Test
  void aPasswordThatCannotBeDecryptedIsAFailure() {
    Server broken = new Server("ghcr.io", "me", "{c2VjcmV0}", "no master password");

    assertThatThrownBy(() -> credential("ghcr.io", broken))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("server ghcr.io")
        .hasMessageContaining("no master password")
        .hasMessageContaining("settings-security.xml")
        .message()
        .doesNotContain("c2VjcmV0");
    assertThat(credential("quay.io", broken)).isNull();
  }

  @Test
  void halfAServerIsAFailure() {
    assertThatThrownBy(() -> credential("ghcr.io", server("ghcr.io", null, "s3cret")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("ghcr.io")
        .hasMessageContaining("has a password and no username")
        .message()
        .doesNotContain("s3cret");
    assertThatThrownBy(() -> credential("ghcr.io", server("ghcr.io", "me", "")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("has a username and no password");
  }

  @Test
  void aServerWithoutBothIsNoneAndSeen() {
    assertThat(new SettingsServers(List.of(server("ghcr.io", null, null))).find("ghcr.io"))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "settings.xml (server ghcr.io has neither username nor password)"));
  }

  @Test
  void aVariableThatIsNotSetIsNoneAndSeen() {
    SettingsServers servers =
        new SettingsServers(List.of(server("ghcr.io", "me", "${env.GHCR_TOKEN}")));

    assertThat(servers.find("ghcr.io"))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "settings.xml (server ghcr.io: ${env.GHCR_TOKEN} is not set)"));
  }

  @Test
  void aServerDoesNotShowItsPassword() {
    assertThat(server("ghcr.io", "me", "s3cret").toString()).doesNotContain("s3cret");
  }
}
