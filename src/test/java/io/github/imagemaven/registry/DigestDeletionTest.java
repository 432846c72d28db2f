package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Repository.ManifestDeletion;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What registries answer to the deletion of a manifest, and what that means. */
final class DigestDeletionTest {
  private static final Predicate<RecordedRequest> DELETE = RecordedRequest.of("DELETE", "");

  private final InProcessRegistry registry = InProcessRegistry.start();
  private final Kit kit = Kit.user("me", "secret");
  private final RawManifest manifest = Kit.Image.of("deletion").manifest();
  private final Digest digest = manifest.digest();
  private final Repository repository = kit.at(registry.repository("acme/app"));

  @BeforeEach
  void seed() {
    registry.seedManifest("acme/app", "1", manifest);
    registry.seedManifest("acme/app", "2", manifest);
  }

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
  }

  private void answers(int status, String code, String message) {
    registry.faultOnAll(DELETE, Fault.answer(Answer.error(status, code, message, "")));
  }

  private ManifestDeletion delete() {
    return delete(digest, () -> true);
  }

  private ManifestDeletion delete(Digest of, Recheck recheck) {
    try {
      return repository.deleteManifest(of, recheck);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tag may have come meanwhile, which would go with it. */
  @Test
  void whatHasToWaitIsLookedAtBeforeItIsSentAgain() {
    AtomicInteger looks = new AtomicInteger();
    registry.faultOn(DELETE, 2, Fault.answer(Answer.error(429, "TOOMANYREQUESTS", "slow", "")));
    assertThat(delete(digest, () -> looks.incrementAndGet() < 2))
        .isEqualTo(ManifestDeletion.CALLED_OFF);
    assertThat(looks).hasValue(2);
    assertThat(registry.requests(DELETE)).hasSize(2);
    assertThat(registry.tags("acme/app")).hasSize(2);
  }

  /** Somebody else was told to wait, and the first attempt with them. */
  @Test
  void whatHadToWaitBeforeTheFirstAttemptIsLookedAtToo() {
    AtomicInteger looks = new AtomicInteger();
    registry.bearer("me", "secret");
    registry.faultOn(
        request -> request.path().equals("/token"),
        1,
        Fault.first(() -> kit.time.pass(Duration.ofMinutes(1))));
    assertThat(delete(digest, () -> looks.incrementAndGet() < 0))
        .isEqualTo(ManifestDeletion.CALLED_OFF);
    assertThat(looks).hasValue(1);
    assertThat(registry.tags("acme/app")).hasSize(2);
  }

  @Test
  void allTagsGoWithItAndOneRequestSuffices() {
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
    assertThat(registry.tags("acme/app")).isEmpty();
    assertThat(registry.requests()).hasSize(1);
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void theRightToDeleteIsAskedFor() {
    registry.bearer("me", "secret");
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
    assertThat(registry.tokenScopes())
        .anySatisfy(
            scopes -> assertThat(scopes).containsExactly("repository:acme/app:delete,pull,push"));
  }

  @Test
  void whoMayNotIsToldWhichRightIsMissing() {
    registry.bearer("me", "secret").grants(right -> !right.endsWith(":delete"));
    assertThatThrownBy(this::delete)
        .isInstanceOf(RegistryException.class)
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContaining("right to delete")
        .hasMessageContaining("deletion of manifest " + digest);
    assertThat(registry.tags("acme/app")).hasSize(2);
  }

  @Test
  void whoHasNoNameIsToldOfTheRightAsWell() {
    answers(403, "DENIED", "requested access to the resource is denied");
    try (Kit anonymous = Kit.anonymous()) {
      Repository nobodys = anonymous.at(registry.repository("acme/app"));
      assertThatThrownBy(() -> nobodys.deleteManifest(digest, () -> true))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("No credentials")
          .hasMessageContaining("right to delete");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, UNSUPPORTED, The operation is unsupported., UNSUPPORTED",
    "400, UNKNOWN, no, UNSUPPORTED",
    "405, UNSUPPORTED, The operation is unsupported., UNSUPPORTED",
    "400, GOOGLE_MANIFEST_DANGLING_TAG, Manifest is still referenced by tag: latest, REFERENCED",
    "400, GOOGLE_MANIFEST_DANGLING_PARENT_IMAGE, Manifest has a parent, REFERENCED",
    "403, DENIED, manifest is referenced by a tag or another image, REFERENCED",
    "409, MANIFEST_REFERENCED_IN_LIST, manifest referenced by a manifest list, REFERENCED",
    "409, CONFLICT, x, REFERENCED",
    "412, PRECONDITION, it is configured as immutable, REFERENCED",
    "404, MANIFEST_UNKNOWN, manifest unknown, DONE",
    "404, NAME_UNKNOWN, repository name not known to registry, DONE",
  })
  void anAnswerAndItsMeaning(int status, String code, String message, ManifestDeletion meaning) {
    answers(status, code, message);
    assertThat(delete()).isEqualTo(meaning);
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "403, DENIED, requested access to the resource is denied, CREDENTIALS",
    "401, UNAUTHORIZED, access denied, CREDENTIALS",
    "400, DIGEST_INVALID, invalid digest, PUBLICATION",
    "418, TEAPOT, short and stout, PUBLICATION",
  })
  void anyOtherRefusalEndsIt(int status, String code, String message, Code failure) {
    answers(status, code, message);
    assertThatThrownBy(this::delete)
        .isInstanceOf(RegistryException.class)
        .hasFieldOrPropertyWithValue("code", failure)
        .hasMessageContaining(message);
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void whatCannotBeToldApartAtDockerHubIsSaid() {
    assertThat(Advice.deletionRightsFor(new RepositoryName("docker.io", "acme/app")))
        .contains("Read, Write, Delete")
        .contains("still refers to")
        .contains("cannot be told");
  }

  /** A registry without this end point, as Amazon's, and one that has lost it meanwhile. */
  @Test
  void a404WithoutAReasonIsLookedInto() {
    registry.faultOnAll(DELETE, Fault.status(404));
    assertThat(delete()).isEqualTo(ManifestDeletion.UNSUPPORTED);
    registry.loseManifest("acme/app", digest);
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
  }

  /** Docker Hub may answer 500 and go on in the background. */
  @Test
  void a500ThatGoesOnByItselfIsAskedAgain() {
    registry.faultOn(DELETE, 1, Fault.alter(done -> Answer.of(500)));
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
    assertThat(kit.time.sleeps()).containsExactly(Duration.ofSeconds(10));
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void aLostAnswerIsAskedForAgain() {
    delete();
    registry.seedManifest("acme/app", "1", manifest);
    registry.faultOn(DELETE, 1, Fault.dropAfter());
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
  }

  @Test
  void aRateLimitIsNoMissingRightAndNoReference() {
    registry.faultOn(
        DELETE,
        1,
        Fault.answer(
            Answer.error(403, "DENIED", "exceeded a secondary rate limit, reference 1", "")));
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
    assertThat(kit.time.sleeps()).hasSize(1);
  }

  @Test
  void whatWasPushedAndDeletedIsNotWaitedFor() {
    registry.seedBlob("acme/app", Kit.Image.of("deletion").config());
    registry.seedBlob("acme/app", Kit.Image.of("deletion").layer());
    repository.putManifest(manifest);
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
    assertThat(repository.hasManifest(digest)).isFalse();
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void theTestsOwnRegistryKeepsWhatIsReferenced() {
    RawManifest index = Kit.Image.of("deletion").index();
    registry.keepsReferenced(true).deletesTags(true);
    registry.seedManifest("acme/app", "all", index);
    for (String tag : List.of("1", "2")) {
      assertThat(delete()).isEqualTo(ManifestDeletion.REFERENCED);
      assertThat(repository.deleteTag(tag, digest)).isTrue();
    }
    assertThat(delete()).isEqualTo(ManifestDeletion.REFERENCED);
    assertThat(repository.deleteTag("all", index.digest())).isTrue();
    assertThat(delete(index.digest(), () -> true)).isEqualTo(ManifestDeletion.DONE);
    assertThat(delete()).isEqualTo(ManifestDeletion.DONE);
  }

  @Test
  void whoIsInterruptedIsToldSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::delete)
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isGivenUp()).isTrue());
    assertThat(Thread.interrupted()).isTrue();
  }
}
