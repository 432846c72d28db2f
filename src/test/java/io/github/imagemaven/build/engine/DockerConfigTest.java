package io.github.imagemaven.build.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credential.Basic;
import io.github.imagemaven.credentials.Credential.IdentityToken;
import io.github.imagemaven.oci.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {
  private static final Map<String, Credential> CREDENTIALS =
      Map.of(
          "docker.io", new Basic("ann", "s3cret"), "ghcr.io", new IdentityToken("token-of-ghcr"));

  @TempDir Path temp;
  private Path own;

  @BeforeEach
  void make() throws IOException {
    own = Files.createDirectories(temp.resolve("home/.docker"));
  }

  private ObjectNode written(Map<String, String> environment) throws IOException {
    Path folder =
        DockerConfig.write(
            Files.createDirectories(temp.resolve("secrets")), CREDENTIALS, environment);
    for (String each : new String[] {"contexts", "cli-plugins"}) {
      if (Files.exists(own.resolve(each))) {
        assertThat(folder.resolve(each).toRealPath()).isEqualTo(own.resolve(each).toRealPath());
      }
    }
    return Json.parseObject(Files.readAllBytes(folder.resolve("config.json")), "config");
  }

  /** A helper that the user has would be asked in the place of the file. */
  @Test
  void theUsersOwnWithOtherCredentials() throws IOException {
    Files.createDirectories(own.resolve("contexts"));
    Files.createDirectories(own.resolve("cli-plugins"));
    String before =
        """
        {"auths": {"ghcr.io": {"auth": "b2xk"}, "quay.io": {"auth": "cXVheQ=="}},
         "credsStore": "pass", "credHelpers": {"ghcr.io": "gh"}, "currentContext": "far",
         "proxies": {"default": {"httpProxy": "http://proxy"}}}
        """;
    Files.writeString(own.resolve("config.json"), before);
    ObjectNode config = written(Map.of("HOME", temp.resolve("home").toString()));

    assertThat(config.path("currentContext").asText()).isEqualTo("far");
    assertThat(config.path("proxies").path("default").path("httpProxy").asText())
        .isEqualTo("http://proxy");
    assertThat(config.has("credsStore") || config.has("credHelpers")).isFalse();
    assertThat(config.path("auths").path("quay.io").path("auth").asText()).isEqualTo("cXVheQ==");
    assertThat(config.path("auths").path("ghcr.io").path("identitytoken").asText())
        .isEqualTo("token-of-ghcr");
    String hub = config.path("auths").path("https://index.docker.io/v1/").path("auth").asText();
    assertThat(new String(Base64.getDecoder().decode(hub), UTF_8)).isEqualTo("ann:s3cret");
    assertThat(own.resolve("config.json")).hasContent(before);
  }

  @Test
  void whoHasNone() throws IOException {
    assertThat(written(Map.of("DOCKER_CONFIG", temp.resolve("nowhere").toString())).path("auths"))
        .hasSize(2);
  }
}
