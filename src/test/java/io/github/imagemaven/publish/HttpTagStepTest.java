package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.ForwardingStore;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of tags at two registries that refuse, give up, or are another run's too. */
class HttpTagStepTest extends TwoRegistries {
  @BeforeEach
  void start() throws IOException {
    publish(old, LATEST);
  }

  /** A whole other run, to the second alone, while a server's thread answers ours. */
  private void publishMeanwhile() {
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(kit.request(image.directory, LATEST, kit.store(two.repository(APP))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first such request, while which something else happens. */
  private static Predicate<RecordedRequest> first(
      Predicate<RecordedRequest> which, Runnable meanwhile) {
    AtomicInteger count = new AtomicInteger();
    return request -> {
      boolean first = which.test(request) && count.incrementAndGet() == 1;
      if (first) {
        meanwhile.run();
      }
      return first;
    };
  }

  private static Predicate<RecordedRequest> put() {
    return RecordedRequest.manifestPut("latest");
  }

  /** Amazon's ECR has no end point that deletes a tag: 404, and nothing is gone. */
  @Test
  void onlyATagThatIsSeenToBeGoneIsSaidToBeWithdrawn() {
    one.faultOnAll(
        RecordedRequest.of("DELETE", "/manifests/"),
        Fault.answer(Answer.error(404, "UNSUPPORTED", "no such end point", "")));
    two.deletesTags(true);
    two.faultOnAll(put(), Fault.status(403));
    assertThatThrownBy(() -> publish(image, List.of("1.2.3", "latest")))
        .hasMessageContaining(
            one.host()
                + "/acme/app: 1.2.3 names the new image, complete: this registry cannot drop a tag"
                + " alone")
        .hasMessageContaining(two.host() + "/acme/app: 1.2.3 withdrawn");
    assertThat(one.tags(APP)).containsEntry("1.2.3", image.digest());
    assertThat(two.tags(APP)).doesNotContainKey("1.2.3");
  }

  @Test
  void aTagWhoseGatewayGaveUpMayStillMoveAndThatIsSaid() {
    two.faultOn(put(), 3, Fault.status(504));
    assertThatThrownBy(() -> publish(image, LATEST))
        .hasMessageContaining(one.host() + "/acme/app: latest put back, names " + old.digest())
        .hasMessageContaining(
            two.host()
                + "/acme/app: latest put back, names "
                + old.digest()
                + "; may still name the new image");
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
  }

  /**
   * The gateway gives up (504), and the registry behind it does what it was asked, later. That one
   * of three requests had its effect says nothing of the other two.
   */
  @Test
  void aTagThatMovesAfterTheGatewayGaveUpIsPutBackByTheSecondLook() {
    two.faultOn(put(), 3, Fault.status(504));
    try (HttpKit kit = new HttpKit(folder, log)) {
      ImageStore late =
          new ForwardingStore(kit.store(two.repository(APP))) {
            private int looks;

            @Override
            public Optional<Descriptor> resolve(String selector) throws IOException {
              if (selector.equals("latest") && ++looks == 5) {
                two.seedManifest(APP, "latest", image.index);
              }
              return super.resolve(selector);
            }
          };
      assertThatThrownBy(
              () ->
                  kit.publication.publish(
                      kit.request(image.directory, LATEST, kit.store(one.repository(APP)), late)))
          .hasMessageContaining(
              two.host() + "/acme/app: latest put back, names " + old.digest() + "; may still");
    }
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
  }

  @Test
  void aTagThatWasRefusedToUsIsNotTakenFromTheRunThatMovedIt() {
    two.faultOn(first(put(), this::publishMeanwhile), 1, Fault.status(403));
    one.faultOnAll(put(), Fault.status(403));
    assertThatThrownBy(() -> publish(image, LATEST))
        .hasMessageContaining(
            two.host() + "/acme/app: latest names the new image, complete: another run");
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
  }

  /** Another run had put its tag there before we came, and takes it back while ours move. */
  @Test
  void aTagThatWasFoundAndIsTakenBackMeanwhileIsNotSaidToBePublished() throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(kit.request(image.directory, LATEST, kit.store(two.repository(APP))));
    }
    one.faultOn(put(), 1, Fault.first(() -> two.seedManifest(APP, "latest", old.index)));
    assertThatThrownBy(() -> publish(image, LATEST))
        .hasMessageContaining(
            two.host()
                + "/acme/app: another run has moved tags meanwhile: latest names "
                + old.digest())
        .hasMessageContaining("Run again");
    publish(image, LATEST);
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
  }

  /** Takes the second registry away once it has answered that its tag moved. */
  private void takeAwayAfterTheTag(Fault fault) {
    AtomicBoolean away = new AtomicBoolean();
    two.faultOn(
        put(),
        1,
        Fault.alter(
            answer -> {
              away.set(true);
              return answer;
            }));
    two.faultOnAll(request -> away.get(), fault);
  }

  @Test
  void aRegistryThatGoesAwayAfterTheLastTagDoesNotSplitTheRelease() throws IOException {
    takeAwayAfterTheTag(Fault.status(503));
    assertThatThrownBy(() -> publish(image, LATEST))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(two.host() + "/acme/app: its tags name " + image.digest())
        .hasMessageContaining("the last look at it could not be made")
        .hasMessageContaining("503")
        .hasMessageContaining("Every tag names what this run published, and nothing was put back");
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
    two.clearFaults();
    publish(image, LATEST);
  }

  @Test
  void anOptionalRegistryThatGoesAwayAfterTheLastTagIsAWarning() throws IOException {
    takeAwayAfterTheTag(Fault.status(503));
    publishWithTwoOptional(image, LATEST);
    assertThat(log.lines)
        .anyMatch(line -> line.startsWith("W going on without") && line.contains("its tags name"));
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
  }

  @Test
  void anInterruptionOfTheLastLookPutsNothingBack() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch looking = new CountDownLatch(1);
    takeAwayAfterTheTag(
        Fault.first(
            () -> {
              looking.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    try (HttpKit kit = new HttpKit(folder, log)) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread run =
          new Thread(
              () ->
                  failure.set(
                      catchThrowable(() -> kit.publication.publish(request(kit, image, LATEST)))));
      run.start();
      looking.await();
      kit.publication.interrupt(Duration.ofMillis(200));
      run.join();
      never.countDown();
      assertThat(failure.get())
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("interrupted, and all is published");
    }
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
  }
}
