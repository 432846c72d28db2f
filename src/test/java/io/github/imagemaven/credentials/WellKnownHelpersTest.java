package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
class WellKnownHelpersTest {
  @TempDir Path temp;
  private ScriptedHelpers scripts;

  @BeforeEach
  void folder() throws IOException {
    scripts = new ScriptedHelpers(temp);
  }

  private Credentials.Lookup find(String host) {
    return new WellKnownHelpers(scripts.programs()).find(host);
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io, gcr",
    "eu.gcr.io, gcr",
    "europe-west1-docker.pkg.dev, gcr",
    "gcr.io, gcloud",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com, ecr-login",
    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, ecr-login",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, ecr-login",
    "public.ecr.aws, ecr-login",
    "acme.azurecr.io, acr-env",
  })
  void aCloudsRegistryHasItsHelper(String host, String helper) throws IOException {
    scripts.knowing(helper, host, "me", "s3cret");

    Credentials.Lookup lookup = find(host);

    assertThat(lookup.credential()).isEqualTo(new Credential.Basic("me", "s3cret"));
    assertThat(lookup.places()).last().isEqualTo("docker-credential-" + helper);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ghcr.io", "evilgcr.io", "gcr.io.evil.example", "s3.amazonaws.com", "azurecr.io"})
  void otherHostsAskNone(String host) throws IOException {
    for (String helper : new String[] {"gcr", "gcloud", "ecr-login", "acr-env"}) {
      scripts.knowing(helper, host, "me", "s3cret");
    }

    assertThat(find(host)).isEqualTo(Credentials.Lookup.nothing());
  }

  @Test
  void oneThatIsNotInstalledIsNoFailure() {
    assertThat(find("gcr.io"))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "docker-credential-gcr (not in PATH)", "docker-credential-gcloud (not in PATH)"));
  }

  @Test
  void oneThatFailsIsPassedOverAndSeen() throws IOException {
    scripts.with("gcr", "echo 'not logged in' >&2; exit 1").knowing("gcloud", "gcr.io", "me", "x");

    Credentials.Lookup lookup = find("gcr.io");

    assertThat(lookup.credential()).isEqualTo(new Credential.Basic("me", "x"));
    assertThat(lookup.places().get(0)).contains("docker-credential-gcr").contains("not logged in");
  }
}
