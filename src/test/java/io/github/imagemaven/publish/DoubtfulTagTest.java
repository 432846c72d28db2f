package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways to half a release, or to a sentence about it that is not true. */
class DoubtfulTagTest extends TwoRegistries {
  private static final Predicate<RecordedRequest> PUT = RecordedRequest.manifestPut("latest");

  private TestImage third;

  @BeforeEach
  void start() throws IOException {
    third = image("third", 3, 20_000);
    publish(old, LATEST);
  }

  private Fault lateAfterTheWayBack(CountDownLatch late) {
    return Fault.alter(
        answer -> {
          Thread thread =
              new Thread(
                  () -> {
                    pause(900);
                    two.seedManifest(APP, "latest", image.index);
                    late.countDown();
                  });
          thread.setDaemon(true);
          thread.start();
          return answer;
        });
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertOneStateOrSaid(Throwable failure) {
    boolean split = !two.tags(APP).get("latest").equals(one.tags(APP).get("latest"));
    assertThat(split).isTrue();
    assertThat(failure)
        .as("the registries name two images: that must be said")
        .hasMessageContaining("may still name the new image");
  }

  /** First PUT: 504 and on its way. Second PUT: 201. Back. Then the first takes effect. */
  @Test
  void aFirstRequestThatIsLateIsNotForgottenBecauseTheSecondWasAnswered() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    two.faultOn(PUT, 1, Fault.status(504));
    two.faultOn(PUT, 1, Fault.alter(answer -> answer));
    two.faultOn(PUT, 1, lateAfterTheWayBack(late));
    one.faultOnAll(PUT, Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(late.await(10, TimeUnit.SECONDS)).isTrue();
    assertOneStateOrSaid(failure);
  }

  /** Three PUTs end in 504; the first has had its effect, the third has it after the way back. */
  @Test
  void oneEffectThatIsSeenIsNotTheEffectOfAllThreeRequests() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    two.faultOn(PUT, 1, Fault.alter(answer -> Answer.of(504)));
    two.faultOn(PUT, 2, Fault.status(504));
    two.faultOn(PUT, 1, lateAfterTheWayBack(late));
    one.faultOnAll(PUT, Fault.status(403)); // else all tags name the image, and stay
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(late.await(10, TimeUnit.SECONDS)).isTrue();
    assertOneStateOrSaid(failure);
  }

  /** The request is lost before it arrives, and then the account's limit has been reached. */
  @Test
  void aTagThatIsSeenNotToHaveMovedAndCannotBePutBackHasNotMoved() {
    two.faultOn(PUT, 1, Fault.dropBefore());
    two.faultOnAll(PUT, Fault.status(429));
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2.3", "latest")));
    assertThat(failure)
        .hasMessageContaining(
            two.host() + "/" + APP + ": 1.2.3 names the new image, complete: this registry cannot")
        .hasMessageContaining(
            "latest not moved, names " + old.digest() + "; may still name the new image");
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
  }

  /** Nothing moves on for the sake of a tag that has never moved. */
  @Test
  void anInterruptionMovesNothingOnForATagThatIsSeenNotToHaveMoved() {
    one.deletesTags(true);
    two.deletesTags(true);
    try (HttpKit kit = new HttpKit(folder, log)) {
      two.faultOn(PUT, 1, Fault.first(() -> interrupt(kit)).then(Fault.dropBefore()));
      two.faultOnAll(PUT, Fault.status(429));
      Throwable failure =
          catchThrowable(
              () -> kit.publication.publish(request(kit, image, List.of("1.2.3", "latest"))));
      assertThat(failure).isInstanceOf(EnvironmentException.class);
      assertThat(two.tags(APP)).containsEntry("latest", old.digest()).doesNotContainKey("1.2.3");
      assertThat(one.tags(APP)).as("%s", failure).isEqualTo(two.tags(APP));
    }
  }

  private static void interrupt(HttpKit kit) {
    Thread asks = new Thread(() -> kit.publication.interrupt(Interruption.PATIENCE));
    asks.setDaemon(true);
    asks.start();
    pause(50);
  }

  /** The account's limit, or its rights, end after the last tag: 403, which says nothing. */
  @Test
  void aPlatformThatMayNotBeLookedAtIsNotOneThatIsGone() {
    AtomicBoolean away = new AtomicBoolean();
    two.faultOn(
        PUT,
        1,
        Fault.alter(
            answer -> {
              away.set(true);
              return answer;
            }));
    two.faultOnAll(
        RecordedRequest.of("HEAD", "/manifests/sha256:").and(request -> away.get()),
        Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
    assertThat(failure).isNull();
    assertThat(log.lines).noneMatch(line -> line.contains("was there and is gone"));
    assertThat(log.lines)
        .anyMatch(line -> line.startsWith("W " + two.host()) && line.contains("may not be looked"));
  }

  @Test
  void anInterruptedLastLookThatHasSeenAnotherRunsTagDoesNotSayThatAllIsPublished()
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch looking = new CountDownLatch(1);
    AtomicBoolean tagged = new AtomicBoolean();
    one.faultOn(
        PUT,
        1,
        Fault.alter(
            answer -> {
              one.seedManifest(APP, third.digest().toString(), third.index);
              one.seedManifest(APP, "latest", third.index);
              return answer;
            }));
    two.faultOn(
        PUT,
        1,
        Fault.alter(
            answer -> {
              tagged.set(true);
              return answer;
            }));
    two.faultOnAll(
        request -> tagged.get(),
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
      pause(500); // the look at the first ends meanwhile
      kit.publication.interrupt(Duration.ofMillis(200));
      run.join();
      never.countDown();
      assertThat(one.tags(APP)).containsEntry("latest", third.digest());
      assertThat(failure.get()).hasMessageNotContaining("every tag names the new image");
      assertThat(failure.get())
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining(
              one.host()
                  + "/acme/app: another run has moved tags meanwhile: latest names "
                  + third.digest());
    }
  }

  /** Refused each time, and then our own disk fails: no request is without an answer. */
  @Test
  void aTagThatWasRefusedIsNotInDoubtBecauseSomethingElseFails() {
    AtomicBoolean lost = new AtomicBoolean();
    Path layer = image.layout().blobPath(image.blobs.get(0).digest());
    two.faultOn(
        PUT.and(
            request -> {
              if (lost.compareAndSet(false, true)) {
                two.loseBlob(APP, image.blobs.get(0).digest());
                delete(layer);
              }
              return true;
            }),
        1,
        Fault.answer(Answer.error(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown", "")));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(failure).hasMessageNotContaining("given up without a clear answer");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** HEAD is answered, GET is not: what latest would have to go back to cannot be had. */
  @Test
  void aTagThatCouldNotBePutBackIsNotMoved() {
    one.faultOnAll(RecordedRequest.of("GET", "/manifests/" + old.digest()), Fault.status(403));
    two.faultOnAll(PUT, Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(one.tags(APP)).isEqualTo(two.tags(APP));
    assertThat(failure).hasMessageContaining(one.host() + "/acme/app: latest not moved, names");
  }

  /** The same where all else goes well: it moves last, and what is lost is said before. */
  @Test
  void aTagThatCouldNotBePutBackMovesLast() throws IOException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    one.faultOnAll(RecordedRequest.of("GET", "/manifests/" + old.digest()), Fault.status(404));
    one.faultOn(
        PUT,
        1,
        Fault.first(
            () -> {
              seen.addAll(log.lines);
              seen.add("two: " + two.tags(APP).get("latest"));
              seen.add("one: " + one.tags(APP).get("next"));
            }));
    publish(image, List.of("latest", "next"));
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(seen)
        .contains("two: " + image.digest(), "one: " + image.digest())
        .anyMatch(
            line ->
                line.startsWith("W " + one.host() + "/acme/app:latest names " + old.digest())
                    && line.contains("could not be put back"));
  }

  /**
   * Harbor with "prevent vulnerable images from running" answers 412 to whoever looks at an image
   * that its scanner does not like (goharbor/harbor 15885, 19408, 23638); it takes the image that
   * mends it.
   */
  @Test
  void anImageThatAPolicyHidesCanBeReplaced() {
    one.faultOnAll(
        RecordedRequest.manifestRead()
            .and(
                request ->
                    request.path().endsWith(old.digest().toString())
                        || (request.path().endsWith("/latest")
                            && one.tags(APP).get("latest").equals(old.digest()))),
        Fault.answer(
            Answer.error(
                412,
                "PROJECTPOLICYVIOLATION",
                "current image with 3 vulnerabilities cannot be pulled due to configured policy",
                "")));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(failure).isNull();
  }

  /** The same where only GET is kept from us. */
  @Test
  void anImageThatAPolicyDoesNotLetUsReadCanBeReplaced() {
    one.faultOnAll(
        RecordedRequest.of("GET", "/manifests/" + old.digest()),
        Fault.answer(
            Answer.error(
                412,
                "PROJECTPOLICYVIOLATION",
                "current image with 3 vulnerabilities cannot be pulled due to configured policy",
                "")));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(failure).isNull();
  }

  /** 403 to a look and no list of tags at all: nobody said that the release is not there. */
  @Test
  void aReleaseThatIsHiddenWhereThereIsNoListIsNotOverwritten() {
    one.seedManifest(APP, old.digest().toString(), old.index);
    one.seedManifest(APP, "1.2.3", old.index);
    one.faultOnAll(
        RecordedRequest.of("HEAD", "/manifests/")
            .and(request -> !request.path().contains("/sha256:")),
        Fault.status(403));
    one.faultOnAll(RecordedRequest.of("GET", "/tags/list"), Fault.status(404));
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2.3")));
    assertThat(one.tags(APP)).containsEntry("1.2.3", old.digest());
  }

  /** Its scanner has not looked yet at what was just put: 412 as well. */
  @Test
  void anImageThatAPolicyHidesUntilItIsScannedCanBePublished() {
    one.faultOnAll(
        RecordedRequest.manifestRead()
            .and(request -> request.path().endsWith(image.digest().toString()))
            .and(request -> one.manifest(APP, image.digest().toString()).isPresent()),
        Fault.answer(
            Answer.error(
                412,
                "PROJECTPOLICYVIOLATION",
                "vulnerability prevention enabled, but no scan report existing for the artifact",
                "")));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(failure).isNull();
  }

  /** Then it goes back all the same where another registry refuses: what it named could be read. */
  @Test
  void anImageThatAPolicyHidesOnceItIsNamedGoesBack() {
    one.faultOnAll(
        RecordedRequest.manifestRead()
            .and(
                request ->
                    request.path().endsWith("/latest")
                        && one.tags(APP).get("latest").equals(image.digest())),
        Fault.answer(Answer.error(412, "PROJECTPOLICYVIOLATION", "no scan report", "")));
    two.faultOnAll(RecordedRequest.of("PUT", "/manifests/latest"), Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(failure).hasMessageContaining("put back");
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
  }

  /**
   * Two runs of one commit. Ours has moved the tag in one and is refused in two; the other has
   * moved it in both meanwhile, and said so. What is whole is not split.
   */
  @Test
  void theWayBackDoesNotSplitWhatAnotherRunOfTheSameImageHasPublished() {
    AtomicBoolean once = new AtomicBoolean();
    AtomicReference<Throwable> other = new AtomicReference<>();
    two.faultOn(
        PUT.and(
            request -> {
              boolean first = once.compareAndSet(false, true);
              if (first) {
                pause(300); // ours arrives in one
                other.set(catchThrowable(() -> publish(image, LATEST)));
              }
              return first;
            }),
        1,
        Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(other.get()).as("the other run").isNull();
    assertThat(one.tags(APP)).isEqualTo(two.tags(APP));
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertAllNamedAllTheSame(failure);
  }

  private void assertAllNamedAllTheSame(Throwable failure) {
    assertThat(failure).isNull();
    assertThat(log.lines)
        .anyMatch(
            line ->
                line.startsWith("W " + two.host())
                    && line.contains("All the same every tag names the new image"));
  }

  /** The same with a new version: the other run's tag is deleted after it said that all is well. */
  @Test
  void theWayBackDoesNotDeleteTheVersionThatAnotherRunHasPublished() {
    one.deletesTags(true);
    two.deletesTags(true);
    AtomicBoolean once = new AtomicBoolean();
    AtomicReference<Throwable> other = new AtomicReference<>();
    List<String> tags = List.of("1.2.3", "latest");
    two.faultOn(
        PUT.and(
            request -> {
              boolean first = once.compareAndSet(false, true);
              if (first) {
                pause(300);
                other.set(catchThrowable(() -> publish(image, tags)));
              }
              return first;
            }),
        1,
        Fault.status(403));
    Throwable failure = catchThrowable(() -> publish(image, tags));
    assertThat(other.get()).as("the other run").isNull();
    assertThat(one.tags(APP)).containsEntry("1.2.3", image.digest());
    assertThat(two.tags(APP)).containsEntry("1.2.3", image.digest());
    assertAllNamedAllTheSame(failure);
  }

  /** Ours never arrived (504), the other run's did: what ours sees is not ours to take away. */
  @Test
  void theWayBackFromTheUnknownDoesNotDeleteTheVersionThatAnotherRunHasPublished() {
    one.deletesTags(true);
    two.deletesTags(true);
    AtomicBoolean once = new AtomicBoolean();
    AtomicBoolean others = new AtomicBoolean();
    AtomicReference<Throwable> other = new AtomicReference<>();
    List<String> tags = List.of("1.2.3");
    two.faultOn(
        RecordedRequest.manifestPut("1.2.3")
            .and(
                request -> {
                  if (once.compareAndSet(false, true)) {
                    pause(300);
                    others.set(true);
                    other.set(catchThrowable(() -> publish(image, tags)));
                    others.set(false);
                    return true;
                  }
                  return !others.get();
                }),
        3,
        Fault.status(504));
    Throwable failure = catchThrowable(() -> publish(image, tags));
    assertThat(other.get()).as("the other run").isNull();
    assertThat(one.tags(APP)).containsEntry("1.2.3", image.digest());
    assertThat(two.tags(APP)).containsEntry("1.2.3", image.digest());
    assertAllNamedAllTheSame(failure);
  }

  /** An optional registry refuses ours and takes the other run's: it is not split either. */
  @Test
  void theWayBackOfAnOptionalRegistryDoesNotSplitWhatAnotherRunHasPublished() throws IOException {
    AtomicBoolean once = new AtomicBoolean();
    AtomicReference<Throwable> other = new AtomicReference<>();
    two.faultOn(
        PUT.and(
            request -> {
              boolean first = once.compareAndSet(false, true);
              if (first) {
                other.set(catchThrowable(() -> publish(image, List.of("next", "latest"))));
              }
              return first;
            }),
        1,
        Fault.status(403));
    PublicationRecord record = publishWithTwoOptional(image, List.of("next", "latest"));
    assertThat(other.get()).as("the other run").isNull();
    assertThat(two.tags(APP)).containsEntry("next", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
    assertThat(record.failed()).isEmpty();
    assertThat(record.destinations()).hasSize(2);
  }

  /** A cache before the registry answers looks at the tag for a minute; nobody else publishes. */
  @Test
  void aTagThatIsShownLateIsNotSaidToBeAnotherRuns() {
    AtomicBoolean moved = new AtomicBoolean();
    two.faultOn(
        PUT,
        1,
        Fault.alter(
            answer -> {
              moved.set(true);
              return answer;
            }));
    two.faultOnAll(
        RecordedRequest.of("HEAD", "/manifests/latest").and(request -> moved.get()),
        Fault.alter(
            answer ->
                answer
                    .without("Docker-Content-Digest")
                    .header("Docker-Content-Digest", old.digest().toString())));
    Throwable failure = catchThrowable(() -> publish(image, LATEST));
    assertThat(failure).hasMessageNotContaining("another run has moved tags");
    assertThat(failure)
        .hasMessageContaining("shows what it showed before: latest names " + old.digest());
  }

  /**
   * A reactor stages two modules, which have nothing to move, and names them minutes later;
   * meanwhile the run that had put a tag there has taken it back.
   */
  @Test
  void aTagThatIsTakenBackBetweenStagingAndNamingIsNotSaidToBePublished() throws IOException {
    publish(image, LATEST);
    publish(third, List.of("third"));
    try (HttpKit kit = new HttpKit(folder, log)) {
      Staged beside =
          kit.publication.stage(
              kit.request(third.directory, List.of("third"), kit.store(one.repository(APP))));
      Staged staged = kit.publication.stage(request(kit, image, LATEST));
      two.seedManifest(APP, "latest", old.index);
      Throwable failure = catchThrowable(() -> kit.publication.name(List.of(staged, beside)));
      assertThat(failure)
          .hasMessageContaining(
              two.host()
                  + "/acme/app: another run has moved tags meanwhile: latest names "
                  + old.digest());
    }
  }

  /** 201 to a mount of something that it does not mount. */
  @Test
  void aMountThatIsOnlySaidIsMendedByAnUpload() {
    base.faultOnAll(
        RecordedRequest.uploadStart().and(request -> request.query().contains("mount=")),
        Fault.answer(Answer.of(201)));
    assertThatCode(
            () -> {
              try (HttpKit kit = new HttpKit(folder, log)) {
                kit.publication.publish(
                    kit.request(image.directory, LATEST, kit.store(base.repository(APP))));
              }
            })
        .doesNotThrowAnyException();
  }
}
