package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges, tokens, and what is said where they are refused. */
final class AuthenticationTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit.Image image = Kit.Image.of("auth");
  private final Descriptor layer = Kit.descriptor(MediaTypes.OCI_LAYER, image.layer());

  @AfterEach
  void stop() {
    registry.close();
  }

  private Transfer put(Kit kit) throws IOException {
    return kit.client
        .destination(app)
        .putBlob(layer, () -> new ByteArrayInputStream(image.layer()), List.of());
  }

  private static void refused(Kit kit, RepositoryName app, String... words) {
    assertThatThrownBy(() -> kit.at(app).checkPush())
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.CREDENTIALS);
              assertThat(e.getMessage()).contains(words).doesNotContain("secret");
            });
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void withoutCredentialsEveryPlaceLookedAtIsNamed() {
    registry.basic("me", "secret");
    try (Kit kit = new Kit(Set.of(), Kit.credentials("other", null), Dns.SYSTEM)) {
      refused(
          kit,
          app,
          app.toString(),
          "the settings, /home/me/config.json",
          "docker login " + registry.host(),
          "<server><id>" + registry.host() + "</id>");
    }
    assertThat(registry.openSessions()).isZero();
  }

  @Test
  void wrongCredentialsAreNamedByUserAndPlace() {
    registry.basic("me", "other");
    try (Kit kit = Kit.user("me", "secret")) {
      refused(kit, app, app.toString(), "user 'me'", "/home/me/config.json");
    }
    registry.bearer("me", "other");
    try (Kit kit = Kit.user("me", "secret")) {
      refused(kit, app, registry.host(), "user 'me'", "/home/me/config.json", "incorrect username");
    }
  }

  @Test
  void aPasswordWithLineBreaksIsSentAndDoubtedWhereItIsRefused() {
    String keyFile = "{\n  \"type\": \"service_account\"\n}\n";
    registry.basic("_json_key", keyFile);
    try (Kit kit = Kit.user("_json_key", keyFile)) {
      kit.client.destination(app).checkPush();
    }
    registry.basic("me", "secret");
    try (Kit kit = Kit.user("me", "secret\n")) {
      refused(kit, app, "user 'me'", "ends with a blank or a line break");
    }
  }

  @Test
  void aUserWhoMayOnlyPullIsToldSo() {
    registry.basic("me", "secret").grants(right -> right.endsWith(":pull"));
    try (Kit kit = Kit.user("me", "secret")) {
      refused(kit, app, app.toString(), "DENIED", "right to push");
    }
    registry.bearer("me", "secret");
    try (Kit kit = Kit.user("me", "secret")) {
      refused(kit, app, app.toString(), "user 'me'", "right to push");
    }
  }

  @Test
  void adviceForTheTwoLargeRegistriesHasTheirVariables() {
    assertThat(Advice.credentialsFor("ghcr.io"))
        .contains(
            "docker login ghcr.io",
            "GITHUB_ACTOR",
            "GITHUB_TOKEN",
            "permissions: {contents: read, packages: write}");
    assertThat(Advice.credentialsFor("docker.io"))
        .contains("'docker login'", "<id>docker.io</id>", "DOCKERHUB_USERNAME", "DOCKERHUB_TOKEN");
    assertThat(Advice.rightsFor(RepositoryName.parse("docker.io/acme/app"))).contains("'acme'");
  }

  @Test
  void aChallengeIsFoundAmongOthers() throws IOException {
    registry.basic("me", "secret");
    registry.faultOn(
        request -> request.header("Authorization") == null,
        1,
        Fault.alter(
            answer ->
                answer
                    .without("WWW-Authenticate")
                    .header("WWW-Authenticate", "Negotiate, Digest realm=\"a, \\\"b\\\" c\", x=y")
                    .header("Www-authenticate", "NTLM, Basic realm=\"with, comma = \\\" quote\"")));
    try (Kit kit = Kit.user("me", "secret")) {
      assertThat(put(kit)).isEqualTo(Transfer.UPLOADED);
    }
  }

  @Test
  void aChallengeThatWeCannotAnswerIsFinal() {
    registry.faultOnAll(
        request -> true, Fault.answer(Answer.of(401).header("WWW-Authenticate", "Negotiate")));
    try (Kit kit = Kit.user("me", "secret")) {
      refused(kit, app, app.toString(), "401");
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "access_token"})
  void aTokenIsRenewedBeforeItRunsOut(String field) throws IOException {
    registry.bearer("me", "secret").tokenField(field).expiresIn(null);
    try (Kit kit = Kit.user("me", "secret")) {
      put(kit);
      kit.time.pass(Duration.ofSeconds(40));
      put(kit);
      assertThat(registry.tokenScopes()).hasSize(1);
      kit.time.pass(Duration.ofSeconds(6));
      registry.forgetRequests();
      put(kit);
      assertThat(registry.tokenScopes()).hasSize(2);
      assertThat(registry.requests().stream().map(RecordedRequest::method))
          .containsExactly("GET", "HEAD");
    }
  }

  @Test
  void aTokenThatRunsOutInTheMiddleOfAnUploadIsReplacedAndTheRequestRepeated() throws IOException {
    registry.bearer("me", "secret");
    registry.faultOn(RecordedRequest.blobPut(), 1, Fault.first(registry::expireTokens));
    AtomicInteger opened = new AtomicInteger();
    try (Kit kit = Kit.user("me", "secret")) {
      Transfer transfer =
          kit.at(app)
              .putBlob(
                  layer,
                  () -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(image.layer());
                  },
                  List.of());
      assertThat(transfer).isEqualTo(Transfer.UPLOADED);
      assertThat(opened).hasValue(2);
      assertThat(kit.moved).hasValue(layer.size());
      assertThat(kit.time.sleeps()).isEmpty();
    }
    assertThat(registry.requests(RecordedRequest.uploadStart())).hasSize(1);
    assertThat(registry.requests(RecordedRequest.blobPut())).hasSize(2);
  }

  @Test
  void anIdentityTokenIsExchangedByPost() throws IOException {
    registry.bearer("nobody", "nothing").identityToken("secret identity", true);
    try (Kit kit = Kit.with(new Credential.IdentityToken("secret identity"))) {
      assertThat(put(kit)).isEqualTo(Transfer.UPLOADED);
    }
    assertThat(registry.requests(RecordedRequest.of("POST", "/token"))).hasSize(1);
    assertThat(registry.tokenScopes()).containsExactly(List.of("repository:acme/app:pull,push"));
  }

  @Test
  void anIdentityTokenIsOfferedByGetWherePostIsUnknown() throws IOException {
    registry.bearer("<token>", "secret identity").identityToken("secret identity", false);
    try (Kit kit = Kit.with(new Credential.IdentityToken("secret identity"))) {
      assertThat(put(kit)).isEqualTo(Transfer.UPLOADED);
    }
    assertThat(registry.requests(RecordedRequest.of("GET", "/token"))).hasSize(1);
  }

  @Test
  void aRegistryTokenIsSentAsItIs() throws IOException {
    registry.bearer("nobody", "nothing").registryToken("secret as it is");
    try (Kit kit = Kit.with(new Credential.RegistryToken("secret as it is"))) {
      assertThat(put(kit)).isEqualTo(Transfer.UPLOADED);
    }
    assertThat(registry.tokenScopes()).isEmpty();
  }

  @Test
  void anybodyReadsWhereThatIsAllowed() {
    registry.bearer("me", "secret").anonymousPull();
    registry.seedManifest("acme/app", "1", image.manifest());
    try (Kit kit = Kit.anonymous()) {
      assertThat(kit.at(app).headManifest("1")).isPresent();
    }
    assertThat(registry.tokenScopes()).containsExactly(List.of("repository:acme/app:pull"));
  }

  @Test
  void theCheckAsksForWhatItLacksAndLeavesNothing() {
    registry.bearer("me", "secret");
    try (Kit kit = Kit.user("me", "secret")) {
      kit.at(app).checkPush();
    }
    assertThat(registry.openSessions()).isZero();
    assertThat(registry.tokenScopes())
        .containsExactly(
            List.of("repository:acme/app:pull,push"),
            List.of("repository:acme/app:delete,pull,push"));
  }

  @Test
  void theCheckBearsARegistryThatDoesNotCancel() {
    registry.cancels(false);
    try (Kit kit = Kit.anonymous()) {
      kit.at(app).checkPush();
    }
    assertThat(registry.requests(RecordedRequest.of("DELETE", "/blobs/uploads/"))).hasSize(1);
  }

  @Test
  void aMountSourceThatTheTokenServerRefusesIsDoneWithout() throws IOException {
    registry.bearer("me", "secret");
    registry.faultOnAll(
        request -> request.query().contains("base"), Fault.answer(Answer.of(403).body("no base")));
    try (Kit kit = Kit.user("me", "secret")) {
      Transfer transfer =
          kit.at(app)
              .putBlob(
                  layer,
                  () -> new ByteArrayInputStream(image.layer()),
                  List.of(registry.repository("acme/base")));
      assertThat(transfer).isEqualTo(Transfer.UPLOADED);
    }
  }

  @Test
  void anotherHostsCredentialsStayAtHome() {
    registry.basic("me", "secret");
    Credentials others = Kit.credentials("ghcr.io", new Credential.Basic("me", "secret"));
    try (Kit kit = new Kit(Set.of(), others, Dns.SYSTEM)) {
      refused(kit, app, "No credentials for " + registry.host());
    }
    assertThat(registry.requests()).allMatch(each -> each.header("Authorization") == null);
  }

  @Test
  void aTokenServerThatFailsIsAskedAgain() throws IOException {
    registry.bearer("me", "secret");
    registry.faultOn(RecordedRequest.of("GET", "/token"), 1, Fault.status(503));
    try (Kit kit = Kit.user("me", "secret")) {
      assertThat(put(kit)).isEqualTo(Transfer.UPLOADED);
      assertThat(kit.time.sleeps()).hasSize(1);
    }
  }

  @Test
  void aTokenAnswerOfMoreThan64KiBIsNone() {
    registry.bearer("me", "secret");
    registry.faultOnAll(
        RecordedRequest.of("GET", "/token"),
        Fault.alter(
            answer -> answer.body("{\"token\":\"secret\",\"x\":\"" + "x".repeat(70_000) + "\"}")));
    try (Kit kit = Kit.user("me", "secret")) {
      assertThatThrownBy(() -> put(kit))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("holds no token")
          .hasMessageNotContaining("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://tokens.example/token", "ftp://127.0.0.1/token", "http://10.0.0.1/"})
  void aRealmThatMayNotSeeCredentialsIsNotAsked(String realm) {
    registry.bearer("me", "secret").realm(realm);
    try (Kit kit = Kit.user("me", "secret")) {
      assertThatThrownBy(() -> kit.at(app).checkPush())
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(realm)
          .hasMessageContaining("image.insecureRegistries");
    }
  }
}
