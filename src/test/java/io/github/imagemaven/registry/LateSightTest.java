package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tag that is seen late, or not at all, is not taken for what somebody else has done to it. */
final class LateSightTest extends OneTag {
  LateSightTest() {
    super(Kit::sharing);
  }

  @BeforeEach
  void warm() {
    repository.headManifest("warm");
  }

  private void hidden(int status) {
    registry.faultOn(HEAD, 1, Fault.status(status));
    assertThat(catchThrowable(() -> repository.headManifest(TAG)))
        .isInstanceOf(HiddenTagException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 412})
  void whatCouldNotBeSeenAndNowCanWasNotMoved(int status) {
    names(before);
    hidden(status);
    refuseOnce(PUT);
    assertThat(repository.putTag(TAG, ours, null)).isFalse();
    assertNames(ours);
    assertThat(count(HEAD)).isEqualTo(2);
  }

  /** What the first look that sees it has seen counts from then on. */
  @Test
  void whatIsMovedAfterItWasSeenAgainStaysSo() {
    names(before);
    hidden(412);
    registry.faultOn(PUT, 1, Fault.status(429));
    registry.faultOn(PUT, 1, Fault.first(() -> names(theirs)).then(Fault.answer(Answer.of(429))));
    assertThat(catchThrowable(() -> repository.putTag(TAG, ours, null)))
        .isInstanceOf(TagMovedException.class)
        .hasMessageContaining("should name " + before.digest());
    assertNames(theirs);
  }

  /** Harbor hides what its scanner has not seen yet: what is new there is not ours. */
  @Test
  void aReleaseThatAPolicyHidesIsNotOverwritten() {
    assertThat(repository.headManifest(TAG)).isEmpty();
    registry.faultOn(PUT, 1, Fault.first(() -> names(theirs)).then(Fault.answer(Answer.of(429))));
    registry.faultOnAll(HEAD, Fault.status(412));
    Throwable failure = catchThrowable(() -> repository.putTag(TAG, ours, null));
    assertThat(failure).isInstanceOf(HiddenTagException.class);
    assertThat(((HiddenTagException) failure).isInDoubt()).isFalse();
    assertNames(theirs);
    assertThat(count(PUT)).isEqualTo(1);
  }

  /** The scanner has seen it, and it is what was there. */
  @Test
  void whatAPolicyHidesForAWhileIsLookedAtAgain() {
    names(before);
    assertThat(repository.headManifest(TAG)).isPresent();
    refuseOnce(PUT);
    registry.faultOn(HEAD, 1, Fault.status(412));
    assertThat(repository.putTag(TAG, ours, before.digest())).isFalse();
    assertNames(ours);
  }

  /** It may be what this run has put there, which the scanner has not seen. */
  @Test
  void whatAPolicyHidesAndMayBeOursIsPut() {
    names(before);
    assertThat(repository.headManifest(TAG)).isPresent();
    registry.faultOn(PUT, 1, Fault.dropAfter());
    registry.faultOnAll(HEAD, Fault.status(412));
    assertThat(repository.putTag(TAG, ours, before.digest())).isTrue();
    refuseOnce(PUT);
    assertThat(repository.putTag(TAG, before, ours.digest())).isFalse();
    assertNames(before);
  }

  /** Then it did not exist, and is somebody else's release. */
  @Test
  void whatTheListDoesNotHaveDidNotExist() {
    hidden(403);
    assertThat(repository.lists(TAG)).isFalse();
    names(theirs);
    refuseOnce(PUT);
    assertThat(catchThrowable(() -> repository.putTag(TAG, ours, null)))
        .isInstanceOf(TagMovedException.class);
    assertNames(theirs);
  }

  @Test
  void whatWasSeenToBeAbsentIsKnown() {
    hidden(403);
    assertThat(repository.headManifest(TAG)).isEmpty();
    names(theirs);
    refuseOnce(PUT);
    assertThat(catchThrowable(() -> repository.putTag(TAG, ours, null)))
        .isInstanceOf(TagMovedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void whatIsShownLateIsNotTakenForDeleted(int status) {
    repository.putTag(TAG, ours, null);
    registry.faultOn(DELETE, 1, Fault.status(status));
    registry.faultOn(HEAD, 1, Fault.status(404));
    assertThat(repository.deleteTag(TAG, ours.digest())).isTrue();
    assertThat(registry.tags("acme/app")).doesNotContainKey(TAG);
    assertThat(count(DELETE)).isEqualTo(2);
  }

  /** It was lost before it arrived, and the look says nothing. */
  @Test
  void aDeletionThatIsLostAndShownLateIsRepeated() {
    repository.putTag(TAG, ours, null);
    registry.faultOn(DELETE, 1, Fault.dropBefore());
    registry.faultOn(HEAD, 1, Fault.status(404));
    assertThat(repository.deleteTag(TAG, ours.digest())).isTrue();
    assertThat(registry.tags("acme/app")).doesNotContainKey(TAG);
  }

  /** Moved, put back, and to be moved again: what is seen in between is our own doing. */
  @Test
  void whatThisRunHasPutThereIsNobodyElses() {
    names(before);
    repository.putTag(TAG, ours, before.digest());
    repository.putTag(TAG, before, ours.digest());
    refuseOnce(PUT);
    assertThat(repository.putTag(TAG, ours, ours.digest())).isFalse();
    assertNames(ours);
  }

  /** The request that was given up takes effect while it is being put back. */
  @Test
  void whatThisRunHasSentMayComeLate() {
    names(before);
    registry.faultOn(PUT, 3, Fault.status(503));
    assertThat(catchThrowable(() -> repository.putTag(TAG, ours, before.digest())))
        .isInstanceOf(RegistryException.class);
    registry.faultOn(PUT, 1, Fault.first(() -> names(ours)).then(Fault.answer(Answer.of(429))));
    assertThat(repository.putTag(TAG, before, before.digest())).isFalse();
    assertNames(before);
  }

  @Test
  void whatThisRunHasDeletedIsNobodyElsesDeletion() {
    names(ours);
    assertThat(repository.deleteTag(TAG, ours.digest())).isTrue();
    refuseOnce(PUT);
    assertThat(repository.putTag(TAG, ours, ours.digest())).isFalse();
    assertNames(ours);
  }

  @Test
  void whatThisRunHasPutAndIsNotSeenYetIsWaitedFor() {
    names(before);
    repository.putTag(TAG, ours, before.digest());
    refuseOnce(PUT);
    registry.faultOn(HEAD, 1, Fault.status(404));
    assertThat(repository.putTag(TAG, before, ours.digest())).isFalse();
    assertNames(before);
  }

  /** What is seen late never covers another run's release. */
  @Test
  void anothersReleaseStaysWhateverThisRunHasPut() {
    names(before);
    repository.putTag(TAG, ours, before.digest());
    refuseOnce(PUT);
    names(theirs);
    assertThat(catchThrowable(() -> repository.putTag(TAG, before, ours.digest())))
        .isInstanceOf(TagMovedException.class);
    assertNames(theirs);
  }
}
