package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that repeat in a refusal what they were sent. */
final class EchoedSecretTest {
  private final InProcessRegistry registry = InProcessRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
  }

  private String messageOf(Kit kit) {
    Throwable failure = catchThrowable(() -> kit.at(registry.repository("acme/app")).checkPush());
    return String.valueOf(failure.getMessage()) + kit.infos + kit.warnings;
  }

  @Test
  void anIdentityTokenThatTheTokenServerRepeatsIsNotShown() {
    registry.bearer("nobody", "nothing").identityToken("other", true);
    registry.faultOnAll(
        RecordedRequest.of("POST", "/token"),
        Fault.answer(
            Answer.of(400)
                .body(
                    "{\"error\":\"invalid_grant\",\"error_description\":"
                        + "\"refresh token s3cret-identity has expired\"}")));
    try (Kit kit = Kit.with(new Credential.IdentityToken("s3cret-identity"))) {
      assertThat(messageOf(kit)).contains("refused a token").doesNotContain("s3cret-identity");
    }
  }

  @Test
  void aHeaderThatAGatewayRepeatsIsNotShown() {
    registry.basic("me", "s3cret");
    registry.faultOnAll(
        RecordedRequest.uploadStart().and(request -> request.header("Authorization") != null),
        Fault.answer(
            Answer.of(400)
                .body("blocked by rule 942100, headers: Authorization: Basic bWU6czNjcmV0")));
    try (Kit kit = Kit.user("me", "s3cret")) {
      assertThat(messageOf(kit)).contains("rule 942100").doesNotContain("bWU6czNjcmV0");
    }
  }

  @Test
  void aTransientAnswerThatRepeatsAHeaderIsNotLogged() {
    registry.basic("me", "s3cret");
    registry.faultOnAll(
        RecordedRequest.uploadStart().and(request -> request.header("Authorization") != null),
        Fault.answer(Answer.of(502).body("upstream: Authorization: Basic bWU6czNjcmV0")));
    try (Kit kit = Kit.user("me", "s3cret")) {
      assertThat(messageOf(kit)).contains("502").doesNotContain("bWU6czNjcmV0");
    }
  }

  @Test
  void aTokenThatARegistryRepeatsInAWarningIsNotShown() {
    registry.bearer("me", "s3cret");
    try (Kit kit = Kit.user("me", "s3cret")) {
      kit.at(registry.repository("acme/app")).checkPush();
      String token =
          registry.requests(RecordedRequest.uploadStart()).stream()
              .map(request -> request.header("Authorization"))
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow()
              .substring("Bearer ".length());
      assertThat(kit.warnings).isEmpty();
      registry.faultOnAll(
          RecordedRequest.of("HEAD", "/manifests/"),
          Fault.answer(
              Answer.of(404).header("Warning", "299 - \"saw " + token + " of s3cret too often\"")));
      assertThat(kit.at(registry.repository("acme/app")).headManifest("1")).isEmpty();
      assertThat(kit.warnings).singleElement().asString().contains("saw *** of *** too often");
    }
  }

  /** As a gateway does that answers with what it was sent. */
  @Test
  void aPasswordInPlaceOfAManifestIsNotShown() {
    registry.bearer("me", "s3cret");
    registry.faultOnAll(
        RecordedRequest.of("GET", "/manifests/")
            .and(request -> request.header("Authorization") != null),
        Fault.answer(
            Answer.of(200)
                .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                .body("s3cret")));
    registry.faultOnAll(
        RecordedRequest.of("GET", "/tags/list"), Fault.answer(Answer.of(200).body("s3cret")));
    try (Kit kit = Kit.user("me", "s3cret")) {
      Repository repository = kit.client.destination(registry.repository("acme/app"));
      assertThat(catchThrowable(() -> repository.getManifest("1").orElseThrow()))
          .hasMessageContaining("is not valid JSON (line 1, column")
          .hasMessageNotContaining("s3cret");
      assertThat(catchThrowable(() -> repository.lists("1")))
          .hasMessageContaining("list of tags is not valid JSON (line 1, column")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aPlaceThatWeAreSentToIsShownWithoutNameAndPassword() {
    registry.faultOnAll(
        RecordedRequest.uploadStart(),
        Fault.answer(Answer.of(202).header("Location", "ftp://me:pa@ss@host/v2/?sig=abc")));
    registry.faultOnAll(
        RecordedRequest.of("HEAD", "/manifests/"),
        Fault.answer(
            Answer.of(401)
                .header(
                    "WWW-Authenticate", "Bearer realm=\"http://me:other@tokens.example/?k=1\"")));
    try (Kit kit = Kit.anonymous()) {
      Repository repository = kit.at(registry.repository("acme/app"));
      assertThat(catchThrowable(repository::checkPush)).hasMessageContaining("'ftp://host/v2/?…'");
      assertThat(catchThrowable(() -> repository.headManifest("1")))
          .hasMessageContaining("'http://tokens.example/?…'");
    }
  }
}
