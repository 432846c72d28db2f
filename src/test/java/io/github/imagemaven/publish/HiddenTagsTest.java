package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that answers 403 where we look at a tag. */
class HiddenTagsTest extends TwoRegistries {
  private static final List<String> TAGS = List.of("1.2.3", "latest");
  private static final Predicate<RecordedRequest> LOOK =
      RecordedRequest.of("HEAD", "/manifests/")
          .and(request -> !request.path().contains("/sha256:"));
  private static final Predicate<RecordedRequest> LIST = RecordedRequest.of("GET", "/tags/list");

  @BeforeEach
  void start() {
    one.deletesTags(true);
    two.deletesTags(true);
  }

  private void assertPublished() {
    Map<String, Digest> tags = Map.of("1.2.3", image.digest(), "latest", image.digest());
    assertThat(one.tags(APP)).containsExactlyInAnyOrderEntriesOf(tags);
    assertThat(two.tags(APP)).containsExactlyInAnyOrderEntriesOf(tags);
  }

  private List<String> warnings() {
    return log.lines.stream().filter(line -> line.startsWith("W ")).toList();
  }

  /** The repository comes to exist with its first upload; before that nobody may look. */
  private void hideUntilTheFirstUpload() {
    one.faultOnAll(LOOK, Fault.status(403));
    one.faultOn(RecordedRequest.blobPut(), 1, Fault.first(one::clearFaults));
  }

  @Test
  void firstPushWhereNobodyMayLookBeforeTheRepositoryExists() throws IOException {
    hideUntilTheFirstUpload();
    publish(image, TAGS);
    assertPublished();
    assertThat(warnings()).isEmpty();
    assertThat(one.requests(LIST)).isEmpty();
  }

  @Test
  void tagSeenToBeAbsentLaterIsWithdrawn() {
    hideUntilTheFirstUpload();
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    assertThatThrownBy(() -> publish(image, TAGS))
        .hasMessageContaining(one.host() + "/acme/app: 1.2.3 withdrawn");
    assertThat(one.tags(APP)).isEmpty();
  }

  @Test
  void absentTagsThatAreNeverShownAreMovedWhereTheListDoesNotHaveThem() throws IOException {
    Predicate<RecordedRequest> absent =
        request -> !one.tags(APP).containsKey(request.path().replaceAll(".*/", ""));
    one.faultOnAll(LOOK.and(absent), Fault.status(403)); // Artifactory's virtual repositories
    publish(image, TAGS);
    assertPublished();
    assertThat(warnings()).isEmpty();
    publish(image, TAGS);
    assertPublished();
    publish(old, List.of("latest"));
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
  }

  @Test
  void releaseThatIsListedAndHiddenIsNotOverwritten() throws IOException {
    one.seedManifest(APP, "1.2.3", old.index);
    one.faultOnAll(LOOK, Fault.status(403));
    assertThatThrownBy(() -> publish(image, TAGS))
        .isInstanceOf(PublicationException.class)
        .hasFieldOrPropertyWithValue("code", Code.PUBLICATION)
        .hasMessageContaining(one.host() + "/acme/app:1.2.3 is a released version")
        .hasMessageContaining("the list of tags has it")
        .hasMessageContaining("403")
        .hasMessageContaining("Nothing was named");
    assertThat(one.tags(APP)).containsEntry("1.2.3", old.digest());
    assertThat(two.tags(APP)).isEmpty();
  }

  @Test
  void releaseWithoutAnyWitnessIsNotPublished() throws IOException {
    one.faultOnAll(LOOK.or(LIST), Fault.status(403));
    assertThatThrownBy(() -> publish(image, TAGS))
        .isInstanceOf(PublicationException.class)
        .hasFieldOrPropertyWithValue("code", Code.PUBLICATION)
        .hasMessageContaining("it may exist, since the list of tags cannot be read")
        .hasMessageContaining("right to read");
    assertThat(one.tags(APP)).isEmpty();
    assertThat(two.tags(APP)).isEmpty();
    one.clearFaults();
    publish(image, TAGS);
    assertPublished();
  }

  @Test
  void otherTagsAreMovedUnseenAndThatIsSaid() throws IOException {
    publish(old, List.of("latest"));
    one.faultOnAll(LOOK.or(LIST), Fault.status(403));
    publish(image, List.of("latest"));
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(warnings())
        .hasSize(2)
        .anyMatch(
            line ->
                line.contains(
                    one.host() + "/acme/app does not let us see what the tag latest names"))
        .anyMatch(line -> line.contains("took the tag latest and does not let us see"));
  }

  @Test
  void wayBackLeavesWhatWasNotSeenToBeAbsent() throws IOException {
    one.faultOnAll(LOOK, Fault.status(403));
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, TAGS));
    String unseen =
        " names the new image, complete: what it named before, if it existed, could not be seen, so"
            + " it stays";
    assertThat(failure)
        .hasMessageContaining(one.host() + "/acme/app: 1.2.3" + unseen + "; latest not moved, what")
        .hasMessageContaining(two.host() + "/acme/app: 1.2.3 withdrawn");
    assertThat(one.requests(RecordedRequest.of("DELETE", "/manifests/"))).isEmpty();
    assertThat(one.tags(APP)).containsOnlyKeys("1.2.3"); // latest had to wait for the other
    one.clearFaults();
    two.clearFaults();
    publish(image, TAGS);
    assertPublished();
  }

  @Test
  void refusedMoveOfAHiddenTagIsSaidToBeNone() throws IOException {
    publish(old, List.of("latest"));
    one.faultOnAll(LOOK, Fault.status(403));
    one.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    assertThatThrownBy(() -> publish(image, List.of("latest")))
        .hasFieldOrPropertyWithValue("code", Code.CREDENTIALS)
        .hasMessageContaining(one.host() + "/acme/app: latest not moved; what it names cannot")
        .hasMessageContaining(two.host() + "/acme/app: latest put back, names " + old.digest());
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
  }

  /** The account's rights end after the tag has moved: whose it is now, nobody knows. */
  @Test
  void tagThatMayNotBeLookedAtAnyMoreIsNotWithdrawn() {
    one.faultOn(
        RecordedRequest.manifestPut("latest"),
        1,
        Fault.first(() -> one.faultOnAll(LOOK, Fault.status(403))));
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    assertThatThrownBy(() -> publish(image, List.of("latest")))
        .hasMessageContaining(
            one.host() + "/acme/app: latest may name the new image: it could not be put back (")
        .hasMessageContaining("403");
    assertThat(one.requests(RecordedRequest.of("DELETE", "/manifests/"))).isEmpty();
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
  }
}
