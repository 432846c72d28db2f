package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how long is waited, and what is not tried again. */
final class RetryTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit kit = Kit.anonymous();
  private final Kit.Image image = Kit.Image.of("retry");
  private final RawManifest empty =
      RawManifest.of(
          MediaTypes.OCI_INDEX,
          "{\"manifests\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  private final Descriptor layer = Kit.descriptor(MediaTypes.OCI_LAYER, image.layer());
  private final AtomicInteger opened = new AtomicInteger();

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
  }

  private Transfer put() throws IOException {
    return kit.at(app)
        .putBlob(
            layer,
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(image.layer());
            },
            List.of());
  }

  private void putIndex() {
    kit.at(app).putTag("1", empty, null);
  }

  private void faultOnIndex(int times, Fault fault) {
    registry.faultOn(RecordedRequest.manifestPut("1"), times, fault);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
  void transientAnswersAreTriedAgainAndSaidSo(int status) {
    faultOnIndex(2, Fault.status(status));
    putIndex();
    assertThat(registry.tags("acme/app")).containsKey("1");
    assertThat(kit.time.sleeps().stream().map(Duration::toSeconds)).containsExactly(10L, 20L);
    assertThat(kit.infos).hasSize(2);
    assertThat(kit.infos.get(0))
        .contains(app.toString(), "manifest 1", "attempt 1 of 3", String.valueOf(status), "10.0 s");
    assertThat(kit.infos.get(1)).contains("attempt 2 of 3", "20.0 s");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 409, 413, 422})
  void otherAnswersAreFinal(int status) {
    faultOnIndex(1, Fault.status(status));
    assertThatThrownBy(this::putIndex)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(app.toString())
        .hasMessageContaining(String.valueOf(status));
    assertThat(kit.time.sleeps()).isEmpty();
    assertThat(registry.requests()).hasSize(1);
  }

  private RegistryException failureToPut() {
    RegistryException failure =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            RegistryException.class, this::putIndex);
    registry.clearFaults();
    return failure;
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void aGatewayThatGivesUpLeavesInDoubtWhatTheRegistryDoes(int status) {
    faultOnIndex(3, Fault.status(status));
    assertThat(failureToPut().isInDoubt()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409, 429})
  void aRefusalLeavesNoDoubt(int status) {
    faultOnIndex(3, Fault.status(status));
    assertThat(failureToPut().isInDoubt()).isFalse();
  }

  @Test
  void aDoubtStaysWhateverTheLastAttemptIsAnswered() {
    for (Fault first : List.of(Fault.dropAfter(), Fault.status(504))) {
      for (int last : List.of(403, 429, 503)) {
        faultOnIndex(1, first);
        faultOnIndex(3, Fault.status(last));
        assertThat(failureToPut().isInDoubt()).as("then " + last).isTrue();
      }
    }
  }

  @Test
  void afterTheLastAttemptTheSumIsTold() {
    faultOnIndex(3, Fault.answer(Answer.error(503, "UNAVAILABLE", "come back later", "")));
    assertThatThrownBy(this::putIndex)
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.code()).isEqualTo(Code.PUBLICATION))
        .hasMessageContaining(app.toString())
        .hasMessageContaining("3 attempts")
        .hasMessageContaining("30.0 s")
        .hasMessageContaining("UNAVAILABLE: come back later");
    assertThat(registry.requests(RecordedRequest.manifestPut("1"))).hasSize(3);
  }

  @Test
  void theServersWishIsObeyed() {
    faultOnIndex(1, Fault.answer(Answer.of(429).header("Retry-After", "33")));
    faultOnIndex(
        1,
        Fault.answer(
            Answer.of(403)
                .body(
                    "you have exceeded a secondary rate limit; retry-after: 1.16676ms, allowed:"
                        + " 44000/minute")));
    putIndex();
    assertThat(kit.time.sleeps().stream().map(Duration::toSeconds)).containsExactly(33L, 1L);
  }

  @Test
  void aWishBeyondAllBoundsIsSaidAndNotObeyed() {
    faultOnIndex(1, Fault.answer(Answer.of(429).header("Retry-After", "21600")));
    assertThatThrownBy(this::putIndex)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("21600.0 s")
        .hasMessageContaining("600.0 s");
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void oneRefusalSlowsAllThatGoesToTheHost() throws Exception {
    FakeTime time = new FakeTime();
    SharedWait wait = new SharedWait(time, new AtomicLong());
    wait.await();
    assertThat(time.sleeps()).isEmpty();
    wait.extendBy(seconds(7));
    wait.extendBy(seconds(3));
    wait.await();
    assertThat(time.sleeps()).hasSize(1);
    assertThat(time.sleeps().get(0)).isBetween(seconds(7), seconds(8));
    wait.await();
    assertThat(time.sleeps()).hasSize(1);
  }

  /** A late first request can still take effect once the second has been answered. */
  @Test
  void aPutThatSucceedsSaysWhetherOneBeforeItIsInDoubt() {
    assertThat(kit.at(app).putTag("1", empty, null)).isFalse();
    faultOnIndex(1, Fault.answer(Answer.of(429)));
    assertThat(kit.at(app).putTag("1", empty, null)).isFalse();
    for (Fault doubtful : List.of(Fault.status(504), Fault.dropBefore())) {
      faultOnIndex(1, doubtful);
      assertThat(kit.at(app).putTag("1", empty, null)).isTrue();
    }
  }

  @Test
  void oneRefusalSlowsTheSessionsOtherClients() {
    HostLimits limits = HostLimits.own();
    faultOnIndex(1, Fault.answer(Answer.of(429).header("Retry-After", "33")));
    try (Kit refused = Kit.sharing(limits);
        Kit other = Kit.sharing(limits);
        Kit stranger = Kit.anonymous()) {
      refused.at(app).putTag("1", empty, null);
      assertThat(other.at(app).headManifest("1")).isPresent();
      assertThat(other.time.sleeps()).singleElement().isEqualTo(refused.time.sleeps().get(0));
      assertThat(other.time.sleeps().get(0)).isBetween(seconds(33), seconds(34));
      assertThat(stranger.at(app).headManifest("1")).isPresent();
      assertThat(stranger.time.sleeps()).isEmpty();
    }
  }

  @Test
  void whatArrivedBeforeTheConnectionBrokeIsNotSentAgain() throws IOException {
    registry.faultOn(RecordedRequest.blobPut(), 1, Fault.dropAfter());
    assertThat(put()).isEqualTo(Transfer.UPLOADED);
    assertThat(opened).hasValue(1);
    assertThat(registry.requests(RecordedRequest.blobPut())).hasSize(1);
    assertThat(registry.requests(RecordedRequest.of("HEAD", "/blobs/"))).hasSize(2);
    assertThat(kit.moved).hasValue(layer.size());
    assertThat(kit.expected).hasValue(layer.size());
  }

  @Test
  void whatDidNotArriveIsSentAgainInANewSession() throws IOException {
    registry.faultOn(RecordedRequest.blobPut(), 1, Fault.dropBefore());
    registry.faultOn(RecordedRequest.blobPut(), 1, Fault.first(registry::dropSessions));
    assertThat(put()).isEqualTo(Transfer.UPLOADED);
    assertThat(opened).hasValue(3);
    assertThat(registry.requests(RecordedRequest.uploadStart())).hasSize(3);
    assertThat(kit.moved).hasValue(layer.size());
    assertThat(kit.expected).hasValue(layer.size());
    assertThat(kit.time.sleeps()).containsExactly(seconds(10), seconds(20));
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfALargeBlobIsOneAttempt() throws IOException {
    byte[] large = new byte[8_000_000];
    Arrays.fill(large, (byte) 7);
    registry.faultOn(RecordedRequest.blobPut(), 1, Fault.dropWithin(3_000_000));
    Transfer transfer =
        kit.at(app)
            .putBlob(
                Kit.descriptor(MediaTypes.OCI_LAYER, large),
                () -> new ByteArrayInputStream(large),
                List.of());
    assertThat(transfer).isEqualTo(Transfer.UPLOADED);
    assertThat(registry.requests(RecordedRequest.blobPut())).hasSize(2);
    assertThat(kit.moved).hasValue(large.length);
    assertThat(kit.time.sleeps()).containsExactly(seconds(10));
  }

  @Test
  void aServerErrorOnTheClosingPutIsSettledByLooking() throws IOException {
    registry.faultOn(RecordedRequest.blobPut(), 1, Fault.alter(answer -> Answer.of(500)));
    assertThat(put()).isEqualTo(Transfer.UPLOADED);
    assertThat(opened).hasValue(1);
  }

  @Test
  void eachUploadHasItsOwnBudget() {
    registry.faultOnAll(RecordedRequest.uploadStart(), Fault.dropBefore());
    assertThatThrownBy(this::put)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("3 attempts");
    assertThat(registry.requests(RecordedRequest.uploadStart())).hasSize(3);
    assertThat(kit.moved).hasValue(0);
    assertThat(kit.expected).hasValue(0);
  }

  @Test
  void aSourceThatFailsIsNotOpenedAgain() {
    assertThatThrownBy(
            () ->
                kit.at(app)
                    .putBlob(
                        layer,
                        () -> {
                          opened.incrementAndGet();
                          throw new IOException("disk gone");
                        },
                        List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("disk gone");
    assertThat(opened).hasValue(1);
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aSourceOfAnotherSizeIsLocalDamage(int difference) {
    byte[] other = Arrays.copyOf(image.layer(), image.layer().length + difference);
    assertThatThrownBy(
            () -> kit.at(app).putBlob(layer, () -> new ByteArrayInputStream(other), List.of()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(layer.digest().toString());
    assertThat(kit.time.sleeps()).isEmpty();
    assertThat(kit.moved).hasValue(0);
    assertThat(kit.expected).hasValue(0);
  }

  @Test
  void whatWasJustPushedIsWaitedFor() throws IOException {
    registry.lag(1);
    put();
    assertThat(kit.at(app).hasBlob(layer)).isTrue();
    putIndex();
    assertThat(kit.at(app).headManifest("1")).isPresent();
    assertThat(kit.at(app).getManifest(empty.digest().toString())).isPresent();
    assertThat(kit.time.sleeps()).containsExactly(seconds(2), seconds(2));
    assertThat(kit.at(app).headManifest("2")).isEmpty();
    assertThat(kit.time.sleeps()).hasSize(2);
  }

  @Test
  void whatIsNeverSeenIsAbsentInTheEnd() {
    registry.lag(100);
    putIndex();
    assertThat(kit.at(app).headManifest("1")).isEmpty();
    assertThat(kit.time.sleeps()).hasSize(2);
  }

  @Test
  void anUnknownBlobIsTheCallersToMend() {
    faultOnIndex(
        1, Fault.answer(Answer.error(400, "UNKNOWN", "unknown blob", layer.digest().toString())));
    assertThatThrownBy(this::putIndex)
        .isInstanceOfSatisfying(
            BlobUnknownException.class,
            e -> assertThat(e.missing()).containsExactly(layer.digest()));
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405})
  void aRefusedMountBecomesAnUpload(int status) throws IOException {
    registry.faultOn(request -> request.query().contains("mount="), 2, Fault.status(status));
    assertThat(mount()).isEqualTo(Transfer.UPLOADED);
    assertThat(kit.time.sleeps()).isEmpty();
  }

  private Transfer mount() throws IOException {
    registry.seedBlob("acme/base", image.layer());
    return kit.at(app)
        .putBlob(
            layer,
            () -> new ByteArrayInputStream(image.layer()),
            List.of(
                new RepositoryName("elsewhere.example", "acme/base"),
                app,
                registry.repository("acme/base")));
  }

  @Test
  void aMountAnsweredWithASessionIsAnUploadInThatSession() throws IOException {
    registry.mounts(false);
    assertThat(mount()).isEqualTo(Transfer.UPLOADED);
    assertThat(registry.requests(RecordedRequest.uploadStart())).hasSize(1);
    assertThat(registry.openSessions()).isZero();
  }

  @Test
  void aMountWithoutAnAnswerIsSettledByLooking() throws IOException {
    registry.faultOn(RecordedRequest.uploadStart(), 1, Fault.dropAfter());
    assertThat(mount()).isEqualTo(Transfer.MOUNTED);
    assertThat(registry.requests(RecordedRequest.blobPut())).isEmpty();
  }

  @Test
  void nothingAcceptsConnections() {
    RepositoryName gone;
    try (InProcessRegistry stopped = InProcessRegistry.start()) {
      gone = stopped.repository("acme/app");
    }
    assertThatThrownBy(() -> kit.at(gone).headManifest("1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(gone.toString())
        .hasMessageContaining("nothing accepts connections");
    assertThat(kit.time.sleeps()).hasSize(2);
  }

  @Test
  void anInterruptEndsATransfer() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    registry.faultOn(
        RecordedRequest.blobPut(),
        1,
        Fault.first(
            () -> {
              arrived.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                put();
              } catch (Throwable e) {
                thrown.set(e);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              }
            });
    thread.start();
    arrived.await();
    thread.interrupt();
    thread.join();
    never.countDown();
    assertThat(thrown.get())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("interrupted");
  }

  @Test
  void anInterruptEndsAWait() {
    faultOnIndex(1, Fault.status(503));
    registry.faultOn(RecordedRequest.manifestPut("1"), 1, Fault.status(503));
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::putIndex)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
