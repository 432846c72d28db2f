package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ForwardingStore;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two registries and a layout, over real connections. */
class HttpPublicationTest extends TwoRegistries {
  private static final List<String> TAGS = List.of("1.2.3", "latest");

  private OciLayout layout;

  @BeforeEach
  void start() {
    layout = OciLayout.at(folder.resolve("registry/app"), "oci:registry/app");
    image = image(1);
    base.forgetRequests();
  }

  private TestImage image(int seed) {
    return image("image-" + seed, seed, 300_000);
  }

  /** As every run: a new client, a new publication. */
  private PublicationRecord publish(TestImage published, RepositoryName... repositories)
      throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      List<ImageStore> stores = new ArrayList<>();
      for (RepositoryName repository : repositories) {
        stores.add(kit.store(repository));
      }
      stores.add(layout);
      return kit.publication.publish(
          kit.request(published.directory, TAGS, stores.toArray(new ImageStore[0])));
    }
  }

  private PublicationRecord publish() throws IOException {
    return publish(image, one.repository(APP), two.repository(APP));
  }

  private static void assertComplete(InProcessRegistry registry, String repository) {
    registry.tags(repository).values().forEach(tag -> assertComplete(registry, repository, tag));
  }

  private static void assertComplete(InProcessRegistry registry, String repository, Digest named) {
    RawManifest index = registry.manifest(repository, named.toString()).orElseThrow();
    for (Descriptor child : Index.parse(index).manifests()) {
      RawManifest manifest = registry.manifest(repository, child.digest().toString()).orElseThrow();
      for (Descriptor blob : Manifest.parse(manifest).blobs()) {
        assertThat(registry.blob(repository, blob.digest())).isPresent();
      }
    }
  }

  private void assertPublished(TestImage published) throws IOException {
    for (InProcessRegistry registry : List.of(one, two)) {
      assertThat(registry.tags(APP))
          .containsEntry("1.2.3", published.digest())
          .containsEntry("latest", published.digest());
      assertComplete(registry, APP);
    }
    assertThat(layout.resolve("latest").map(Descriptor::digest)).contains(published.digest());
  }

  private void assertNothingNamed() throws IOException {
    assertThat(one.tags(APP)).isEmpty();
    assertThat(two.tags(APP)).isEmpty();
    assertThat(layout.resolve("latest")).isEmpty();
    assertThat(layout.resolve("1.2.3")).isEmpty();
  }

  @Test
  void everyDestinationHoldsTheSame() throws IOException {
    PublicationRecord record = publish();
    assertPublished(image);
    assertThat(record.destinations())
        .extracting(DestinationRecord::digest)
        .containsOnly(image.digest());
    assertThat(base.requests(RecordedRequest.of("GET", "/blobs/")))
        .as("each base blob comes once, for three destinations")
        .hasSize(2);
    assertThat(one.connections()).isLessThanOrEqualTo(5);
  }

  @Test
  void nothingChangedIsOneHeadATagAndOneAPlatform() throws IOException {
    publish();
    for (InProcessRegistry registry : List.of(base, one, two)) {
      registry.forgetRequests();
    }
    publish();
    for (InProcessRegistry registry : List.of(one, two)) {
      assertThat(registry.requests())
          .extracting(RecordedRequest::toString)
          .containsExactlyInAnyOrder(
              "HEAD /v2/acme/app/manifests/1.2.3",
              "HEAD /v2/acme/app/manifests/latest",
              "HEAD /v2/acme/app/manifests/" + image.children.get(0).digest(),
              "HEAD /v2/acme/app/manifests/" + image.children.get(1).digest());
    }
    assertThat(base.requests()).isEmpty();
  }

  @Test
  void contentThatIsThereIsLookedAtAndNotSentAgain() throws IOException {
    publish();
    one.forgetRequests();
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(image.directory, List.of("1.2"), kit.store(one.repository(APP))));
    }
    assertThat(one.requests(request -> request.path().contains("/blobs/")))
        .extracting(RecordedRequest::toString)
        .containsExactlyInAnyOrderElementsOf(
            image.blobs.stream().map(blob -> "HEAD /v2/acme/app/blobs/" + blob.digest()).toList());
    assertThat(one.requests(RecordedRequest.of("PUT", ""))).hasSize(1);
  }

  @Test
  void onlyWhatChangedTravels() throws IOException {
    publish();
    TestImage next = image(2);
    PublicationRecord record;
    try (HttpKit kit = new HttpKit(folder, log)) {
      record =
          kit.publication.publish(
              kit.request(next.directory, List.of("latest"), kit.store(one.repository(APP))));
    }
    long baseBytes = image.base.stream().mapToLong(Descriptor::size).sum();
    assertThat(record.destinations().get(0).presentBytes()).isEqualTo(baseBytes);
    assertThat(record.destinations().get(0).tags().get(0).previous()).isEqualTo(image.digest());
  }

  @Test
  void baseInTheSameRegistryIsMounted() throws IOException {
    PublicationRecord record = publish(image, base.repository(APP));
    assertThat(record.destinations().get(0).mountedBytes())
        .isEqualTo(image.base.stream().mapToLong(Descriptor::size).sum());
    assertComplete(base, APP);
  }

  @Test
  void siblingOnTheSameHostIsMountedFrom() throws IOException {
    PublicationRecord record = publish(image, one.repository(APP), one.repository("acme/mirror"));
    long all = image.blobs.stream().mapToLong(Descriptor::size).sum();
    long sent = 0;
    for (DestinationRecord destination : record.destinations().subList(0, 2)) {
      sent += destination.uploadedBytes();
      assertThat(destination.uploadedBytes() + destination.mountedBytes()).isEqualTo(all);
    }
    assertThat(sent).as("each blob is sent to the host once").isEqualTo(all);
    assertComplete(one, "acme/mirror");
  }

  @Test
  void modulesWithPublicationsOfTheirOwnMountFromEachOther() throws IOException {
    ConcurrentMap<String, Set<String>> holders = new ConcurrentHashMap<>();
    ConcurrentMap<String, ReentrantLock> turns = new ConcurrentHashMap<>();
    DestinationRecord last = null;
    for (TestImage module : List.of(image, image(2))) {
      try (HttpKit kit = new HttpKit(folder, log, new KnownHolders(holders, turns))) {
        String repository = "acme/module-" + module.digest().hex().substring(0, 8);
        last =
            kit.publication
                .publish(kit.request(module.directory, TAGS, kit.store(one.repository(repository))))
                .destinations()
                .get(0);
      }
    }
    long baseBytes = image.base.stream().mapToLong(Descriptor::size).sum();
    assertThat(last.mountedBytes()).isEqualTo(baseBytes);
  }

  @Test
  void refusedUploadNamesNothingAnywhere() throws IOException {
    two.faultOnAll(RecordedRequest.blobPut(), Fault.status(403));
    assertThatThrownBy(this::publish)
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(two.host())
        .hasMessageContaining("Nothing was named");
    assertNothingNamed();
    two.clearFaults();
    publish();
    assertPublished(image);
  }

  @Test
  void destinationThatDiesMidwayNamesNothingAnywhere() throws IOException {
    two.faultOn(
        RecordedRequest.blobPut(),
        1,
        Fault.first(() -> two.faultOnAll(request -> true, Fault.dropBefore())));
    assertThatThrownBy(this::publish)
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(two.host())
        .hasMessageContaining(one.host() + "/acme/app: everything is there");
    assertThat(one.tags(APP)).isEmpty();
    assertThat(layout.resolve("1.2.3")).isEmpty();
  }

  @Test
  void hiccupsAreBridged() throws IOException {
    one.faultOn(RecordedRequest.blobPut(), 2, Fault.status(503));
    one.faultOn(RecordedRequest.uploadStart(), 1, Fault.dropBefore());
    two.faultOn(RecordedRequest.blobPut(), 1, Fault.dropAfter());
    two.faultOn(RecordedRequest.manifestPut("latest"), 1, Fault.dropAfter());
    base.faultOn(RecordedRequest.of("GET", "/blobs/"), 2, Fault.truncate(10_000));
    publish();
    assertPublished(image);
  }

  @Test
  void laggingRegistryIsWaitedFor() throws IOException {
    one.lag(4);
    publish();
    assertPublished(image);
  }

  @Test
  void unknownBlobAtTheManifestIsCheckedAndSentAgain() throws IOException {
    Digest lost = image.blobs.get(0).digest();
    one.faultOn(
        RecordedRequest.of("PUT", "/manifests/"),
        1,
        Fault.first(() -> one.loseBlob(APP, lost))); // as if a clean-up had run at that moment
    publish();
    assertPublished(image);
    two.loseManifest(APP, image.children.get(0).digest());
    two.loseManifest(APP, image.digest());
    two.faultOn(
        RecordedRequest.of("PUT", "/manifests/" + image.digest()),
        1,
        Fault.first(() -> two.loseManifest(APP, image.children.get(1).digest())));
    publish();
    assertPublished(image);
  }

  @Test
  void unknownBlobAtTheTagIsCheckedAndSentAgain() throws IOException {
    two.faultOn(
        RecordedRequest.manifestPut("latest"),
        1,
        Fault.first(
            () -> {
              two.loseManifest(APP, image.children.get(0).digest());
              two.loseBlob(APP, image.blobs.get(0).digest());
            }));
    one.faultOn(RecordedRequest.manifestPut("1.2.3"), 2, unknownBlob());
    publish();
    assertPublished(image);
  }

  @Test
  void blobThatStaysUnknownPutsTheTagsBack() throws IOException {
    one.deletesTags(true);
    two.faultOnAll(RecordedRequest.manifestPut("1.2.3"), unknownBlob());
    assertThatThrownBy(this::publish).hasMessageContaining("unknown blob");
    assertThat(two.requests(RecordedRequest.manifestPut("1.2.3"))).hasSize(3);
    assertNothingNamed();
  }

  private static Fault unknownBlob() {
    return Fault.answer(
        Answer.of(404)
            .body(
                "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"unknown"
                    + " blob\"}]}"));
  }

  @Test
  void blobThatACleanUpTookIsSentBeforeAnotherTagNamesTheImage() throws IOException {
    publish();
    Digest lost = image.blobs.get(0).digest();
    two.loseBlob(APP, lost);
    two.forgetRequests();
    PublicationRecord record;
    try (HttpKit kit = new HttpKit(folder, log)) {
      record =
          kit.publication.publish(
              kit.request(image.directory, List.of("1.2"), kit.store(two.repository(APP))));
    }
    assertThat(two.tags(APP)).containsEntry("1.2", image.digest());
    assertComplete(two, APP);
    long all = image.blobs.stream().mapToLong(Descriptor::size).sum();
    DestinationRecord destination = record.destinations().get(0);
    assertThat(destination.uploadedBytes()).isEqualTo(image.blobs.get(0).size());
    assertThat(destination.presentBytes()).isEqualTo(all - image.blobs.get(0).size());
    assertThat(two.requests(RecordedRequest.of("HEAD", "/blobs/" + lost))).hasSize(1);
  }

  @Test
  void platformThatACleanUpTookIsSentAgainThoughNoTagMoves() throws IOException {
    publish();
    two.loseManifest(APP, image.children.get(1).digest());
    two.loseBlob(APP, image.blobs.get(0).digest());
    publish();
    assertPublished(image);
  }

  @Test
  void refusedTagPutsTheOthersBack() throws IOException {
    TestImage old = image(2);
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(
              old.directory,
              List.of("latest"),
              kit.store(one.repository(APP)),
              kit.store(two.repository(APP)),
              layout));
    }
    one.deletesTags(true);
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    Throwable failure = catchThrowable(this::publish);
    assertThat(failure)
        .hasMessageContaining("latest put back, names " + old.digest())
        .hasMessageContaining("1.2.3 withdrawn")
        .hasMessageContaining("1.2.3 names the new image, complete: this registry cannot drop");
    assertThat(one.tags(APP)).containsOnly(java.util.Map.entry("latest", old.digest()));
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
    assertComplete(two, APP);
    assertThat(layout.resolve("latest").map(Descriptor::digest)).contains(old.digest());
    two.clearFaults();
    publish();
    assertPublished(image);
    assertThat(log.lines)
        .anyMatch(line -> line.startsWith("I " + image.digest() + " has a name in "));
  }

  @Test
  void releasedVersionIsRefusedBeforeAnythingIsSent() throws IOException {
    publish(image, one.repository(APP));
    TestImage other = image(2);
    one.forgetRequests();
    assertThatThrownBy(() -> publish(other, one.repository(APP), two.repository(APP)))
        .hasMessageContaining(one.host() + "/acme/app:1.2.3 is a released version");
    assertThat(one.requests(request -> !request.method().equals("HEAD"))).isEmpty();
    assertThat(two.requests(request -> !request.method().equals("HEAD"))).isEmpty();
  }

  @Test
  void wrongCredentialsAreSaidWithTheirCode() throws IOException {
    two.basic("somebody", "secret");
    assertThatThrownBy(this::publish)
        .hasMessageContaining(two.host())
        .satisfies(e -> assertThat(((ImageException) e).code()).isEqualTo(Code.CREDENTIALS));
    assertNothingNamed();
  }

  @Test
  void noRightToPushIsSaidWithItsCode() throws IOException {
    two.basic("somebody", "secret").grants(right -> right.endsWith(":pull"));
    two.faultOnAll(RecordedRequest.of("PUT", ""), Fault.answer(Answer.of(403)));
    assertThat(((ImageException) catchThrowable(this::publish)).code()).isEqualTo(Code.CREDENTIALS);
    assertNothingNamed();
  }

  @Test
  void unreachableRegistryIsSaid() throws IOException {
    String host = two.host();
    two.close();
    assertThatThrownBy(this::publish)
        .hasMessageContaining(host)
        .satisfies(e -> assertThat(((ImageException) e).code()).isEqualTo(Code.PUBLICATION));
    assertThat(one.tags(APP)).isEmpty();
    two = InProcessRegistry.start();
  }

  @Test
  void optionalDestinationMayFail() throws IOException {
    two.faultOnAll(RecordedRequest.blobPut(), Fault.status(403));
    PublicationRecord record = publishWithTwoOptional(image, TAGS);
    assertThat(record.failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.repository()).startsWith(two.host()));
    assertThat(one.tags(APP)).hasSize(2);
    assertThat(two.tags(APP)).isEmpty();
  }

  @Test
  void baseThatLostABlobIsSaid() throws IOException {
    base.loseBlob("jre", image.base.get(0).digest());
    assertThatThrownBy(this::publish)
        .hasMessageContaining(base.host() + "/jre")
        .hasMessageContaining(image.base.get(0).digest().toString());
    assertNothingNamed();
  }

  @Test
  void baseThatSendsOtherBytesIsSaid() throws IOException {
    base.faultOnAll(
        RecordedRequest.of("GET", "/blobs/" + image.base.get(0).digest()),
        Fault.alter(answer -> Answer.of(200).body("x".repeat(10))));
    assertThatThrownBy(this::publish).isInstanceOf(PublicationException.class);
    assertNothingNamed();
  }

  @Test
  void publicationsOfTheSameAtOnceAgree() throws Exception {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    TestImage copy;
    try (HttpKit kit = new HttpKit(folder, log)) {
      copy = new TestImage(folder.resolve("copy"), 1, 300_000, kit.store(base.repository("jre")));
    }
    List<Thread> runs = new ArrayList<>();
    for (TestImage each : List.of(image, copy)) {
      Thread run =
          new Thread(
              () -> {
                Throwable failure =
                    catchThrowable(() -> publish(each, one.repository(APP), two.repository(APP)));
                if (failure != null) {
                  failures.add(failure);
                }
              });
      runs.add(run);
      run.start();
    }
    for (Thread run : runs) {
      run.join();
    }
    assertThat(failures).isEmpty();
    assertPublished(image);
  }

  @Test
  void requestThatIsGivenUpMayStillMoveTheTagAndThatIsSaid() throws Exception {
    TestImage old = image(2);
    publish(old, one.repository(APP), two.repository(APP));
    TestImage next = image(3);
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    two.faultOn(
        RecordedRequest.manifestPut("latest"),
        1,
        Fault.first(
            () -> {
              arrived.countDown();
              awaitUninterruptibly(go);
            }));
    try (HttpKit kit = new HttpKit(folder, log)) {
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      Thread run =
          new Thread(
              () ->
                  failures.add(
                      catchThrowable(
                          () -> kit.publication.publish(request(kit, next, List.of("latest"))))));
      run.start();
      arrived.await();
      kit.publication.interrupt(Duration.ofSeconds(4));
      run.join();
      go.countDown();
      assertThat(failures.get(0))
          .hasMessageContaining(one.host() + "/acme/app: latest put back, names " + old.digest())
          .hasMessageContaining(
              two.host()
                  + "/acme/app: latest put back, names "
                  + old.digest()
                  + "; may still name the new image");
    }
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
  }

  @Test
  void requestThatArrivesLateIsUndoneByTheSecondLook() throws Exception {
    TestImage old = image(2);
    publish(old, one.repository(APP), two.repository(APP));
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.dropBefore());
    TestImage next = image(3);
    try (HttpKit kit = new HttpKit(folder, log)) {
      ImageStore late =
          new ForwardingStore(kit.store(two.repository(APP))) {
            private int looks;

            @Override
            public java.util.Optional<Descriptor> resolve(String selector) throws IOException {
              if (selector.equals("latest") && ++looks == 5) {
                two.clearFaults();
                super.tag(
                    "latest", next.index, old.digest()); // the request of the way forward, at last
              }
              return super.resolve(selector);
            }

            @Override
            public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen)
                throws IOException {
              if (manifest.digest().equals(old.digest())) {
                two.clearFaults();
              }
              return super.tag(tag, manifest, seen);
            }
          };
      assertThatThrownBy(
              () -> kit.publication.publish(kit.request(next.directory, List.of("latest"), late)))
          .hasMessageContaining("latest put back, names " + old.digest() + "; may still");
    }
    assertThat(two.tags(APP)).containsEntry("latest", old.digest());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void interruptedThreadLeavesNothingNamed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch moving = new CountDownLatch(1);
    two.faultOnAll(RecordedRequest.blobPut(), Fault.first(moving::countDown));
    two.faultOnAll(RecordedRequest.uploadStart(), Fault.hold(never));
    one.faultOn(RecordedRequest.blobPut(), 1, Fault.first(moving::countDown));
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    Thread run = new Thread(() -> failures.add(catchThrowable(this::publish)));
    run.start();
    moving.await();
    run.interrupt();
    run.join();
    never.countDown();
    assertThat(failures.get(0)).hasMessageContaining("interrupted before any tag was moved");
    assertNothingNamed();
    two.clearFaults();
    publish();
    assertPublished(image);
  }
}
