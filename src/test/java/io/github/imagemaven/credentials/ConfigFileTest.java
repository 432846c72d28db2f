package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
class ConfigFileTest {
  private static final Credential ME = new Credential.Basic("me", "s3cret");

  @TempDir Path temp;
  private Path file;
  private ScriptedHelpers scripts;

  @BeforeEach
  void folder() throws IOException {
    file = temp.resolve("config.json");
    scripts = new ScriptedHelpers(temp);
  }

  private Credentials.Lookup find(String host, String content) throws IOException {
    Files.writeString(file, content);
    return ConfigFile.of(file, scripts.programs()).find(host);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String auths(String key, String member, String value) {
    return "{\"auths\":{\"%s\":{\"%s\":\"%s\"}}}".formatted(key, member, value);
  }

  @Test
  void noFileIsNoCredentialAndSeen() {
    assertThat(ConfigFile.of(file, scripts.programs()).find("ghcr.io"))
        .isEqualTo(Credentials.Lookup.nothing(file + " (no such file)"));
  }

  @Test
  void anEmptyFileHasNone() throws IOException {
    assertThat(find("ghcr.io", "")).isEqualTo(Credentials.Lookup.nothing(file + " (no entry)"));
    assertThat(find("ghcr.io", "{\"auths\":null,\"credHelpers\":null,\"credsStore\":null}"))
        .isEqualTo(Credentials.Lookup.nothing(file + " (no entry)"));
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io",
    "ghcr.io, GHCR.IO",
    "ghcr.io, https://ghcr.io",
    "ghcr.io, https://ghcr.io/",
    "ghcr.io, https://ghcr.io/v1/",
    "ghcr.io, https://ghcr.io/v2",
    "ghcr.io, ghcr.io/v2/",
    "localhost:5000, localhost:5000",
    "localhost:5000, http://localhost:5000/v2/",
    "[::1]:5000, [::1]:5000",
    "docker.io, https://index.docker.io/v1/",
    "docker.io, index.docker.io",
    "docker.io, docker.io",
    "docker.io, registry-1.docker.io",
    "docker.io, https://registry.hub.docker.com/v2/",
  })
  void aKeyMeansAHost(String host, String key) throws IOException {
    Credentials.Lookup lookup = find(host, auths(key, "auth", base64("me:s3cret")));

    assertThat(lookup).isEqualTo(Credentials.Lookup.found(ME, file + " (auths " + key + ")"));
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io:5000",
    "localhost:5000, localhost",
    "ghcr.io, evil-ghcr.io",
    "ghcr.io, ghcr.io.evil.example",
    "docker.io, hub.docker.com",
  })
  void anotherHostsKeyDoesNot(String host, String key) throws IOException {
    assertThat(find(host, auths(key, "auth", base64("me:s3cret"))))
        .isEqualTo(Credentials.Lookup.nothing(file + " (no entry)"));
  }

  @ParameterizedTest
  @CsvSource({"quay.io, quay.io/acme", "docker.io, https://index.docker.io/v1/access-token"})
  void aKeyForAPartOfAHostIsNotUsedAndSeen(String host, String key) throws IOException {
    assertThat(find(host, auths(key, "auth", base64("me:s3cret"))))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "%s (entries for parts of %s only, which are not used; log in to %s)"
                    .formatted(file, host, host)));
  }

  @Test
  void dockersOwnSpellingComesFirstAndAnEmptyEntryIsPassedOver() throws IOException {
    String mine = "{\"auth\":\"" + base64("me:s3cret") + "\"}";
    String other = "{\"auth\":\"" + base64("other:x") + "\"}";

    assertThat(
            find(
                    "docker.io",
                    "{\"auths\":{\"docker.io\":%s,\"https://index.docker.io/v1/\":%s}}"
                        .formatted(other, mine))
                .credential())
        .isEqualTo(ME);
    assertThat(
            find(
                    "docker.io",
                    "{\"auths\":{\"https://index.docker.io/v1/\":{},\"docker.io\":%s}}"
                        .formatted(mine))
                .credential())
        .isEqualTo(ME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bWU6czNjcmV0Cg==", "bWU6czNjcmV0Cg", "bWU6\\nczNj\\ncmV0", "bWU6czNjcmV0AAA="})
  void authIsReadWithOrWithoutPaddingAndLineEnds(String auth) throws IOException {
    assertThat(find("ghcr.io", auths("ghcr.io", "auth", auth)).credential()).isEqualTo(ME);
  }

  @Test
  void onlyTheFirstColonParts() throws IOException {
    assertThat(find("ghcr.io", auths("ghcr.io", "auth", base64("me:a:b::ü"))).credential())
        .isEqualTo(new Credential.Basic("me", "a:b::ü"));
  }

  @Test
  void userNameAndPasswordServeWithoutAuthAndAuthComesFirst() throws IOException {
    String both = "\"username\":\"me\",\"password\":\"s3cret\"";

    assertThat(find("ghcr.io", "{\"auths\":{\"ghcr.io\":{" + both + "}}}").credential())
        .isEqualTo(ME);
    assertThat(
            find(
                    "ghcr.io",
                    "{\"auths\":{\"ghcr.io\":{%s,\"auth\":\"%s\"}}}"
                        .formatted(both, base64("other:x")))
                .credential())
        .isEqualTo(new Credential.Basic("other", "x"));
  }

  @Test
  void tokensComeBeforePasswords() throws IOException {
    // what `az acr login` leaves
    String azure = "\"auth\":\"" + base64("00000000-0000-0000-0000-000000000000:") + "\"";

    assertThat(
            find(
                    "ghcr.io",
                    "{\"auths\":{\"ghcr.io\":{%s,\"identitytoken\":\"id\"}}}".formatted(azure))
                .credential())
        .isEqualTo(new Credential.IdentityToken("id"));
    assertThat(
            find(
                    "ghcr.io",
                    "{\"auths\":{\"ghcr.io\":{%s,\"identitytoken\":\"id\",\"registrytoken\":\"reg\"}}}"
                        .formatted(azure))
                .credential())
        .isEqualTo(new Credential.RegistryToken("reg"));
  }

  @Test
  void theHelperOfTheHostIsTheOnlyOneAsked() throws IOException {
    scripts.knowing("mine", "ghcr.io", "me", "s3cret").knowing("all", "ghcr.io", "all", "x");
    String entry = "\"auths\":{\"ghcr.io\":{\"auth\":\"" + base64("file:x") + "\"}}";

    assertThat(
            find(
                "ghcr.io",
                "{%s,\"credHelpers\":{\"ghcr.io\":\"mine\"},\"credsStore\":\"all\"}"
                    .formatted(entry)))
        .isEqualTo(Credentials.Lookup.found(ME, file + " (docker-credential-mine)"));
    assertThat(
            find(
                "quay.io",
                "{\"auths\":{\"quay.io\":{\"auth\":\"%s\"}},\"credHelpers\":{\"quay.io\":\"mine\"}}"
                    .formatted(base64("file:x"))))
        .isEqualTo(Credentials.Lookup.nothing(file + " (docker-credential-mine has none)"));
  }

  @Test
  void theStoreIsAskedForEveryOtherHostAndComesBeforeEntries() throws IOException {
    scripts.knowing("all", "ghcr.io", "me", "s3cret");

    assertThat(
            find(
                "ghcr.io",
                "{\"auths\":{\"ghcr.io\":{\"auth\":\"%s\"}},\"credsStore\":\"all\"}"
                    .formatted(base64("file:x"))))
        .isEqualTo(Credentials.Lookup.found(ME, file + " (docker-credential-all)"));
    assertThat(
            find(
                "quay.io",
                "{\"auths\":{\"quay.io\":{\"auth\":\"%s\"}},\"credsStore\":\"all\"}"
                    .formatted(base64("file:x"))))
        .isEqualTo(Credentials.Lookup.nothing(file + " (docker-credential-all has none)"));
  }

  @Test
  void anEmptyHelperMeansTheFile() throws IOException {
    assertThat(
            find(
                    "ghcr.io",
                    "{\"auths\":{\"ghcr.io\":{\"auth\":\"%s\"}},\"credHelpers\":{\"ghcr.io\":\"\"},\"credsStore\":\"all\"}"
                        .formatted(base64("me:s3cret")))
                .credential())
        .isEqualTo(ME);
  }

  @Test
  void dockerHubsHelperGoesByAnyOfItsNames() throws IOException {
    scripts.knowing("hub", "https://index.docker.io/v1/", "me", "s3cret");

    assertThat(find("docker.io", "{\"credHelpers\":{\"docker.io\":\"hub\"}}").credential())
        .isEqualTo(ME);
    assertThat(
            find("docker.io", "{\"credHelpers\":{\"https://index.docker.io/v1/\":\"hub\"}}")
                .credential())
        .isEqualTo(ME);
  }

  @Test
  void aNamedHelperThatIsMissingIsAFailure() {
    assertThatThrownBy(() -> find("ghcr.io", "{\"credsStore\":\"gone\"}"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("docker-credential-gone, which is not in PATH");
    assertThatThrownBy(() -> find("ghcr.io", "{\"credsStore\":\"../bin/gone\"}"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("\"../bin/gone\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"auths\":{\"ghcr.io\":{\"auth\":hunter2}}}|not valid JSON (line 1, column",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"hunter2|not valid JSON",
        "[\"hunter2\"]|should be a JSON object",
        "{\"auths\":[\"hunter2\"]}|\"auths\" should be an object",
        "{\"auths\":{\"ghcr.io\":\"hunter2\"}}|\"ghcr.io\" should be an object",
        "{\"auths\":{\"ghcr.io\":{\"auth\":[\"hunter2\"]}}}|auth should be a string",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"hunter2!\"}}}|auth is not valid base64",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"aHVudGVyMg==\"}}}|it has no colon",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"Omh1bnRlcjI=\"}}}|no user name",
        "{\"auths\":{\"ghcr.io\":{\"username\":\"hunter2\"}}}|no password",
        "{\"credHelpers\":\"hunter2\"}|\"credHelpers\" should be an object",
        "{\"credsStore\":{\"a\":\"hunter2\"}}|\"credsStore\" should be a string",
      })
  void aMalformedFileIsAFailureThatShowsNoSecret(String content, String what) {
    assertThatThrownBy(() -> find("ghcr.io", content))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(what)
        .satisfies(
            e -> {
              StringWriter trace = new StringWriter();
              e.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain("hunter2").doesNotContain("aHVudGVyMg");
            });
  }

  @Test
  void anotherHostsMalformedEntryIsNoMatterOfThisHost() throws IOException {
    assertThat(
            find(
                    "ghcr.io",
                    "{\"auths\":{\"quay.io\":{\"auth\":\"!\"},\"ghcr.io\":{\"auth\":\"%s\"}}}"
                        .formatted(base64("me:s3cret")))
                .credential())
        .isEqualTo(ME);
  }

  @Test
  void aFileThatCannotBeReadIsAFailure() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> ConfigFile.of(file, scripts.programs()).find("ghcr.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file + " cannot be read");
  }

  @Test
  void theOldFileIsAListOfEntries() throws IOException {
    Files.writeString(
        file,
        "{\"https://index.docker.io/v1/\":{\"auth\":\"%s\",\"email\":\"me@acme.example\"}}"
            .formatted(base64("me:s3cret")));

    assertThat(ConfigFile.legacy(file, scripts.programs()).find("docker.io").credential())
        .isEqualTo(ME);
  }
}
