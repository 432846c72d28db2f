package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.VendorServer;
import io.github.imagemaven.report.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The APIs that vendors have beside the distribution-spec, and what they may answer. */
final class VendorApiTest {
  private static final String AUTHORIZATION = "Bearer ghs_verysecret";

  private final VendorServer server = VendorServer.start();
  private final Kit kit = Kit.user("me", "s3cret");
  private final VendorApi api = api("/api/v3", AUTHORIZATION);

  @AfterEach
  void stop() {
    kit.close();
    server.close();
  }

  private VendorApi api(String path, String authorization) {
    return kit.client.vendorApi(
        URI.create("http://" + server.host() + path), Optional.of(authorization));
  }

  private VendorApi.Answer get(String path) {
    return api.send("GET", path, Map.of(), null);
  }

  private static Answer json(String body) {
    return Answer.of(200).header("Content-Type", "application/json").body(body);
  }

  @Test
  void aPathIsSentAsItIsWithWhatWeAreAndWhatWeWant() {
    server.answer(json("[{\"id\":1}]"));
    VendorApi.Answer answer =
        api.send(
            "GET",
            "orgs/acme/packages/container/a%2Fb/versions?per_page=100",
            Map.of("X-GitHub-Api-Version", "2022-11-28"),
            null);
    VendorServer.Request asked = server.requests().get(0);
    assertThat(asked.line())
        .isEqualTo("GET /api/v3/orgs/acme/packages/container/a%2Fb/versions?per_page=100");
    assertThat(asked.headers())
        .containsEntry("authorization", AUTHORIZATION)
        .containsEntry("accept", "application/json")
        .containsEntry("user-agent", "test/1")
        .containsEntry("x-github-api-version", "2022-11-28");
    assertThat(answer.isSuccessful()).isTrue();
    assertThat(answer.body()).isEqualTo(Json.parse("[{\"id\":1}]".getBytes(), "test"));
    assertThat(answer.headers()).containsEntry("content-type", "application/json");
    assertThat(answer.next()).isNull();
    assertThat(Duration.between(answer.date(), Instant.now()).abs())
        .isLessThan(Duration.ofHours(1));
  }

  @Test
  void aBodyIsSentAsJson() {
    server.answer(json("{\"access_token\":\"t\"}"));
    JsonNode body = Json.object().put("identifier", "me").put("secret", "s");
    api("", AUTHORIZATION).send("POST", "/v2/auth/token", Map.of(), body);
    VendorServer.Request asked = server.requests().get(0);
    assertThat(asked.line()).isEqualTo("POST /v2/auth/token");
    assertThat(asked.headers()).containsEntry("content-type", "application/json");
    assertThat(asked.body()).isEqualTo("{\"identifier\":\"me\",\"secret\":\"s\"}");
  }

  @Test
  void anAnswerMayHaveNoBodyButNotToAGet() throws Exception {
    server.answer(Answer.of(204), Answer.of(202), Answer.of(200));
    assertThat(api.delete("x", Map.of(), () -> true).orElseThrow().body()).isNull();
    assertThat(api.delete("x", Map.of(), () -> true).orElseThrow().isSuccessful()).isTrue();
    assertThatThrownBy(() -> get("x"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no JSON");
  }

  @Test
  void aRefusalIsTheCallersMatterWithItsWords() throws Exception {
    server.answer(
        json("{\"message\":\"You cannot delete the last tagged version\"}").status(400),
        json("{\"detail\":\"no such tag\"}").status(404),
        Answer.of(403).body("<html>no</html>"));
    VendorApi.Answer last = api.delete("versions/1", Map.of(), () -> true).orElseThrow();
    assertThat(last.status()).isEqualTo(400);
    assertThat(last.isSuccessful()).isFalse();
    assertThat(last.description())
        .isEqualTo("400 Bad Request (You cannot delete the last tagged version)");
    assertThat(last.body().path("message").asText()).startsWith("You cannot");
    assertThat(get("x").description()).isEqualTo("404 Not Found (no such tag)");
    VendorApi.Answer html = get("x");
    assertThat(html.body()).isNull();
    assertThat(html.description()).isEqualTo("403 Forbidden");
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Sign in</html>", "\"text\"", "null", "{\"a\":1} {}", "{", "17"})
  void aSuccessThatIsNoJsonIsNone(String body) {
    server.answer(Answer.of(200).header("Content-Type", "text/html").body(body));
    assertThatThrownBy(() -> get("x"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(server.host())
        .hasMessageContaining("no JSON (content type 'text/html')")
        .hasMessageEndingWith("a login page answers in its place.");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anAnswerHasAnEnd() {
    server.answer(json("[\"" + "x".repeat(4 << 20) + "\"]"));
    assertThatThrownBy(() -> get("x"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("larger than 4 MiB");
  }

  @Test
  void theNextPageIsReadWhereItIsSaidToBe() {
    String next = "http://" + server.host() + "/organizations/7/versions?page=2";
    server.answer(
        json("[]").header("Link", "<" + next + ">; rel=\"next\", <" + next + "0>; rel=\"last\""),
        json("[]").header("Link", "</api/v3/x?page=1>; rel=\"first\""));
    VendorApi.Answer first = get("x");
    assertThat(first.next()).isEqualTo(next);
    assertThat(get(first.next()).next()).isNull();
    assertThat(server.requests().get(1).line()).isEqualTo("GET /organizations/7/versions?page=2");
    assertThat(server.requests().get(1).headers()).containsEntry("authorization", AUTHORIZATION);
  }

  @Test
  void aPageThatCannotBeFoundIsNoLastPage() {
    server.answer(json("[]").header("Link", "/x?page=2; rel=next"));
    assertThatThrownBy(() -> get("x"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("has more pages");
  }

  @Test
  void nothingIsSentToAnotherHostOrPort() {
    try (VendorServer other = VendorServer.start()) {
      String[] elsewhere = {
        "http://" + other.host() + "/x",
        "https://" + server.host() + "/x",
        "http://localhost:" + server.port() + "/x",
        "http://me:pw@" + server.host() + "/x"
      };
      for (String each : elsewhere) {
        assertThatThrownBy(() -> get(each))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("another host")
            .hasMessageNotContaining("pw");
      }
      assertThat(other.requests()).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void nothingAboveTheRootIsAsked() {
    assertThatThrownBy(() -> get("../admin")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> get("a/%2e%2e/%2e%2e/b")).isInstanceOf(IllegalArgumentException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aRedirectIsFollowedAtTheSameHostAndNowhereElse() throws Exception {
    try (VendorServer other = VendorServer.start()) {
      server.answer(
          Answer.of(301).header("Location", "/repositories/7"),
          json("{\"ok\":true}"),
          Answer.of(302).header("Location", "http://" + other.host() + "/x"),
          Answer.of(307).header("Location", "/x").body("{\"message\":\"Moved\"}"));
      assertThat(get("x").body().path("ok").asBoolean()).isTrue();
      assertThat(server.requests().get(1).headers()).containsEntry("authorization", AUTHORIZATION);
      assertThatThrownBy(() -> get("x"))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("not followed")
          .hasMessageContaining(other.host());
      assertThat(other.requests()).isEmpty();
      assertThat(api.delete("x", Map.of(), () -> true).orElseThrow().status()).isEqualTo(307);
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void redirectsHaveAnEnd() {
    for (int i = 0; i < 5; i++) {
      server.answer(Answer.of(302).header("Location", "/x"));
    }
    assertThatThrownBy(() -> get("x")).hasMessageContaining("more than 3 times");
    assertThat(server.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void whatPassesIsTriedAgain(int status) {
    server.answer(Answer.of(status), json("{}"));
    assertThat(get("x").isSuccessful()).isTrue();
    assertThat(kit.time.sleeps()).hasSize(1);
  }

  @Test
  void aHostThatDoesNotAnswerIsAFailureThatMayPass() {
    server.close();
    assertThatThrownBy(() -> get("x"))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isPassing()).isTrue())
        .hasMessageContaining("GET /api/v3/x failed after 3 attempts")
        .hasMessageContaining("nothing accepts connections");
  }

  private static Answer limited(int status, String header, String value) {
    return json("{\"message\":\"API rate limit exceeded\"}").status(status).header(header, value);
  }

  private static String inSeconds(int seconds) {
    return String.valueOf(Instant.now().plusSeconds(seconds).getEpochSecond());
  }

  private void isWaitedFor(Answer answer, int least, int most) {
    int before = kit.time.sleeps().size();
    server.answer(answer, json("{}"));
    get("x");
    Duration waited = kit.time.sleeps().stream().skip(before).reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
  }

  @Test
  void aLimitIsWaitedForAsItSays() {
    isWaitedFor(limited(403, "Retry-After", "17"), 17, 18);
    isWaitedFor(
        limited(403, "X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", inSeconds(300)),
        280,
        301);
    isWaitedFor(limited(429, "X-Retry-After", inSeconds(200)), 180, 201);
    // Retry-After goes before the end of the hour.
    isWaitedFor(
        limited(429, "X-RateLimit-Remaining", "0")
            .header("X-RateLimit-Reset", inSeconds(3000))
            .header("Retry-After", "5"),
        5,
        6);
  }

  @Test
  void aLimitThatSaysNoTimeIsWaitedForLongerEachTime() {
    Answer secondary =
        json("{\"message\":\"You have exceeded a secondary rate limit.\"}").status(403);
    server.answer(secondary, secondary, json("{}"));
    get("x");
    assertThat(kit.time.sleeps().get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(kit.time.sleeps().get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void aLimitThatEndsTooLateFailsAtOnceAndSaysWhen() {
    server.answer(
        limited(403, "X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", inSeconds(3005)));
    assertThatThrownBy(() -> get("x"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("API rate limit exceeded")
        .hasMessageContaining("ends at 2026-11-24T12:50:0")
        .hasMessageContaining("no more than 600.0 s");
    assertThat(server.requests()).hasSize(1);
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void aRefusalWithRequestsLeftIsNoLimit() {
    server.answer(
        json("{\"message\":\"Resource not accessible by integration\"}")
            .status(403)
            .header("X-RateLimit-Remaining", "12")
            .header("X-RateLimit-Reset", inSeconds(300)));
    assertThat(get("x").status()).isEqualTo(403);
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void whatWeSentIsNotShown() {
    String basic = okhttp3.Credentials.basic("me", "hunter22");
    VendorApi known = api("", basic);
    server.answer(
        json("{\"message\":\"%s hunter22 %s\"}".formatted(basic, basic.substring(6))).status(401),
        json("{\"message\":\"bad ghs_verysecret\"}").status(401),
        json("{\"message\":\"bad t0psecret\"}").status(401),
        Answer.of(200).header("Content-Type", "x/ghs_verysecret"),
        Answer.of(302).header("Location", "http://ghs_verysecret.example/"));
    assertThat(known.send("GET", "x", Map.of(), null).description())
        .contains("***")
        .doesNotContain("hunter22")
        .doesNotContain(basic.substring(6));
    assertThat(get("x").description()).isEqualTo("401 Unauthorized (bad ***)");
    JsonNode body = Json.object().put("identifier", "me").put("secret", "t0psecret");
    assertThat(api.send("POST", "x", Map.of(), body).description())
        .isEqualTo("401 Unauthorized (bad ***)");
    assertThat(catchThrowable(() -> get("x"))).hasMessageNotContaining("verysecret");
    assertThat(catchThrowable(() -> get("x"))).hasMessageNotContaining("verysecret");
    assertThat(server.requests()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example",
        "ftp://api.example",
        "https://me:pw@api.example",
        "https://api.example?x=1",
        "api.example",
        "https:///x"
      })
  void aRootThatIsNotSafeIsRefused(String root) {
    assertThatThrownBy(() -> kit.client.vendorApi(URI.create(root), Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void whatNoHeaderCanHaveIsNotSent() {
    assertThatThrownBy(() -> api("", "Bearer a\nb"))
        .isInstanceOf(RegistryException.class)
        .hasMessageNotContaining("a\nb");
  }

  @Test
  void whoWeAreAtAHostIsKnown() {
    assertThat(kit.client.credential("docker.io")).contains(new Credential.Basic("me", "s3cret"));
    try (Kit nobody = Kit.anonymous()) {
      assertThat(nobody.client.credential("docker.io")).isEmpty();
    }
  }

  @Test
  void whoIsInterruptedIsToldSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> get("x"))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isGivenUp()).isTrue());
    assertThat(Thread.interrupted()).isTrue();
  }
}
