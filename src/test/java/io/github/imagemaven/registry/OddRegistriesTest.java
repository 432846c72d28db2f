package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  /** A host that does not answer makes all that want it wait, one after the other. */
  @Test
  void unitsThatMeetAHostWhichDoesNotAnswerWaitTogether() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ServerSocket dead = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Kit kit = Kit.anonymous()) {
      Thread acceptor =
          new Thread(
              () -> {
                while (true) {
                  try {
                    Socket client = dead.accept();
                    Thread each =
                        new Thread(
                            () -> {
                              most.accumulateAndGet(now.incrementAndGet(), Math::max);
                              try (client;
                                  OutputStream out = client.getOutputStream()) {
                                Thread.sleep(300);
                              } catch (IOException | InterruptedException e) {
                                return;
                              } finally {
                                now.decrementAndGet();
                              }
                            });
                    each.setDaemon(true);
                    each.start();
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      acceptor.setDaemon(true);
      acceptor.start();
      Repository repository =
          kit.client.destination(
              new RepositoryName("127.0.0.1:" + dead.getLocalPort(), "acme/app"));
      List<Thread> threads = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        String tag = "t" + i;
        Thread thread =
            new Thread(
                () -> {
                  try {
                    repository.headManifest(tag);
                  } catch (RegistryException e) {
                    return;
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread each : threads) {
        each.join();
      }
      assertThat(most).as("connections at once").hasValueGreaterThan(1);
    }
  }
}
