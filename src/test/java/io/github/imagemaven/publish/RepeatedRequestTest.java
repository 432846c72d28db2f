package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another run's tag that arrives while a request of ours waits to be repeated stays. */
final class RepeatedRequestTest {
  private static final String APP = "acme/app";

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private final InProcessRegistry one = InProcessRegistry.start().deletesTags(true);
  private final InProcessRegistry two = InProcessRegistry.start().deletesTags(true);
  private TestImage old;
  private TestImage image;
  private TestImage theirs;

  @BeforeEach
  void images() {
    OciLayout base = OciLayout.at(folder.resolve("base"), "oci:base");
    old = new TestImage(folder.resolve("old"), 1, 2000, base);
    image = new TestImage(folder.resolve("new"), 2, 2000, base);
    theirs = new TestImage(folder.resolve("theirs"), 3, 2000, base);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private void publish(TestImage what, String tag) throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(
              what.directory,
              List.of(tag),
              kit.store(one.repository(APP)),
              kit.store(two.repository(APP))));
    }
  }

  /** The other run's tag arrives before the first look after so many such requests. */
  private void theirsComesAfter(int count, Predicate<RecordedRequest> request, String tag) {
    one.faultOn(
        RecordedRequest.of("HEAD", "/manifests/" + tag)
            .and(look -> one.requests(request).size() >= count),
        1,
        Fault.first(() -> one.seedManifest(APP, tag, theirs.index)));
  }

  private void assertTheirsStays(TestImage published, String tag, String said) {
    assertThat(catchThrowable(() -> publish(published, tag)))
        .hasMessageContaining(said)
        .hasMessageContaining(theirs.digest().toString());
    assertThat(one.tags(APP)).containsEntry(tag, theirs.digest());
  }

  @Test
  void aReleaseMadeWhileWeWaitIsNotOverwritten() {
    Predicate<RecordedRequest> put = RecordedRequest.manifestPut("1.2.3");
    one.faultOn(put, 1, Fault.answer(Answer.of(429).header("Retry-After", "0")));
    theirsComesAfter(1, put, "1.2.3");
    assertTheirsStays(image, "1.2.3", one.repository(APP) + ":1.2.3 was moved by somebody else");
    assertThat(two.tags(APP)).doesNotContainEntry("1.2.3", theirs.digest());
  }

  @Test
  void aRepeatedDeletionDoesNotDeleteAnothersTag() {
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    Predicate<RecordedRequest> delete = RecordedRequest.of("DELETE", "/manifests/latest");
    one.faultOn(delete, 1, Fault.dropAfter());
    theirsComesAfter(1, delete, "latest");
    assertTheirsStays(image, "latest", "latest moved by somebody else meanwhile");
  }

  @Test
  void aRepeatedPuttingBackDoesNotUndoAnothersTag() throws IOException {
    publish(old, "latest");
    one.forgetRequests();
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    Predicate<RecordedRequest> put = RecordedRequest.manifestPut("latest");
    one.faultOn(put.and(request -> one.requests(put).size() >= 2), 1, Fault.status(503));
    theirsComesAfter(2, put, "latest");
    assertTheirsStays(image, "latest", "latest moved by somebody else meanwhile");
  }
}
