package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that failed half-way, run again when the build gives other bytes. */
class StandingReleaseTest {
  private static final List<String> TAGS = List.of("1.2.3", "1.2", "latest");
  private static final String COMMIT = "c".repeat(40);
  private static final String OTHER_COMMIT = "d".repeat(40);

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private FaultyStore base;
  private FaultyStore one;
  private FaultyStore two;
  private OciLayout third;
  private TestImage first;
  private TestImage second;

  @BeforeEach
  void stores() {
    base = new FaultyStore("base.example/jre", layout("base"));
    one = new FaultyStore("one.example/acme/app", layout("one"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    third = layout("third");
    one.canUntag = false;
    first = image(1, COMMIT);
    second = image(2, COMMIT);
  }

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  private TestImage image(int seed, String commit) {
    return image(seed, Map.of("io.github.imagemaven.revision", commit));
  }

  private TestImage image(int seed, Map<String, String> labels) {
    return new TestImage(folder.resolve("image-" + seed), seed, 2000, base, labels);
  }

  private PublicationRecord publish(TestImage image, String commit, List<Destination> destinations)
      throws IOException {
    // a machine of its own for each run, as CI has it
    Path machine = Files.createTempDirectory(folder, "machine");
    BlobCache cache = new BlobCache(machine, BlobCache.DEFAULT_LIMIT, log);
    return new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)))
        .publish(new PublishRequest(image.directory, destinations, TAGS, name -> base, commit));
  }

  private PublicationRecord publish(TestImage image, String commit, ImageStore... stores)
      throws IOException {
    List<Destination> required = new ArrayList<>();
    for (ImageStore store : stores) {
      required.add(new Destination(store, false));
    }
    return publish(image, commit, required);
  }

  /** The first run: {@code one} keeps 1.2.3 and nobody else has anything named. */
  private void failHalfWay() {
    two.breakAt("tag");
    assertThatThrownBy(() -> publish(first, COMMIT, one, two, third))
        .hasMessageContaining("1.2.3 names the new image, complete");
    two.fault = (number, call) -> {};
    one.calls.clear();
    two.calls.clear();
  }

  private static void assertNamed(TestImage expected, ImageStore... stores) throws IOException {
    for (ImageStore store : stores) {
      for (String tag : TAGS) {
        assertThat(store.resolve(tag).map(Descriptor::digest))
            .as(store.name() + " " + tag)
            .contains(expected.digest());
      }
      pull(store, expected.digest());
    }
  }

  private static void pull(ImageStore store, Digest image) throws IOException {
    RawManifest index = store.manifest(image.toString()).orElseThrow();
    for (Descriptor child : Index.parse(index).manifests()) {
      RawManifest manifest = store.manifest(child.digest().toString()).orElseThrow();
      for (Descriptor blob : Manifest.parse(manifest).blobs()) {
        try (var in = store.openBlob(blob)) {
          assertThat(Digest.ofBytes(in.readAllBytes())).isEqualTo(blob.digest());
        }
      }
    }
  }

  private static boolean isWrite(String call) {
    return call.startsWith("put") || call.startsWith("tag") || call.startsWith("untag");
  }

  private void assertRefused(String commit, String... reasons) {
    one.calls.clear();
    two.calls.clear();
    Throwable failure = catchThrowable(() -> publish(second, commit, one, two));
    assertThat(failure)
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("one.example/acme/app:1.2.3 is a released version and names ")
        .hasMessageContaining("this build is " + second.digest())
        .hasMessageContaining("publish under a new version")
        .hasMessageContainingAll(reasons)
        .hasMessageContaining("Nothing was sent");
    assertThat(((ImageException) failure).code()).isEqualTo(Code.PUBLICATION);
    assertThat(one.calls).noneMatch(StandingReleaseTest::isWrite);
    assertThat(two.calls).noneMatch(StandingReleaseTest::isWrite);
    assertThat(log.lines).noneMatch(line -> line.contains("set aside"));
  }

  @Test
  void aFailedReleaseIsFinishedByRunningItAgain() throws IOException {
    failHalfWay();
    base.breakAt(""); // the base has moved on, and what it was is gone
    PublicationRecord record = publish(second, COMMIT, one, two, third);
    assertThat(record.digest()).isEqualTo(first.digest());
    assertNamed(first, layout("one"), layout("two"), third);
    assertThat(record.destinations())
        .extracting(DestinationRecord::digest)
        .containsOnly(first.digest());
    assertThat(record.destinations().get(0).tags())
        .containsExactly(
            new TagRecord("1.2.3", first.digest()),
            new TagRecord("1.2", null),
            new TagRecord("latest", null));
    assertThat(record.platforms())
        .extracting(platform -> platform.digest())
        .containsExactly(first.children.get(0).digest(), first.children.get(1).digest());
    assertThat(PublicationRecord.read(second.directory).digest()).isEqualTo(first.digest());
    assertThat(log.lines.stream().filter(line -> line.contains("set aside")))
        .singleElement()
        .asString()
        .startsWith("I 1.2.3 stands in one.example/acme/app as " + first.digest())
        .contains(COMMIT, second.digest().toString());
    assertThat(log.lines).noneMatch(line -> line.startsWith("W "));
    assertThat(layout("two").manifest(second.digest().toString())).isEmpty();
  }

  @Test
  void everyLayerIsReadOnceHoweverManyWantIt() throws IOException {
    failHalfWay();
    for (ImageStore store : List.of(layout("two"), third)) {
      deleteContent((OciLayout) store);
    }
    publish(second, COMMIT, one, two, third);
    for (Descriptor layer : first.blobs) {
      if (!layer.mediaType().equals(MediaTypes.OCI_CONFIG)) {
        assertThat(one.calls.stream().filter(("openBlob " + layer.digest())::equals)).hasSize(1);
      }
    }
    assertNamed(first, layout("two"), third);
  }

  private static void deleteContent(OciLayout layout) throws IOException {
    layout.prune(java.util.Set.of());
  }

  @Test
  void whatStandsEverywhereIsLeftAsItIsAndWhatWasBuiltIsSaidNotToBePublished() throws IOException {
    publish(first, COMMIT, one, two);
    one.calls.clear();
    two.calls.clear();
    PublicationRecord record = publish(second, COMMIT, one, two);
    assertThat(record.digest()).isEqualTo(first.digest());
    assertThat(one.calls).noneMatch(StandingReleaseTest::isWrite);
    assertThat(two.calls).noneMatch(StandingReleaseTest::isWrite);
    assertThat(log.lines.stream().filter(line -> line.startsWith("W ")))
        .singleElement()
        .asString()
        .contains("1.2.3", first.digest().toString(), second.digest().toString())
        .contains("stands in all destinations", "NOT published", "needs a new version");
    assertThat(log.lines).noneMatch(line -> line.contains("set aside"));
  }

  @Test
  void movingTagsComeToTheStandingImage() throws IOException {
    TestImage older = image(3, OTHER_COMMIT);
    for (ImageStore store : List.of(one, two)) {
      publish(older, OTHER_COMMIT, store);
      store.withdraw("1.2.3", older.digest());
    }
    layout("one").withdraw("1.2.3", older.digest());
    failHalfWay();
    assertThat(layout("one").resolve("1.2.3").map(Descriptor::digest)).contains(first.digest());
    assertThat(layout("one").resolve("latest").map(Descriptor::digest)).contains(older.digest());
    PublicationRecord record = publish(second, COMMIT, one, two);
    assertNamed(first, layout("one"), layout("two"));
    assertThat(record.destinations().get(1).tags())
        .containsExactly(
            new TagRecord("1.2.3", null),
            new TagRecord("1.2", older.digest()),
            new TagRecord("latest", older.digest()));
  }

  @Test
  void thatOfAnotherCommitIsRefused() {
    failHalfWay();
    second = image(4, OTHER_COMMIT);
    assertRefused(OTHER_COMMIT, first.digest().toString(), COMMIT, OTHER_COMMIT);
  }

  @Test
  void whatIsTrueOfSeveralDestinationsIsSaidOnceOfAll() throws IOException {
    publish(first, COMMIT, one, two);
    second = image(4, OTHER_COMMIT);
    assertRefused(
        OTHER_COMMIT,
        "what stands in one.example/acme/app, two.example/acme/app cannot be finished: it is of"
            + " commit "
            + COMMIT
            + ", this build is of "
            + OTHER_COMMIT
            + ": publish");
  }

  @Test
  void thatOfNoCommitIsRefused() {
    first = image(5, Map.of());
    failHalfWay();
    assertRefused(COMMIT, first.digest().toString(), "does not say of which commit it is", COMMIT);
  }

  @Test
  void whoDoesNotKnowItsCommitIsRefused() {
    failHalfWay();
    assertRefused(null, first.digest().toString());
    assertThat(one.calls).allMatch(call -> call.startsWith("resolve "));
  }

  @Test
  void twoThatStandAreRefused() throws IOException {
    TestImage other = image(6, COMMIT);
    publish(first, COMMIT, one);
    publish(other, COMMIT, two);
    assertRefused(COMMIT, first.digest().toString(), other.digest().toString(), "several images");
  }

  @Test
  void oneThatStandsBesideWhatWasBuiltIsRefused() throws IOException {
    publish(first, COMMIT, one);
    publish(second, COMMIT, two);
    assertRefused(COMMIT, first.digest().toString(), "several images");
  }

  @Test
  void anythingThatIsLostIsRefused() throws IOException {
    failHalfWay();
    List<Digest> content = new ArrayList<>(List.of(first.digest()));
    first.children.forEach(child -> content.add(child.digest()));
    first.blobs.forEach(blob -> content.add(blob.digest()));
    for (Digest lost : content) {
      Path file = layout("one").blobPath(lost);
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      assertRefused(
          COMMIT, "what stands in one.example/acme/app", lost.toString(), "not complete there");
      Files.write(file, whole);
    }
    publish(second, COMMIT, one, two);
    assertNamed(first, layout("one"), layout("two"));
  }

  @Test
  void whatOneHasLostComesFromAnother() throws IOException {
    publish(first, COMMIT, one, third);
    Files.delete(layout("one").blobPath(first.children.get(1).digest()));
    publish(second, COMMIT, one, two, third);
    assertNamed(first, layout("one"), layout("two"), third);
  }

  @Test
  void otherPlatformsAreRefused() throws IOException {
    failHalfWay();
    Descriptor child = first.children.get(0).descriptor();
    RawManifest half =
        new Index(
                MediaTypes.OCI_INDEX,
                List.of(child.withPlatform(Platform.parse("linux/amd64"))),
                Map.of())
            .toRaw();
    layout("one").putManifest(half);
    layout("one").tag("1.2.3", half);
    assertRefused(COMMIT, half.digest().toString(), "[linux/amd64]", "[linux/amd64, linux/arm64]");
  }

  @Test
  void whatIsNoIndexIsRefused() throws IOException {
    failHalfWay();
    layout("one").tag("1.2.3", first.children.get(0));
    assertRefused(COMMIT, first.children.get(0).digest().toString(), "no list of manifests");
  }

  @Test
  void holderThatCannotBeReadFailsTheRun() {
    failHalfWay();
    one.breakAt("manifest");
    assertThatThrownBy(() -> publish(second, COMMIT, one, two))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("one.example/acme/app: broken at manifest " + first.digest());
    assertThat(two.calls).noneMatch(StandingReleaseTest::isWrite);
  }

  @Test
  void layerThatIsLostWhileItIsReadNamesNothing() throws IOException {
    failHalfWay();
    deleteContent(layout("two"));
    one.breakAt("openBlob " + first.blobs.get(0).digest());
    assertThatThrownBy(() -> publish(second, COMMIT, one, two))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("Nothing was named");
    assertThat(layout("two").resolve("1.2.3")).isEmpty();
    assertThat(layout("one").resolve("latest")).isEmpty();
  }

  @Test
  void runGoesOnWithoutAnOptionalDestinationOfAnotherCommit() throws IOException {
    publish(first, COMMIT, one);
    second = image(4, OTHER_COMMIT);
    PublicationRecord record =
        publish(
            second, OTHER_COMMIT, List.of(new Destination(one, true), new Destination(two, false)));
    assertThat(record.digest()).isEqualTo(second.digest());
    assertThat(record.failed()).hasSize(1);
    assertNamed(second, layout("two"));
    assertThat(layout("one").resolve("1.2.3").map(Descriptor::digest)).contains(first.digest());
  }

  @Test
  void optionalDestinationIsAsGoodASource() throws IOException {
    publish(first, COMMIT, one);
    PublicationRecord record =
        publish(second, COMMIT, List.of(new Destination(one, true), new Destination(two, false)));
    assertThat(record.digest()).isEqualTo(first.digest());
    assertNamed(first, layout("one"), layout("two"));
  }
}
