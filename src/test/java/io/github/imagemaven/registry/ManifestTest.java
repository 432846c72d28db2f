package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests: what is believed, what is checked, what is said. */
final class ManifestTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit kit = Kit.anonymous();
  private final RawManifest manifest = Kit.Image.of("manifest").manifest();

  @BeforeEach
  void seed() {
    registry.seedManifest("acme/app", "1", manifest);
  }

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
  }

  private void answersAltered(UnaryOperator<Answer> change) {
    registry.faultOnAll(request -> true, Fault.alter(change));
  }

  private Repository repository() {
    return kit.at(app);
  }

  @Test
  void aRegistryWithoutHeadIsAskedByGet() {
    registry.manifestHead(false);
    assertThat(repository().headManifest("1")).contains(manifest.descriptor());
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void aHeadWithoutADigestIsAskedByGet() {
    registry.digestHeader(false);
    assertThat(repository().headManifest("1")).contains(manifest.descriptor());
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void allFourTypesAreAccepted() {
    repository().getManifest("1");
    assertThat(registry.requests().get(0).header("Accept"))
        .contains(
            MediaTypes.OCI_INDEX,
            MediaTypes.DOCKER_LIST,
            MediaTypes.OCI_MANIFEST,
            MediaTypes.DOCKER_MANIFEST);
  }

  @Test
  void bytesOfAnotherDigestAreNotTaken() {
    answersAltered(answer -> answer.body("{\"schemaVersion\":2}"));
    assertThatThrownBy(() -> repository().getManifest(manifest.digest().toString()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(manifest.digest().toString())
        .hasMessageContaining("contradicts itself");
  }

  @Test
  void aHeadThatNamesAnotherDigestIsNotBelieved() {
    String other = Digest.ofBytes(new byte[0]).toString();
    answersAltered(answer -> answer.header("Docker-Content-Digest", other));
    assertThatThrownBy(() -> repository().headManifest(manifest.digest().toString()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(other);
  }

  @Test
  void moreThan4MiBIsNotRead() {
    answersAltered(answer -> answer.body(new byte[Manifests.LIMIT + 1]));
    assertThatThrownBy(() -> repository().getManifest("1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("4 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json; charset=utf-8"})
  void aTypeThatSaysNothingIsReplacedByTheManifestsOwn(String type) {
    answersAltered(answer -> answer.header("Content-Type", type));
    assertThat(repository().getManifest("1").orElseThrow().mediaType())
        .isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(repository().headManifest("1")).contains(manifest.descriptor());
  }

  @Test
  void aTypeWithoutAnyWordIsReadFromTheMembers() {
    RawManifest silent =
        RawManifest.of("text/plain", "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8));
    registry.seedManifest("acme/app", "2", silent);
    assertThat(repository().getManifest("2").orElseThrow().mediaType())
        .isEqualTo(MediaTypes.OCI_INDEX);
    registry.seedManifest(
        "acme/app", "3", RawManifest.of("text/plain", "{}".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> repository().getManifest("3"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no kind this plugin knows");
  }

  @Test
  void twoTypesThatDifferAreAContradiction() {
    answersAltered(answer -> answer.header("Content-Type", MediaTypes.OCI_INDEX));
    assertThatThrownBy(() -> repository().getManifest("1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(MediaTypes.OCI_INDEX);
  }

  private RawManifest index() {
    return Kit.Image.of("manifest").index();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void aStoredManifestMayBeAnsweredInThreeWays(int status) {
    answersAltered(answer -> answer.status(status));
    repository().putTag("all", index(), null);
    assertThat(registry.tags("acme/app")).containsEntry("all", index().digest());
    assertThat(registry.requests().get(0).header("Content-Type")).isEqualTo(MediaTypes.OCI_INDEX);
  }

  @Test
  void aStoredManifestUnderAnotherDigestIsAContradiction() {
    String other = Digest.ofBytes(new byte[0]).toString();
    answersAltered(answer -> answer.header("Docker-Content-Digest", other));
    assertThatThrownBy(() -> repository().putTag("all", index(), null))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(other);
  }

  private void refused(Answer answer, String... words) {
    registry.faultOn(request -> true, 1, Fault.answer(answer));
    assertThatThrownBy(() -> repository().putTag("all", index(), null))
        .isInstanceOf(RegistryException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(app.toString()).contains(words));
  }

  @Test
  void refusalsSayWhatToDo() {
    refused(Answer.of(413), "413", "larger than");
    refused(
        Answer.error(404, "NAME_UNKNOWN", "repository name not known", ""),
        "NAME_UNKNOWN",
        "created");
    refused(
        Answer.error(400, "NAME_INVALID", "invalid repository name", ""),
        "NAME_INVALID",
        "image.name");
    refused(
        Answer.error(400, "DENIED", "tag 1 cannot be updated due to immutability settings", ""),
        "immutability settings",
        "another tag");
  }

  @Test
  void aRefusalIsQuotedInBounds() {
    registry.faultOn(request -> true, 1, Fault.answer(Answer.of(400).body("x\n".repeat(100_000))));
    assertThatThrownBy(() -> repository().putTag("all", index(), null))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n"));
  }

  @Test
  void aWarningIsShownOnce() {
    answersAltered(answer -> answer.header("Warning", "299 - \"this registry moves\""));
    repository().headManifest("1");
    repository().headManifest("1");
    assertThat(kit.warnings).hasSize(1);
    assertThat(kit.warnings.get(0)).contains(registry.host(), "this registry moves");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405})
  void aRegistryThatCannotDropATagIsBelieved(int status) {
    registry.refusesDeletionWith(status);
    assertThat(repository().deleteTag("1", manifest.digest())).isFalse();
  }

  @Test
  void aTagIsDroppedOrGone() {
    registry.deletesTags(true);
    assertThat(repository().deleteTag("1", manifest.digest())).isTrue();
    assertThat(repository().deleteTag("1", manifest.digest())).isTrue();
    assertThat(registry.tags("acme/app")).isEmpty();
    assertThat(registry.manifest("acme/app", manifest.digest().toString())).isPresent();
    assertThat(registry.requests(RecordedRequest.of("DELETE", "/manifests/1"))).hasSize(2);
  }

  @Test
  void aTagThatStandsAfterADeletionAnswered404IsNotGone() {
    registry.faultOnAll(RecordedRequest.of("DELETE", ""), Fault.status(404)); // ECR
    assertThat(repository().deleteTag("1", manifest.digest())).isFalse();
    assertThat(registry.tags("acme/app")).containsKey("1");
  }

  @Test
  void aTagThatStandsAfterADeletionAcceptedIsNotGone() {
    registry.faultOnAll(RecordedRequest.of("DELETE", ""), Fault.status(202));
    assertThat(repository().deleteTag("1", manifest.digest())).isFalse();
    assertThat(registry.requests(RecordedRequest.of("HEAD", "/manifests/1"))).hasSize(3);
  }

  @Test
  void aTagThatIsShownALittleAfterItsDeletionIsGone() {
    registry.deletesTags(true);
    AtomicInteger looks = new AtomicInteger();
    registry.faultOn(
        RecordedRequest.of("HEAD", "/manifests/1").and(request -> looks.incrementAndGet() == 1),
        1,
        Fault.answer(
            Answer.of(200)
                .header("Content-Type", manifest.mediaType())
                .header("Content-Length", String.valueOf(manifest.bytes().length))
                .header("Docker-Content-Digest", manifest.digest().toString())));
    assertThat(repository().deleteTag("1", manifest.digest())).isTrue();
    assertThat(looks).hasValue(2);
  }

  @Test
  void aTagThatCannotBeSeenAfterItsDeletionIsNotSaidToBeGone() {
    registry.deletesTags(true);
    registry.faultOnAll(RecordedRequest.of("HEAD", "/manifests/1"), Fault.status(403));
    assertThatThrownBy(() -> repository().deleteTag("1", manifest.digest()))
        .isInstanceOf(RegistryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12x", "-1", "99999999999999999999", "0", ""})
  void aLengthThatIsNoneIsAskedByGet(String length) {
    registry.faultOn(
        request -> request.method().equals("HEAD"),
        1,
        Fault.alter(answer -> answer.header("Content-Length", length)));
    assertThat(repository().headManifest("1")).contains(manifest.descriptor());
    assertThat(registry.requests()).hasSize(2);
  }

  private RawManifest odd(String type) {
    return RawManifest.of(type, index().bytes());
  }

  @Test
  void anOddTypeIsSentAsItIs() {
    registry.faultOnAll(request -> true, Fault.answer(Answer.of(201)));
    repository().putTag("odd", odd("no type at all"), null);
    assertThat(registry.requests().get(0).header("Content-Type")).isEqualTo("no type at all");
  }

  @Test
  void aTypeThatNoHeaderCanCarryIsRefused() {
    assertThatThrownBy(() -> repository().putTag("odd", odd("a\nb: \u00e4"), null))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("'a?b: ?'");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void whereWeArePushingATagThatMayNotBeLookedAtIsNotAbsent() {
    registry.faultOnAll(
        request -> !request.path().contains("tags/list"),
        Fault.answer(Answer.error(403, "DENIED", "not yours", "")));
    Repository destination = kit.client.destination(app);
    assertThatThrownBy(() -> destination.headManifest("1"))
        .isInstanceOf(HiddenTagException.class)
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContaining(registry.host() + "/acme/app")
        .hasMessageContaining("403");
    assertThatThrownBy(() -> destination.getManifest("1")).isInstanceOf(HiddenTagException.class);
    assertThat(destination.headManifest(manifest.digest().toString())).isEmpty();
    assertThat(destination.getManifest(manifest.digest().toString())).isEmpty();
    assertThatThrownBy(() -> destination.putTag("1", manifest, null))
        .isInstanceOf(RegistryException.class)
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContaining("403");
    assertThatThrownBy(() -> repository().headManifest("1"))
        .isInstanceOf(RegistryException.class)
        .isNotInstanceOf(HiddenTagException.class)
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS);
  }

  @Test
  void tagIsFoundInAListOfPages() throws IOException {
    Repository destination = kit.client.destination(app);
    assertThat(destination.lists("listed")).isFalse();
    registry.seedManifest(app.path(), "listed", manifest);
    assertThat(destination.lists("listed")).isTrue();
    assertThat(destination.lists("other")).isFalse();
    registry.faultOn(
        RecordedRequest.of("GET", "tags/list"),
        1,
        Fault.alter(
            answer ->
                answer
                    .body("{\"name\":\"acme/app\",\"tags\":[\"0\"]}")
                    .header("Link", "</v2/acme/app/tags/list?n=1&last=0>; rel=\"next\"")));
    assertThat(destination.lists("listed")).isTrue();
    assertThat(registry.requests(request -> request.query().equals("n=1&last=0"))).hasSize(1);
    registry.faultOnAll(RecordedRequest.of("GET", "tags/list"), Fault.status(404));
    assertThatThrownBy(() -> destination.lists("listed"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("list of tags was refused: 404");
    registry.clearFaults();
    registry.faultOnAll(
        RecordedRequest.of("GET", "tags/list"),
        Fault.answer(Answer.error(404, "NAME_UNKNOWN", "repository name not known", "")));
    assertThat(destination.lists("listed")).isFalse();
    byte[] pushed = {1};
    destination.putBlob(
        Kit.descriptor(MediaTypes.OCI_LAYER, pushed),
        () -> new ByteArrayInputStream(pushed),
        List.of());
    assertThatThrownBy(() -> destination.lists("listed"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("list of tags was refused: 404");
    registry.clearFaults();
    registry.faultOnAll(RecordedRequest.of("GET", "tags/list"), Fault.status(403));
    assertThatThrownBy(() -> destination.lists("listed"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("list of tags was refused: 403");
  }

  private void hideByPolicy() {
    registry.seedManifest(app.path(), "1", manifest);
    registry.faultOnAll(
        RecordedRequest.manifestRead(),
        Fault.answer(Answer.error(412, "PROJECTPOLICYVIOLATION", "3 vulnerabilities", "")));
  }

  @Test
  void inADestinationWhatAPolicyKeepsFromBeingPulledIsThere() {
    hideByPolicy();
    Repository destination = kit.client.destination(app);
    assertThat(destination.hasManifest(manifest.digest())).isTrue();
    assertThatThrownBy(() -> destination.headManifest("1"))
        .isInstanceOf(HiddenTagException.class)
        .hasMessageContaining("policy");
    assertThatThrownBy(() -> destination.getManifest(manifest.digest().toString()))
        .isInstanceOf(HiddenTagException.class)
        .hasMessageContaining("3 vulnerabilities");
  }

  @Test
  void elsewhereAPolicyEndsTheRunWithAdvice() {
    hideByPolicy();
    assertThatThrownBy(() -> repository().getManifest("1"))
        .isInstanceOf(RegistryException.class)
        .isNotInstanceOf(HiddenTagException.class)
        .hasFieldOrPropertyWithValue("code", Code.PUBLICATION)
        .hasMessageContaining("change the policy of the project");
  }

  /** A signed manifest of schema 1 has the digest of its bytes without the signatures. */
  @Test
  void whatIsOfSchema1InADestinationIsThereAndCannotBeReadBack() {
    String digest = manifest.digest().toString();
    registry.seedManifest(app.path(), digest, manifest);
    registry.faultOnAll(
        RecordedRequest.of("GET", "/manifests/"),
        Fault.answer(
            Answer.of(200)
                .header("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws")
                .body("{\"schemaVersion\":1,\"signatures\":[]}")));
    assertThatThrownBy(() -> kit.client.destination(app).getManifest(digest))
        .isInstanceOf(HiddenTagException.class)
        .hasMessageContaining("schema 1");
    assertThatThrownBy(() -> repository().getManifest(digest))
        .isNotInstanceOf(HiddenTagException.class)
        .hasMessageContaining("contradicts itself");
  }
}
