package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** No request and no connection more than there must be. */
final class RequestCountTest {
  private static Transfer put(Repository repository, String text, InProcessRegistry registry)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, bytes);
    return repository.putBlob(
        blob, () -> new ByteArrayInputStream(bytes), List.of(registry.repository("acme/base")));
  }

  private static List<String> methods(InProcessRegistry registry) {
    return registry.requests().stream()
        .map(each -> each.path().equals("/token") ? "token" : each.method())
        .toList();
  }

  @Test
  void withTokensTheFirstRequestLearnsAndTheOthersKnow() throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      Repository repository = kit.client.destination(registry.repository("acme/app"));
      byte[] first = "first".getBytes(StandardCharsets.UTF_8);
      Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, first);
      repository.putBlob(blob, () -> new ByteArrayInputStream(first), List.of());
      assertThat(methods(registry)).containsExactly("HEAD", "token", "HEAD", "POST", "PUT");

      registry.forgetRequests();
      repository.putBlob(blob, () -> new ByteArrayInputStream(first), List.of());
      assertThat(methods(registry)).containsExactly("HEAD");

      registry.forgetRequests();
      registry.seedBlob("acme/base", "base".getBytes(StandardCharsets.UTF_8));
      registry.seedBlob("acme/base", "base 2".getBytes(StandardCharsets.UTF_8));
      assertThat(put(repository, "base", registry)).isEqualTo(Transfer.MOUNTED);
      assertThat(methods(registry)).containsExactly("token", "HEAD", "POST");
      assertThat(put(repository, "base 2", registry)).isEqualTo(Transfer.MOUNTED);
      assertThat(methods(registry)).containsExactly("token", "HEAD", "POST", "HEAD", "POST");
      assertThat(registry.connections()).isEqualTo(1);
      assertThat(registry.tokenScopes())
          .containsExactly(
              List.of("repository:acme/app:pull,push"),
              List.of("repository:acme/app:pull,push", "repository:acme/base:pull"));
    }
  }

  @Test
  void withoutAuthenticationALoopbackRegistryCostsNothingMore() throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.start();
        Kit kit = Kit.anonymous()) {
      put(kit.at(registry.repository("acme/app")), "first", registry.mounts(false));
      assertThat(methods(registry)).containsExactly("HEAD", "POST", "PUT");
      registry.forgetRequests();
      assertThat(kit.at(registry.repository("acme/app")).headManifest("1")).isEmpty();
      assertThat(methods(registry)).containsExactly("HEAD");
    }
  }

  @Test
  void manyAtOnceShareOneTokenAndFiveConnections() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (InProcessRegistry registry = InProcessRegistry.start().bearer("me", "secret");
        Kit kit = Kit.user("me", "secret")) {
      CountDownLatch five = new CountDownLatch(RegistryHost.MOST_REQUESTS);
      registry.faultOn(
          RecordedRequest.blobPut(),
          RegistryHost.MOST_REQUESTS,
          Fault.first(
              () -> {
                five.countDown();
                awaitQuietly(five);
              }));
      Repository repository = kit.client.destination(registry.repository("acme/app"));
      List<Future<Transfer>> transfers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] bytes = ("blob " + i).getBytes(StandardCharsets.UTF_8);
        Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, bytes);
        transfers.add(
            threads.submit(
                () -> repository.putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of())));
      }
      for (Future<Transfer> transfer : transfers) {
        assertThat(transfer.get()).isEqualTo(Transfer.UPLOADED);
      }
      assertThat(registry.tokenScopes()).hasSize(1);
      assertThat(registry.requests()).hasSize(2 + 40 * 3);
      assertThat(registry.connections()).isEqualTo(RegistryHost.MOST_REQUESTS);
      assertThat(registry.mostUnderWay()).isEqualTo(RegistryHost.MOST_REQUESTS);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoClientsOfASessionSendNoMoreAtOnceThanOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    HostLimits limits = HostLimits.own();
    try (InProcessRegistry registry = InProcessRegistry.start();
        Kit one = Kit.sharing(limits);
        Kit two = Kit.sharing(limits)) {
      CountDownLatch five = new CountDownLatch(RegistryHost.MOST_REQUESTS);
      registry.faultOn(
          RecordedRequest.blobPut(),
          RegistryHost.MOST_REQUESTS,
          Fault.first(
              () -> {
                five.countDown();
                awaitQuietly(five);
              }));
      List<Future<Transfer>> transfers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] bytes = ("blob " + i).getBytes(StandardCharsets.UTF_8);
        Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, bytes);
        Repository repository =
            (i % 2 == 0 ? one : two).client.destination(registry.repository("acme/app"));
        transfers.add(
            threads.submit(
                () -> repository.putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of())));
      }
      for (Future<Transfer> transfer : transfers) {
        assertThat(transfer.get()).isEqualTo(Transfer.UPLOADED);
      }
      assertThat(registry.mostUnderWay()).isEqualTo(RegistryHost.MOST_REQUESTS);
      assertThat(limits.requestsOf(registry.host()).availablePermits())
          .isEqualTo(RegistryHost.MOST_REQUESTS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
