package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.BlobSource;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that real registries give and that should not end a publication. */
final class OddRegistriesTest {
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit.Image image = Kit.Image.of("odd");

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void a403ThatSaysHowLongToWaitIsWaitedFor() {
    registry.seedManifest("acme/app", "1", image.manifest());
    registry.faultOn(
        RecordedRequest.of("HEAD", "/manifests/1"),
        1,
        Fault.answer(Answer.of(403).header("Retry-After", "1")));
    try (Kit kit = Kit.anonymous()) {
      assertThatCode(() -> assertThat(kit.client.destination(app).headManifest("1")).isPresent())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aRegistryThatTakesNoPushesIsSaidToBeReadOnly() {
    registry.faultOnAll(
        RecordedRequest.uploadStart(),
        Fault.answer(
            Answer.error(405, "UNSUPPORTED", "The operation is unsupported.", "read-only")));
    try (Kit kit = Kit.anonymous()) {
      assertThat(catchThrowable(() -> kit.client.destination(app).checkPush()))
          .hasMessageContaining("405")
          .hasMessageContaining(registry.host() + " does not take pushes there: most likely")
          .hasMessageContaining("read-only, or a mirror (pull-through cache)")
          .hasMessageContaining("in image.registries")
          .extracting(e -> ((RegistryException) e).code())
          .isEqualTo(Code.PUBLICATION);
    }
  }

  @Test
  void aManifestOrABlobThatIsNotTakenIsExplainedToo() {
    registry.faultOnAll(
        RecordedRequest.of("PUT", "").or(RecordedRequest.of("POST", "")), Fault.status(405));
    try (Kit kit = Kit.anonymous()) {
      Repository repository = kit.client.destination(app);
      assertThat(catchThrowable(() -> repository.putManifest(image.manifest())))
          .hasMessageContaining("most likely it is read-only");
      assertThat(
              catchThrowable(
                  () ->
                      repository.putBlob(
                          Kit.descriptor(MediaTypes.OCI_LAYER, image.layer()),
                          () -> new ByteArrayInputStream(image.layer()),
                          List.of())))
          .hasMessageContaining("most likely it is read-only");
    }
  }

  /** What is refused to be read has nothing to do with pushes. */
  @Test
  void aReadingThatIsNotAllowedIsNotCalledReadOnly() {
    registry.faultOnAll(RecordedRequest.manifestRead(), Fault.status(405));
    try (Kit kit = Kit.anonymous()) {
      assertThat(catchThrowable(() -> kit.client.destination(app).headManifest("1")))
          .hasMessageContaining("405")
          .hasMessageNotContaining("read-only");
    }
  }

  /** Schema 1, as old repositories still hold it. */
  @Test
  void aTagThatNamesAManifestOfAnOldKindCanBeMoved() {
    RawManifest schema1 =
        RawManifest.of(
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "{\"schemaVersion\":1,\"name\":\"acme/app\",\"tag\":\"latest\",\"fsLayers\":[]}"
                .getBytes(StandardCharsets.UTF_8));
    registry.seedManifest("acme/app", "latest", schema1);
    try (Kit kit = Kit.anonymous()) {
      assertThatCode(
              () -> assertThat(kit.client.destination(app).headManifest("latest")).isPresent())
          .doesNotThrowAnyException();
    }
  }

  /** A HEAD whose length a proxy has dropped for 0. */
  @Test
  void aBlobWhoseHeadSaysNoLengthButZero() throws IOException {
    Descriptor layer = Kit.descriptor(MediaTypes.OCI_LAYER, image.layer());
    registry.seedBlob("acme/app", image.layer());
    registry.faultOnAll(
        RecordedRequest.of("HEAD", "/blobs/"),
        Fault.alter(answer -> answer.without("Content-Length").header("Content-Length", "0")));
    try (Kit kit = Kit.anonymous()) {
      assertThatCode(
              () ->
                  kit.at(app)
                      .putBlob(layer, () -> new ByteArrayInputStream(image.layer()), List.of()))
          .doesNotThrowAnyException();
    }
  }

  /** Each time of waiting for a host that does not answer is one for all that want it. */
  @Test
  void unitsThatMeetAHostWhichDoesNotAnswerWaitTogether() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket dead = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Kit kit = Kit.anonymous()) {
      Thread acceptor = new Thread(() -> closeAfterAWhile(dead, connections));
      acceptor.setDaemon(true);
      acceptor.start();
      Repository repository =
          kit.client.destination(
              new RepositoryName("127.0.0.1:" + dead.getLocalPort(), "acme/app"));
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String tag = "t" + i;
        Thread thread =
            new Thread(() -> failures.add(catchThrowable(() -> repository.headManifest(tag))));
        thread.start();
        threads.add(thread);
      }
      for (Thread each : threads) {
        each.join();
      }
      assertThat(failures).hasSize(10).hasOnlyElementsOfType(RegistryException.class);
      // 10 units, 3 attempts, by http and by https: 60 of one after the other, 6 of all together;
      // a unit that comes late has some of its own.
      assertThat(connections).as("connections").hasValueLessThan(30);
    }
  }

  private static void closeAfterAWhile(ServerSocket dead, AtomicInteger connections) {
    while (!dead.isClosed()) {
      try (Socket client = dead.accept()) {
        connections.incrementAndGet();
        if (client.getInputStream().read() >= 0) {
          Thread.sleep(100);
        }
      } catch (IOException e) {
        continue; // the client has gone, or the test has ended
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** 201 to a mount that has not been done; what it was for is refused then. */
  @Test
  void aMountThatWasOnlySaidIsNotAskedForAgain() throws IOException {
    Descriptor layer = Kit.descriptor(MediaTypes.OCI_LAYER, image.layer());
    registry.faultOnAll(
        RecordedRequest.uploadStart().and(request -> request.query().contains("mount=")),
        Fault.answer(Answer.of(201)));
    try (Kit kit = Kit.anonymous()) {
      Repository repository = kit.at(app);
      List<RepositoryName> base = List.of(registry.repository("base"));
      BlobSource source = () -> new ByteArrayInputStream(image.layer());
      assertThat(repository.putBlob(layer, source, base)).isEqualTo(Transfer.MOUNTED);
      assertThat(repository.putBlob(layer, source, base)).isEqualTo(Transfer.UPLOADED);
      assertThat(registry.requests(request -> request.query().contains("mount="))).hasSize(1);
    }
  }
}
