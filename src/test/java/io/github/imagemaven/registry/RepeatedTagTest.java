package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before a request that changes a tag is repeated, the tag is looked at again. */
final class RepeatedTagTest extends OneTag {
  RepeatedTagTest() {
    super(Kit::sharing);
  }

  @BeforeEach
  void warm() {
    repository.headManifest("warm");
    registry.forgetRequests();
  }

  /** Another run's tag arrives before the look. */
  private void theirsComes() {
    registry.faultOn(HEAD, 1, Fault.first(() -> names(theirs)));
  }

  private TagMovedException stopped(Digest seen) {
    return catchThrowableOfType(TagMovedException.class, () -> repository.putTag(TAG, ours, seen));
  }

  @Test
  void theFirstAttemptDoesNotLook() {
    assertThat(repository.putTag(TAG, ours, null)).isFalse();
    assertThat(registry.requests()).hasSize(1);
    assertNames(ours);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void whatWasReleasedMeanwhileIsNotOverwritten(int status) {
    registry.faultOn(PUT, 1, Fault.answer(Answer.of(status).header("Retry-After", "30")));
    theirsComes();
    TagMovedException moved = stopped(null);
    assertThat(moved)
        .hasMessageContaining(app + ":" + TAG + " was moved by somebody else")
        .hasMessageContaining("should name nothing yet, or " + ours.digest())
        .hasMessageContaining("names " + theirs.digest())
        .hasMessageContaining("run again");
    assertThat(moved.code()).isEqualTo(Code.PUBLICATION);
    assertThat(moved.found()).contains(theirs.digest());
    assertThat(moved.isInDoubt()).as("the first request may be late").isEqualTo(status == 503);
    assertNames(theirs);
    assertThat(count(PUT)).isEqualTo(1);
  }

  @Test
  void whatNamesTheSameAsBeforeIsMoved() {
    names(before);
    registry.faultOn(PUT, 2, Fault.status(429));
    assertThat(repository.putTag(TAG, ours, before.digest())).isFalse();
    assertNames(ours);
    assertThat(count(PUT)).isEqualTo(3);
    assertThat(count(HEAD)).isEqualTo(2);
  }

  @Test
  void whatHasMovedWithoutAnAnswerIsOurs() {
    names(before);
    registry.faultOn(PUT, 1, Fault.dropAfter());
    assertThat(repository.putTag(TAG, ours, before.digest())).isTrue();
    assertNames(ours);
  }

  @Test
  void whatWasDeletedMeanwhileStaysSo() {
    registry.faultOn(PUT, 1, Fault.status(429));
    assertThat(stopped(before.digest())).hasMessageContaining("and does not exist");
    assertThat(registry.tags("acme/app")).doesNotContainKey(TAG);
  }

  @Test
  void whatMayNotBeLookedAtIsPutAsAtFirst() {
    registry.faultOn(PUT, 1, Fault.status(429));
    registry.faultOnAll(HEAD, Fault.status(403));
    assertThat(repository.putTag(TAG, ours, null)).isFalse();
    assertNames(ours);
  }

  @Test
  void aLookThatIsLostPutsNothingInDoubt() {
    registry.faultOn(PUT, 1, Fault.status(429));
    registry.faultOnAll(HEAD, Fault.dropBefore());
    RegistryException failure =
        catchThrowableOfType(RegistryException.class, () -> repository.putTag(TAG, ours, null));
    assertThat(failure.isInDoubt()).isFalse();
    assertThat(count(PUT)).isEqualTo(1);
  }

  /** Then the caller's look is as old as that of a repeated request. */
  @Test
  void theFirstAttemptLooksWhereItHasToWaitForAnothersRefusal() {
    HostLimits shared = HostLimits.own();
    try (Kit refused = Kit.sharing(shared);
        Kit waiting = Kit.sharing(shared)) {
      registry.faultOn(
          RecordedRequest.manifestPut("other"),
          1,
          Fault.answer(Answer.of(429).header("Retry-After", "30")));
      refused.client.destination(app).putTag("other", ours, null);
      theirsComes();
      TagMovedException moved =
          catchThrowableOfType(
              TagMovedException.class,
              () -> waiting.client.destination(app).putTag(TAG, ours, null));
      assertThat(moved.found()).contains(theirs.digest());
      assertNames(theirs);
    }
  }

  /** Also after a request that the connection has been kept from: none is sent twice unseen. */
  @Test
  void aDeletionThatIsLostDoesNotDeleteWhatCameMeanwhile() {
    names(ours);
    assertThat(repository.headManifest(TAG)).isPresent();
    registry.faultOn(DELETE, 1, Fault.dropAfter());
    theirsComes();
    TagMovedException moved =
        catchThrowableOfType(
            TagMovedException.class, () -> repository.deleteTag(TAG, ours.digest()));
    assertThat(moved)
        .hasMessageContaining("should name " + ours.digest() + ", or nothing once it is deleted")
        .hasMessageContaining("names " + theirs.digest());
    assertNames(theirs);
    assertThat(count(DELETE)).isEqualTo(1);
  }

  @Test
  void aDeletionThatIsLostAndDoneIsDone() {
    names(ours);
    registry.faultOn(DELETE, 1, Fault.dropAfter());
    assertThat(repository.deleteTag(TAG, ours.digest())).isTrue();
    assertThat(registry.tags("acme/app")).doesNotContainKey(TAG);
    assertThat(count(DELETE)).as("a tag that is not seen may be shown late").isEqualTo(2);
  }

  @Test
  void aDeletionThatIsNotDoneIsRepeated() {
    names(ours);
    registry.faultOn(DELETE, 1, Fault.dropBefore());
    registry.faultOn(DELETE, 1, Fault.status(503));
    assertThat(repository.deleteTag(TAG, ours.digest())).isTrue();
    assertThat(count(DELETE)).isEqualTo(3);
    assertThat(kit.time.sleeps()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void whatComesAfterADeletionIsNotOurs() {
    names(ours);
    theirsComes();
    TagMovedException moved =
        catchThrowableOfType(
            TagMovedException.class, () -> repository.deleteTag(TAG, ours.digest()));
    assertThat(moved.found()).contains(theirs.digest());
    assertThat(count(DELETE)).isEqualTo(1);
    assertNames(theirs);
  }
}
