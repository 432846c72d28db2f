package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ForwardingStore;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  private static final List<String> TAGS = List.of("1.2.3", "latest");

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private FaultyStore base;
  private FaultyStore one;
  private FaultyStore two;
  private OciLayout third;
  private TestImage image;

  @BeforeEach
  void stores() {
    base = new FaultyStore("base.example/jre", layout("base"));
    one = new FaultyStore("one.example/acme/app", layout("one"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    third = layout("third");
    image = image(1);
  }

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  private TestImage image(int seed) {
    return new TestImage(folder.resolve("image-" + seed), seed, 2000, base);
  }

  private Publication publication() {
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    return new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
  }

  private PublishRequest request(TestImage published, ImageStore... stores) {
    List<Destination> destinations = new ArrayList<>();
    for (ImageStore store : stores) {
      destinations.add(new Destination(store, false));
    }
    return request(published, destinations);
  }

  private PublishRequest request(TestImage published, List<Destination> destinations) {
    return new PublishRequest(published.directory, destinations, TAGS, name -> base, null);
  }

  private PublicationRecord publish(TestImage published, ImageStore... stores) throws IOException {
    return publication().publish(request(published, stores));
  }

  /** Whatever a tag names is there to its last blob. */
  private void assertComplete(ImageStore real) throws IOException {
    for (String tag : TAGS) {
      var named = real.manifest(tag);
      if (named.isPresent()) {
        for (Descriptor child : io.github.imagemaven.oci.Index.parse(named.get()).manifests()) {
          var manifest = real.manifest(child.digest().toString()).orElseThrow();
          for (Descriptor blob : io.github.imagemaven.oci.Manifest.parse(manifest).blobs()) {
            try (var in = real.openBlob(blob)) {
              in.readAllBytes();
            }
          }
        }
      }
    }
  }

  private List<OciLayout> destinations() {
    return List.of(layout("one"), layout("two"), third);
  }

  private void assertNamed(TestImage expected, String... tags) throws IOException {
    for (OciLayout store : destinations()) {
      assertComplete(store);
      for (String tag : tags) {
        assertThat(store.resolve(tag).map(Descriptor::digest))
            .as(store + " " + tag)
            .contains(expected.digest());
      }
    }
  }

  private void assertNothingNamed() throws IOException {
    for (OciLayout store : destinations()) {
      for (String tag : TAGS) {
        assertThat(store.resolve(tag)).as(store.name() + " " + tag).isEmpty();
      }
    }
  }

  @Test
  void everyDestinationHoldsTheSameImage() throws IOException {
    PublicationRecord record = publish(image, one, two, third);
    assertNamed(image, "1.2.3", "latest");
    assertThat(record.digest()).isEqualTo(image.digest());
    assertThat(record.image()).isEqualTo("app");
    assertThat(record.platforms())
        .extracting(p -> p.platform().toString())
        .containsExactly("linux/amd64", "linux/arm64");
    long all = image.blobs.stream().mapToLong(Descriptor::size).sum();
    for (DestinationRecord destination : record.destinations()) {
      assertThat(destination.uploadedBytes()).isEqualTo(all);
      assertThat(destination.mountedBytes()).isZero();
      assertThat(destination.presentBytes()).isZero();
      assertThat(destination.tags())
          .containsExactly(new TagRecord("1.2.3", null), new TagRecord("latest", null));
    }
    assertThat(base.calls.stream().filter(call -> call.startsWith("openBlob")))
        .as("each base blob is fetched once")
        .hasSize(2);
    assertThat(log.lines.stream().filter(line -> line.startsWith("I "))).hasSize(3);
  }

  @Test
  void recordIsTheOnePromised() throws IOException {
    PublicationRecord record = publish(image, one, two);
    Path file = image.directory.resolve("publication.json");
    ObjectNode node = Json.parseObject(Files.readAllBytes(file), "record");
    assertThat(node.properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly("schema", "image", "digest", "mediaType", "platforms", "destinations");
    assertThat(node.path("schema").asInt()).isEqualTo(1);
    assertThat(node.path("mediaType").asText()).isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(node.path("destinations").get(0).properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly(
            "repository",
            "digest",
            "tags",
            "uploadedBytes",
            "mountedBytes",
            "presentBytes",
            "seconds");
    assertThat(node.path("destinations").get(0).path("tags").get(0).path("previous").isNull())
        .isTrue();
    PublicationRecord read = PublicationRecord.read(image.directory);
    assertThat(read.digest()).isEqualTo(record.digest());
    assertThat(read.platforms()).isEqualTo(record.platforms());
    assertThat(read.destinations())
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(record.destinations());
  }

  @Test
  void nothingChangedIsOneLookATagAndOneAPlatform() throws IOException {
    publish(image, one, two, third);
    one.calls.clear();
    two.calls.clear();
    base.calls.clear();
    PublicationRecord record = publish(image, one, two, third);
    List<String> looks = new ArrayList<>(List.of("resolve 1.2.3", "resolve latest"));
    image.children.forEach(child -> looks.add("resolve " + child.digest()));
    assertThat(one.calls).containsExactlyInAnyOrderElementsOf(looks);
    assertThat(two.calls).containsExactlyInAnyOrderElementsOf(looks);
    assertThat(base.calls).isEmpty();
    DestinationRecord destination = record.destinations().get(0);
    assertThat(destination.uploadedBytes()).isZero();
    assertThat(destination.presentBytes())
        .isEqualTo(image.blobs.stream().mapToLong(Descriptor::size).sum());
    assertThat(destination.tags().get(0).previous()).isEqualTo(image.digest());
  }

  @Test
  void onlyTheNewTagMovesWhenTheContentIsThere() throws IOException {
    publish(image, one);
    one.calls.clear();
    publication()
        .publish(
            new PublishRequest(
                image.directory,
                List.of(new Destination(one, false)),
                List.of("1.2.3", "1.2"),
                name -> base,
                null));
    assertThat(one.calls.stream().filter(call -> call.startsWith("putManifest"))).isEmpty();
    assertThat(one.calls.stream().filter(call -> call.startsWith("tag")))
        .containsExactly("tag 1.2");
  }

  @Test
  void previousDigestsAreRecorded() throws IOException {
    publish(image, one);
    TestImage next = image(2);
    PublicationRecord record =
        publication()
            .publish(
                new PublishRequest(
                    next.directory,
                    List.of(new Destination(one, false)),
                    List.of("1.2.4", "latest"),
                    name -> base,
                    null));
    assertThat(record.destinations().get(0).tags())
        .containsExactly(new TagRecord("1.2.4", null), new TagRecord("latest", image.digest()));
    assertThat(record.destinations().get(0).presentBytes())
        .as("the base layers")
        .isEqualTo(image.base.stream().mapToLong(Descriptor::size).sum());
  }

  @Test
  void versionTagMovesInAllDestinationsBeforeTheNext() throws IOException {
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    FaultyStore.Fault note =
        (number, call) -> {
          if (call.startsWith("tag ")) {
            order.add(call);
          }
        };
    one.fault = note;
    two.fault = note;
    publish(image, one, two, third);
    assertThat(order).containsExactly("tag 1.2.3", "tag 1.2.3", "tag latest", "tag latest");
  }

  @Test
  void releasedVersionIsNeverMoved() throws IOException {
    publish(image, one);
    TestImage other = image(2);
    assertThatThrownBy(() -> publish(other, one, two, third))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("one.example/acme/app:1.2.3")
        .hasMessageContaining(image.digest().toString())
        .hasMessageContaining(other.digest().toString())
        .hasMessageContaining("new version")
        .hasMessageNotContaining("blobs")
        .hasMessageNotContaining("The destinations");
    assertThat(two.calls.stream().filter(call -> !call.startsWith("resolve"))).isEmpty();
    assertThat(layout("one").resolve("latest").map(Descriptor::digest)).contains(image.digest());
    assertThat(third.directory()).doesNotExist();
  }

  @Test
  void otherTagsMayMove() {
    assertThat(List.of("1.2.3", "0.0.1", "10.20.30")).allMatch(Tag::isVersion);
    assertThat(List.of("latest", "1", "1.2", "1.2.3-SNAPSHOT", "1.2.3-rc1", "1.2.3.4", "main"))
        .noneMatch(Tag::isVersion);
  }

  @Test
  void anyFailureOfContentNamesNothingAnywhere() throws IOException {
    for (String call : List.of("resolve", "putBlob", "putManifest")) {
      two.breakAt(call);
      Throwable failure = catchThrowable(() -> publish(image, one, two, third));
      assertThat(failure)
          .isInstanceOf(PublicationException.class)
          .hasMessageContaining("two.example/acme/app: broken at " + call)
          .hasMessageContaining("named");
      assertThat(((ImageException) failure).code()).isEqualTo(Code.PUBLICATION);
      assertNothingNamed();
      assertThat(image.directory.resolve("publication.json")).doesNotExist();
    }
    two.fault = (number, text) -> {};
    publish(image, one, two, third);
    assertNamed(image, "1.2.3", "latest");
  }

  @Test
  void failureSaysWhatIsWhere() {
    two.breakAt("putManifest");
    assertThatThrownBy(() -> publish(image, one, two))
        .hasMessageContaining("one.example/acme/app: everything is there")
        .hasMessageContaining("two.example/acme/app: all blobs are there, the index is not")
        .hasMessageContaining("Nothing was named")
        .hasMessageContaining("Run again");
  }

  @Test
  void codeIsThatOfTheOneKindOfFailure() {
    two.fault =
        (number, call) -> {
          throw new io.github.imagemaven.registry.RegistryException(
              Code.CREDENTIALS, "two.example knows nobody of that name", null);
        };
    assertThatThrownBy(() -> publish(image, one, two))
        .satisfies(e -> assertThat(((ImageException) e).code()).isEqualTo(Code.CREDENTIALS));
  }

  @Test
  void failingTagPutsTheOthersBack() throws IOException {
    TestImage old = image(2);
    publication()
        .publish(
            new PublishRequest(
                old.directory,
                List.of(
                    new Destination(one, false),
                    new Destination(two, false),
                    new Destination(third, false)),
                List.of("latest"),
                name -> base,
                null));
    two.breakAt("tag latest");
    assertThatThrownBy(() -> publish(image, one, two, third))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("two.example/acme/app: broken at tag latest")
        .hasMessageContaining("1.2.3 withdrawn")
        .hasMessageContaining("latest put back, names " + old.digest())
        .hasMessageContaining("latest not moved, names " + old.digest());
    assertNamed(old, "latest");
    for (OciLayout store : destinations()) {
      assertThat(store.resolve("1.2.3")).isEmpty();
    }
    two.fault = (number, call) -> {};
    publish(image, one, two, third);
    assertNamed(image, "1.2.3", "latest");
  }

  @Test
  void newTagStaysWhereTheRegistryCannotDropIt() throws IOException {
    one.canUntag = false;
    two.breakAt("tag 1.2.3");
    assertThatThrownBy(() -> publish(image, one, two))
        .hasMessageContaining(
            "one.example/acme/app: 1.2.3 names the new image, complete: this registry cannot drop")
        .hasMessageContaining("two.example/acme/app: 1.2.3 not moved, does not exist");
    assertComplete(layout("one"));
    two.fault = (number, call) -> {};
    log.lines.clear();
    publish(image, one, two, third);
    assertNamed(image, "1.2.3", "latest");
    assertThat(log.lines)
        .anyMatch(
            line ->
                line.startsWith("I " + image.digest() + " has a name in ")
                    && line.contains("one.example/acme/app (1.2.3) and none in"));
  }

  @Test
  void lostAnswerOfATagIsSettledByLooking() throws IOException {
    two.fault =
        (number, call) -> {
          if (call.equals("tag 1.2.3")) {
            layout("two").tag("1.2.3", image.index); // it arrives, and the answer is lost
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> publish(image, one, two)).hasMessageContaining("1.2.3 withdrawn");
    assertThat(layout("two").resolve("1.2.3")).isEmpty();
  }

  @Test
  void tagThatSomebodyElseMovedMeanwhileIsLeftAlone() throws IOException {
    TestImage theirs = image(3);
    publish(theirs, layout("one"));
    layout("one").withdraw("1.2.3", theirs.digest());
    layout("one").withdraw("latest", theirs.digest());
    two.breakAt("tag latest");
    one.fault =
        (number, call) -> {
          if (call.equals("resolve latest")
              && one.calls.contains("tag latest")) { // going back: they were faster
            layout("one").tag("latest", theirs.index);
          }
        };
    assertThatThrownBy(() -> publish(image, one, two))
        .hasMessageContaining("latest moved by somebody else meanwhile, names " + theirs.digest());
    assertThat(layout("one").resolve("latest").map(Descriptor::digest)).contains(theirs.digest());
  }

  @Test
  void failureAtAnyCallLeavesOneStateAndTheNextRunFinishes() throws IOException {
    TestImage old = image(2);
    publication()
        .publish(
            new PublishRequest(
                old.directory,
                List.of(new Destination(one, false), new Destination(two, false)),
                List.of("latest"),
                name -> base,
                null));
    int calls = 0;
    int looks = 0;
    for (int breakAt = 1; ; breakAt++) {
      int at = breakAt;
      AtomicInteger number = new AtomicInteger();
      FaultyStore broken = new FaultyStore("two.example/acme/app", layout("two-" + at));
      broken.fault =
          (n, call) -> {
            if (number.incrementAndGet() == at) {
              throw new IOException("call " + at + ", " + call);
            }
          };
      FaultyStore sound = new FaultyStore("one.example/acme/app", layout("one-" + at));
      layout("two-" + at).putManifest(old.index);
      layout("two-" + at).tag("latest", old.index);
      Throwable failure = catchThrowable(() -> publish(image, sound, broken));
      if (failure == null) {
        assertThat(number.get()).isLessThan(at);
        calls = at;
        break;
      }
      boolean live = failure.getMessage().contains("Every tag names what this run published");
      for (String store : List.of("one-" + at, "two-" + at)) {
        Optional<Digest> was =
            store.startsWith("two") ? Optional.of(old.digest()) : Optional.empty();
        Optional<Digest> now = Optional.of(image.digest());
        assertThat(layout(store).resolve("1.2.3").map(Descriptor::digest))
            .as("call " + at + " " + store)
            .isEqualTo(live ? now : Optional.empty());
        assertThat(layout(store).resolve("latest").map(Descriptor::digest))
            .as("call " + at + " " + store)
            .isEqualTo(live ? now : was);
      }
      looks += live ? 1 : 0;
      broken.fault = (n, call) -> {};
      publish(image, sound, broken);
      assertComplete(layout("one-" + at));
      assertThat(layout("two-" + at).resolve("latest").map(Descriptor::digest))
          .contains(image.digest());
    }
    assertThat(calls).isGreaterThan(15);
    assertThat(looks).as("two platforms and two tags are looked at").isEqualTo(4);
  }

  @Test
  void optionalDestinationIsReportedAndDoneWithout() throws IOException {
    two.breakAt("putBlob");
    PublicationRecord record =
        publication()
            .publish(
                request(image, List.of(new Destination(one, false), new Destination(two, true))));
    assertThat(record.destinations())
        .extracting(DestinationRecord::repository)
        .containsExactly("one.example/acme/app");
    assertThat(record.failed()).hasSize(1);
    assertThat(PublicationRecord.read(image.directory).failed()).isEqualTo(record.failed());
    assertThat(log.lines)
        .filteredOn(line -> line.startsWith("W "))
        .singleElement()
        .asString()
        .contains("going on without two.example/acme/app");
    two.fault = (number, call) -> {};
    PublicationRecord healed =
        publication()
            .publish(
                request(image, List.of(new Destination(one, false), new Destination(two, true))));
    assertThat(healed.destinations()).hasSize(2);
    assertThat(healed.failed()).isEmpty();
  }

  @Test
  void optionalDestinationThatFailsAtItsTagGoesBackAlone() throws IOException {
    two.breakAt("tag latest");
    PublicationRecord record =
        publication()
            .publish(
                request(image, List.of(new Destination(one, false), new Destination(two, true))));
    assertThat(record.failed()).hasSize(1);
    assertThat(layout("one").resolve("latest")).isPresent();
    assertThat(layout("two").resolve("1.2.3")).isEmpty();
  }

  @Test
  void onlyOptionalDestinationsThatAllFailAreAFailure() {
    one.breakAt("putBlob");
    two.breakAt("putBlob");
    assertThatThrownBy(
            () ->
                publication()
                    .publish(
                        request(
                            image,
                            List.of(new Destination(one, true), new Destination(two, true)))))
        .isInstanceOf(PublicationException.class);
  }

  @Test
  void severalImagesAreNamedOnlyWhenAllAreThere() throws IOException {
    TestImage second = image(2);
    FaultyStore otherRepository = new FaultyStore("one.example/acme/lib", layout("lib"));
    Publication publication = publication();
    Staged first = publication.stage(request(image, one));
    otherRepository.breakAt("putManifest");
    assertThatThrownBy(() -> publication.stage(request(second, otherRepository)))
        .isInstanceOf(PublicationException.class);
    assertThat(layout("one").resolve("1.2.3")).isEmpty();
    otherRepository.fault = (number, call) -> {};
    List<PublicationRecord> records =
        publication.name(List.of(first, publication.stage(request(second, otherRepository))));
    assertThat(records)
        .extracting(PublicationRecord::digest)
        .containsExactly(image.digest(), second.digest());
    assertThat(layout("lib").resolve("1.2.3").map(Descriptor::digest)).contains(second.digest());
  }

  @Test
  void siblingOnTheSameHostMounts() throws IOException {
    TestImage second = image(2);
    FaultyStore sibling = new FaultyStore("one.example/acme/lib", layout("lib"));
    Publication publication = publication();
    publication.publish(request(image, one));
    PublicationRecord record = publication.publish(request(second, sibling));
    assertThat(record.destinations().get(0).mountedBytes())
        .as("the base layers")
        .isEqualTo(image.base.stream().mapToLong(Descriptor::size).sum());
  }

  @Test
  void baseOnTheSameHostIsMountedAndNotDownloaded() throws IOException {
    FaultyStore beside = new FaultyStore("base.example/app", layout("beside"));
    PublicationRecord record = publish(image, beside);
    assertThat(record.destinations().get(0).mountedBytes())
        .isEqualTo(image.base.stream().mapToLong(Descriptor::size).sum());
  }

  @Test
  void laggingReadIsWaitedFor() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    OciLayout real = layout("one");
    ImageStore lagging =
        new ForwardingStore(real) {
          @Override
          public java.util.Optional<Descriptor> resolve(String selector) throws IOException {
            boolean lag = Digest.isValid(selector) && looks.incrementAndGet() < 3;
            return lag ? java.util.Optional.empty() : super.resolve(selector);
          }
        };
    publish(image, lagging);
    assertThat(real.resolve("latest")).isPresent();
  }

  @Test
  void childThatVanishesWhileTagsMoveIsSentAgain() throws IOException {
    OciLayout real = layout("one");
    one.fault =
        (number, call) -> {
          if (call.equals("tag latest")) {
            Files.delete(real.blobPath(image.children.get(0).digest()));
          }
        };
    publish(image, one);
    assertComplete(real);
    assertThat(log.lines).anyMatch(line -> line.contains("is gone, sending it again"));
  }

  @Test
  void damagedLayoutIsSaid() throws IOException {
    Path blob = image.layout().blobPath(image.blobs.get(0).digest());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[100]++;
    Files.write(blob, bytes);
    assertThatThrownBy(() -> publish(image, one, two, third))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("layout damaged (a blob whose digest does not match)")
        .hasMessageContaining(blob.toString())
        .satisfies(e -> assertThat(((ImageException) e).code()).isEqualTo(Code.ENVIRONMENT));
    assertNothingNamed();
    assertThat(blob).as("the next build is to write it again").doesNotExist();
    assertThatThrownBy(() -> publish(image, one))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(blob.toString());
  }

  @Test
  void damagedCacheBlobIsNeverSent() throws IOException {
    publish(image, one);
    Path cached = folder.resolve("cache/blobs/sha256").resolve(image.base.get(0).digest().hex());
    Files.writeString(cached, "damaged");
    publish(image, two, third);
    assertThat(log.lines).anyMatch(line -> line.startsWith("W cache: " + cached));
    assertComplete(layout("two"));
    assertComplete(third);
  }

  @Test
  void layoutThatLostABlobIsCompletedAgain() throws IOException {
    publish(image, third);
    Files.delete(third.blobPath(image.blobs.get(0).digest()));
    PublicationRecord record = publish(image, third);
    assertComplete(third);
    assertThat(record.destinations().get(0).uploadedBytes()).isEqualTo(image.blobs.get(0).size());
  }

  @Test
  void damagedContentOfALayoutIsWrittenAgainBeforeATagMoves() throws IOException {
    publish(image, third);
    for (Digest digest :
        List.of(image.blobs.get(0).digest(), image.children.get(0).digest(), image.digest())) {
      Path file = third.blobPath(digest);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    publication()
        .publish(
            new PublishRequest(
                image.directory,
                List.of(new Destination(third, false)),
                List.of("1.2"),
                name -> base,
                null));
    assertComplete(third);
    assertThat(third.resolve("1.2").map(Descriptor::digest)).contains(image.digest());
    assertThat(log.lines)
        .filteredOn(line -> line.startsWith("W ") && line.contains("was damaged there"))
        .hasSize(3);
  }

  @Test
  void damagedContentOfALayoutThatIsDoneIsWrittenAgainWhereItIsSmall() throws IOException {
    publish(image, third);
    for (Digest digest :
        List.of(image.blobs.get(0).digest(), image.children.get(0).digest(), image.digest())) {
      Path file = third.blobPath(digest);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    publish(image, third);
    assertComplete(third);
    for (Descriptor blob : image.blobs) {
      assertThat(blob.digest().matches(Files.readAllBytes(third.blobPath(blob.digest())))).isTrue();
    }
    assertThat(log.lines)
        .filteredOn(line -> line.startsWith("W ") && line.contains("was damaged there"))
        .hasSize(3);
  }

  @Test
  void partOfAnImageIsRefused() throws IOException {
    BuildRecord all = BuildRecord.read(image.directory);
    new BuildRecord(
            all.image(),
            all.revision(),
            all.base(),
            all.baseStore(),
            all.baseDigest(),
            all.platforms(),
            null,
            all.manifests().subList(0, 1),
            all.absent())
        .write(image.directory);
    assertThatThrownBy(() -> publish(image, one))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(Platform.parse("linux/amd64").toString());
  }

  @Test
  void askedToEndBeforeTheTagsMovesNone() throws IOException {
    Publication publication = publication();
    Staged staged = publication.stage(request(image, one));
    publication.interrupt(Duration.ofSeconds(1));
    assertThatThrownBy(() -> publication.name(List.of(staged)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted before any tag");
    assertNothingNamed();
  }

  @Test
  void askedToEndWhileContentMovesGivesUp() throws Exception {
    Publication publication = publication();
    CountDownLatch moving = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    one.fault =
        (number, call) -> {
          if (call.startsWith("putBlob")) {
            moving.countDown();
            waitFor(never);
          }
        };
    Thread asker =
        new Thread(
            () -> {
              try {
                moving.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              publication.interrupt(Duration.ofSeconds(1));
            });
    asker.start();
    assertThatThrownBy(() -> publication.stage(request(image, one)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted");
    asker.join();
    assertNothingNamed();
  }

  @Test
  void askedToEndWhileTagsHangGoesBack() throws Exception {
    Publication publication = publication();
    Staged staged = publication.stage(request(image, one, two));
    CountDownLatch moving = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    two.fault =
        (number, call) -> {
          if (call.equals("tag latest")) {
            moving.countDown();
            waitFor(never);
          }
        };
    Thread asker =
        new Thread(
            () -> {
              try {
                moving.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              publication.interrupt(Duration.ofSeconds(6)); // the way back has half of it
            });
    asker.start();
    assertThatThrownBy(() -> publication.name(List.of(staged)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted while the tags moved");
    asker.join();
    assertNothingNamed();
  }

  @Test
  void twoPublicationsOfOneImageAtOnceAgree() throws Exception {
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      TestImage same = new TestImage(folder.resolve("copy-" + i), 1, 2000, base);
      Thread thread =
          new Thread(
              () -> {
                Throwable failure = catchThrowable(() -> publish(same, one, two, third));
                if (failure != null) {
                  failures.add(failure);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertNamed(image, "1.2.3", "latest");
    assertThat(Set.copyOf(third.resolve("latest").stream().toList())).hasSize(1);
  }

  private static void waitFor(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
