package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.publish.TagGuard.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags that follow releases never go from a newer one to an older one. */
class GuardedTagsTest extends TwoRegistries {
  private static final String VERSION = "io.github.imagemaven.version";
  private static final List<String> RELEASE = List.of("1.2.4", "1", "latest");
  private static final Set<String> MOVING = Set.of("1", "latest");

  private TestImage version(String version, int seed) {
    try (HttpKit kit = new HttpKit(folder, log)) {
      return new TestImage(
          folder.resolve("v" + version),
          seed,
          20_000,
          kit.store(base.repository("jre")),
          Map.of(VERSION, version));
    }
  }

  /** Versions of one digest a part, so that they compare as texts do. */
  private static TagGuard notNewerThan(String ours) {
    return (tag, labels) -> {
      String standing = labels.get().getOrDefault(VERSION, "");
      if (standing.isEmpty()) {
        return Answer.moveThough("it does not say its version");
      }
      return standing.compareTo(ours) > 0
          ? Answer.keep("it is " + standing + ", newer than " + ours)
          : Answer.move();
    };
  }

  private PublishRequest guarded(
      HttpKit kit, TestImage what, String version, List<String> tags, ImageStore... where) {
    TagRules rules = new TagRules(Set.of(), MOVING, notNewerThan(version));
    List<Destination> all =
        Arrays.stream(where).map(store -> new Destination(store, false)).toList();
    return new PublishRequest(what.directory, all, tags, kit.stores::open, null, rules);
  }

  private PublicationRecord release(TestImage what, String version, List<String> tags)
      throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      return kit.publication.publish(
          guarded(
              kit,
              what,
              version,
              tags,
              kit.store(one.repository(APP)),
              kit.store(two.repository(APP))));
    }
  }

  private void seedLatest(InProcessRegistry registry, TestImage what) throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(what.directory, LATEST, kit.store(registry.repository(APP))));
    }
    registry.forgetRequests();
  }

  /** The file holds seconds to three places. */
  private static void assertRead(TestImage what, PublicationRecord record) throws IOException {
    assertThat(PublicationRecord.read(what.directory))
        .usingRecursiveComparison()
        .ignoringFields("destinations.seconds")
        .isEqualTo(record);
  }

  private static boolean isRead(RecordedRequest request) {
    return request.method().equals("GET");
  }

  @Test
  void whatIsNewerInOneDestinationKeepsItsTagInAll() throws IOException {
    TestImage newer = version("2.0.0", 3);
    TestImage image = version("1.2.4", 4);
    seedLatest(two, newer);

    PublicationRecord record = release(image, "1.2.4", RELEASE);

    assertThat(one.tags(APP))
        .containsOnlyKeys("1.2.4", "1")
        .containsEntry("1.2.4", image.digest())
        .containsEntry("1", image.digest());
    assertThat(two.tags(APP))
        .containsEntry("latest", newer.digest())
        .containsEntry("1", image.digest());
    String why =
        two.repository(APP) + ":latest names " + newer.digest() + "; it is 2.0.0, newer than 1.2.4";
    assertThat(record.kept()).containsExactly(new KeptTag("latest", why));
    record
        .destinations()
        .forEach(
            each ->
                assertThat(each.tags()).extracting(TagRecord::tag).containsExactly("1.2.4", "1"));
    assertRead(image, record);
    assertThat(log.lines.stream().filter(line -> line.contains("latest stays")))
        .containsExactly("I latest stays as it is in all destinations: " + why);
    assertThat(log.lines)
        .anyMatch(line -> line.contains("1.2.4, 1 (") && line.endsWith("; not moved: latest"));
  }

  @Test
  void whatIsOlderIsLeft() throws IOException {
    TestImage image = version("1.2.4", 4);
    seedLatest(one, version("1.2.3", 3));

    PublicationRecord record = release(image, "1.2.4", RELEASE);

    assertThat(record.kept()).isEmpty();
    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", image.digest());
    assertThat(one.requests(r -> isRead(r) && r.path().contains("/blobs/"))).hasSize(1);
  }

  @Test
  void theImageOfSeveralTagsIsReadOnce() throws IOException {
    TestImage before = version("1.2.3", 3);
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(before.directory, List.of("1", "latest"), kit.store(one.repository(APP))));
    }
    one.forgetRequests();

    release(version("1.2.4", 4), "1.2.4", RELEASE);

    assertThat(one.requests(r -> isRead(r) && r.path().contains("/blobs/"))).hasSize(1);
  }

  @Test
  void anImageThatDoesNotSayItsVersionIsLeftAndThatIsSaid() throws IOException {
    TestImage image = version("1.2.4", 4);
    seedLatest(one, old);

    release(image, "1.2.4", LATEST);

    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(log.lines)
        .contains(
            "I %s:latest moves, though nobody knows whether it leaves a newer image: it names %s; it does not say its version"
                .formatted(one.repository(APP), old.digest()));
  }

  @Test
  void aConfigThatCannotBeReadStopsNobody() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage newer = version("2.0.0", 3);
    seedLatest(one, newer);
    loseConfigs(one, newer);

    release(image, "1.2.4", LATEST);

    assertThat(one.tags(APP)).containsEntry("latest", image.digest());
    assertThat(log.lines)
        .anyMatch(line -> line.startsWith("I ") && line.contains("its labels cannot be read ("));
  }

  private static void loseConfigs(InProcessRegistry registry, TestImage what) {
    what.blobs.stream()
        .filter(blob -> blob.mediaType().contains("config"))
        .forEach(config -> registry.loseBlob(APP, config.digest()));
  }

  /** Whichever destination is asked first: that one of two is damaged takes no tag back in both. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatOneDestinationDoesNotShowTheNextIsAskedFor(boolean isFirstDamaged) throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage newer = version("2.0.0", 3);
    seedLatest(one, newer);
    seedLatest(two, newer);
    loseConfigs(isFirstDamaged ? one : two, newer);

    PublicationRecord record = release(image, "1.2.4", RELEASE);

    assertThat(record.kept()).extracting(KeptTag::tag).containsExactly("latest");
    assertThat(one.tags(APP)).containsEntry("latest", newer.digest());
    assertThat(two.tags(APP)).containsEntry("latest", newer.digest());
    assertThat(log.lines).noneMatch(line -> line.contains("cannot be read"));
  }

  @Test
  void whatNoDestinationShowsIsAskedForOnceInEachAndSaidOfEach() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage newer = version("2.0.0", 3);
    for (InProcessRegistry each : List.of(one, two)) {
      seedLatest(each, newer);
      loseConfigs(each, newer);
    }

    release(image, "1.2.4", LATEST);

    for (InProcessRegistry each : List.of(one, two)) {
      assertThat(each.tags(APP)).containsEntry("latest", image.digest());
      assertThat(each.requests(r -> isRead(r) && r.path().contains("/blobs/"))).hasSize(1);
      assertThat(log.lines.stream().filter(line -> line.contains("its labels cannot be read (")))
          .filteredOn(line -> line.startsWith("I " + each.repository(APP) + ":latest moves"))
          .singleElement()
          .satisfies(line -> assertThat(line.split("cannot be read")[1]).contains(each.host()));
    }
  }

  /** Docker Hub counts looks at manifests and answers 429, and takes what is pushed meanwhile. */
  @ParameterizedTest
  @ValueSource(strings = {"/manifests/sha256:", "/blobs/sha256:"})
  void whatCannotBeReadForNowIsNotLeft(String part) throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage newer = version("2.0.0", 3);
    seedLatest(one, newer);
    one.faultOnAll(each -> isRead(each) && each.path().contains(part), Fault.status(503));

    assertThatThrownBy(() -> release(image, "1.2.4", RELEASE))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("503")
        .hasMessageContaining("Nothing was sent");
    assertThat(one.tags(APP)).containsOnlyKeys("latest").containsEntry("latest", newer.digest());
    assertThat(two.tags(APP)).isEmpty();
    one.clearFaults();
    assertThat(release(image, "1.2.4", RELEASE).kept()).hasSize(1);
  }

  @Test
  void labelsOfAManifestWithoutIndexCount() throws IOException {
    TestImage image = version("1.2.4", 4);
    seedLatest(one, version("2.0.0", 3));
    RawManifest alone = version("2.0.0", 3).children.get(0);
    one.seedManifest(APP, "latest", alone);

    assertThat(release(image, "1.2.4", LATEST).kept()).hasSize(1);
    assertThat(one.tags(APP)).containsEntry("latest", alone.digest());
  }

  @Test
  void aRunOfWhichNoTagMovesSucceedsAndItsImageIsThereByDigest() throws IOException {
    TestImage image = version("1.2.4", 4);
    seedLatest(one, version("2.0.0", 3));

    PublicationRecord record = release(image, "1.2.4", LATEST);

    assertThat(two.tags(APP)).isEmpty();
    assertThat(two.manifest(APP, image.digest().toString())).isPresent();
    assertThat(record.destinations()).allMatch(each -> each.tags().isEmpty());
    assertRead(image, record);
    assertThat(log.lines).anyMatch(line -> line.contains(APP + ": the image without a tag ("));
  }

  @Test
  void aTagThatNamesTheImageOrNothingCostsNoRequest() throws IOException {
    TestImage image = version("1.2.4", 4);
    release(image, "1.2.4", RELEASE);
    assertThat(one.requests(GuardedTagsTest::isRead)).isEmpty();
    assertThat(two.requests(GuardedTagsTest::isRead)).isEmpty();
    one.forgetRequests();

    release(image, "1.2.4", RELEASE);
    assertThat(one.requests()).hasSize(3 + 2).allMatch(each -> each.method().equals("HEAD"));
  }

  @Test
  void aGuardThatDoesNotCareCostsNoRequest() throws IOException {
    seedLatest(one, old);
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(kit.request(image.directory, LATEST, kit.store(one.repository(APP))));
    }
    List<String> usual = one.requests().stream().map(each -> each.method()).sorted().toList();
    try (InProcessRegistry other = InProcessRegistry.start()) {
      seedLatest(other, old);
      TagRules rules = new TagRules(Set.of(), MOVING, (tag, labels) -> Answer.move());
      try (HttpKit kit = new HttpKit(folder, log)) {
        kit.publication.publish(
            new PublishRequest(
                image.directory,
                List.of(new Destination(kit.store(other.repository(APP)), false)),
                LATEST,
                kit.stores::open,
                null,
                rules));
      }
      assertThat(other.requests().stream().map(each -> each.method()).sorted().toList())
          .isEqualTo(usual);
    }
  }

  /** As where nobody knows when the commit was made that a branch's latest is built from. */
  @Test
  void whatAGuardDoesNotKnowWithoutLookingIsSaidToo() throws IOException {
    seedLatest(one, old);
    TagRules rules =
        new TagRules(Set.of(), MOVING, (tag, labels) -> Answer.moveThough("it may be newer"));
    try (HttpKit kit = new HttpKit(folder, log)) {
      ImageStore store = kit.store(one.repository(APP));
      kit.publication.publish(
          new PublishRequest(
              image.directory,
              List.of(new Destination(store, false)),
              LATEST,
              kit.stores::open,
              null,
              rules));
    }
    assertThat(log.lines)
        .containsOnlyOnce(
            "I %s:latest moves, though nobody knows whether it leaves a newer image: it names %s; it may be newer"
                .formatted(one.repository(APP), old.digest()));
    assertThat(one.requests(r -> isRead(r) && r.path().contains("/blobs/"))).isEmpty();
  }

  @Test
  void whatBecameNewerWhileContentWasOnItsWayIsKeptEverywhere() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage before = version("1.2.3", 5);
    TestImage newer = version("2.0.0", 3);
    seedLatest(one, before);
    seedLatest(two, before);

    try (HttpKit kit = new HttpKit(folder, log)) {
      Staged staged = staged(kit, image);
      seedLatest(two, newer);
      PublicationRecord record = kit.publication.name(List.of(staged)).get(0);
      assertThat(record.kept()).extracting(KeptTag::tag).containsExactly("latest");
    }
    assertThat(one.tags(APP))
        .containsEntry("latest", before.digest())
        .containsEntry("1.2.4", image.digest());
    assertThat(two.tags(APP)).containsEntry("latest", newer.digest());
  }

  private Staged staged(HttpKit kit, TestImage image) throws IOException {
    return kit.publication.stage(
        guarded(
            kit,
            image,
            "1.2.4",
            RELEASE,
            kit.store(one.repository(APP)),
            kit.store(two.repository(APP))));
  }

  @Test
  void whereOneDoesNotAnswerTheLastLookTheTagMovesInNone() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage before = version("1.2.3", 5);
    seedLatest(one, before);
    seedLatest(two, before);

    try (HttpKit kit = new HttpKit(folder, log)) {
      Staged staged = staged(kit, image);
      two.faultOnAll(each -> each.path().endsWith("/manifests/latest"), Fault.status(503));
      assertThatThrownBy(() -> kit.publication.name(List.of(staged)))
          .isInstanceOf(PublicationException.class)
          .hasMessageContaining("503");
    }
    assertThat(one.requests(r -> r.method().equals("PUT") && r.path().endsWith("/latest")))
        .isEmpty();
    assertThat(one.tags(APP)).containsEntry("latest", before.digest());
  }

  @Test
  void ofATagThatIsKeptAtTheLastLookNobodySaysThatItMoves() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage newer = version("2.0.0", 3);
    seedLatest(one, old);
    seedLatest(two, old);

    try (HttpKit kit = new HttpKit(folder, log)) {
      Staged staged = staged(kit, image);
      seedLatest(two, newer);
      kit.publication.name(List.of(staged));
    }
    assertThat(one.tags(APP)).containsEntry("latest", old.digest());
    assertThat(log.lines)
        .anyMatch(line -> line.contains("latest stays as it is"))
        .noneMatch(line -> line.contains(":latest moves"));
  }

  /** Between the last look and the move there is no more than one request. */
  @Test
  void whatBecameNewerAtTheLastMomentFailsTheRunAndIsLeft() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage before = version("1.2.3", 5);
    TestImage newer = version("2.0.0", 3);
    one.deletesTags(true);
    seedLatest(one, before);
    AtomicBoolean moved = new AtomicBoolean();

    try (HttpKit kit = new HttpKit(folder, log)) {
      ImageStore real = kit.store(one.repository(APP));
      FaultyStore store = new FaultyStore("one.example/acme/app", real);
      List<String> looks = new ArrayList<>();
      store.fault =
          (number, call) -> {
            if (call.equals("resolve latest")) {
              looks.add(call);
              if (looks.size() == 3 && moved.compareAndSet(false, true)) {
                seedLatest(one, newer);
              }
            }
          };
      assertThatThrownBy(
              () -> kit.publication.publish(guarded(kit, image, "1.2.4", RELEASE, store)))
          .isInstanceOf(PublicationException.class)
          .hasMessageContaining("has been moved by somebody else meanwhile")
          .hasMessageContaining("it is 2.0.0, newer than 1.2.4");
    }
    assertThat(moved).isTrue();
    assertThat(one.tags(APP)).containsOnlyKeys("latest").containsEntry("latest", newer.digest());
  }

  @Test
  void aTagThatIsKeptIsNotPutBack() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage newer = version("2.0.0", 3);
    one.deletesTags(true);
    two.deletesTags(true);
    seedLatest(one, newer);
    two.faultOnAll(
        each -> each.method().equals("PUT") && each.path().endsWith("/manifests/1"),
        Fault.status(400));

    assertThatThrownBy(() -> release(image, "1.2.4", RELEASE))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("1.2.4 withdrawn")
        .hasMessageNotContaining("latest");
    assertThat(one.tags(APP)).containsOnlyKeys("latest").containsEntry("latest", newer.digest());
    assertThat(two.tags(APP)).isEmpty();
  }

  /** The run is asked to end at the how-manieth time that something is asked of the store. */
  private static FaultyStore hangingAt(ImageStore real, HttpKit kit, String what, int time) {
    FaultyStore store = new FaultyStore("one.example/acme/app", real);
    AtomicInteger times = new AtomicInteger();
    store.fault =
        (number, call) -> {
          if (call.equals(what) && times.incrementAndGet() == time) {
            kit.publication.interrupt(Duration.ofSeconds(6)); // the way back has half of it
            ThreeStores.hang();
          }
        };
    return store;
  }

  @Test
  void whoIsAskedToEndWhileLabelsAreReadHasMovedNothing() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage before = version("1.2.3", 5);
    seedLatest(one, before);
    try (HttpKit kit = new HttpKit(folder, log)) {
      FaultyStore store =
          hangingAt(kit.store(one.repository(APP)), kit, "manifest " + before.digest(), 1);
      assertThatThrownBy(
              () -> kit.publication.publish(guarded(kit, image, "1.2.4", RELEASE, store)))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("interrupted before any tag was moved");
    }
    assertThat(one.tags(APP)).containsOnlyKeys("latest").containsEntry("latest", before.digest());
  }

  @Test
  void whoIsAskedToEndAtTheLastLookPutsEverythingBack() throws IOException {
    TestImage image = version("1.2.4", 4);
    TestImage before = version("1.2.3", 5);
    one.deletesTags(true);
    seedLatest(one, before);
    try (HttpKit kit = new HttpKit(folder, log)) {
      FaultyStore store = hangingAt(kit.store(one.repository(APP)), kit, "resolve latest", 2);
      assertThatThrownBy(
              () -> kit.publication.publish(guarded(kit, image, "1.2.4", RELEASE, store)))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("interrupted while the tags moved");
    }
    assertThat(one.tags(APP)).containsOnlyKeys("latest").containsEntry("latest", before.digest());
  }

  @Test
  void itIsSaidOnceThoughARunStagesTwice() throws IOException {
    TestImage image = version("1.2.4", 4);
    seedLatest(one, version("2.0.0", 3));
    try (HttpKit kit = new HttpKit(folder, log)) {
      PublishRequest request =
          guarded(kit, image, "1.2.4", RELEASE, kit.store(one.repository(APP)));
      Staged first = kit.publication.stage(request);
      Staged again = kit.publication.stageAgain(request, first.memory());
      assertThat(kit.publication.name(List.of(again)).get(0).kept()).hasSize(1);
    }
    assertThat(log.lines.stream().filter(line -> line.contains("latest stays"))).hasSize(1);
  }

  @Test
  void aPreReleaseIsImmutableWhereTheRunHasThem() throws IOException {
    List<String> tags = List.of("1.2.4-rc.1");
    publish(old, tags);
    publish(image, tags);
    assertThat(one.tags(APP)).as("not switched on").containsEntry("1.2.4-rc.1", image.digest());

    try (HttpKit kit = new HttpKit(folder, log)) {
      PublishRequest usual = request(kit, old, tags);
      PublishRequest immutable =
          new PublishRequest(
              old.directory,
              usual.destinations(),
              tags,
              usual.baseStore(),
              null,
              new TagRules(Set.copyOf(tags), Set.of(), TagGuard.NONE));
      assertThatThrownBy(() -> kit.publication.publish(immutable))
          .isInstanceOf(PublicationException.class)
          .hasMessageContaining("1.2.4-rc.1 is a released version and names " + image.digest())
          .hasMessageContaining("this build is " + old.digest())
          .hasMessageContaining("publish under a new version");
    }
    assertThat(one.tags(APP)).containsEntry("1.2.4-rc.1", image.digest());
  }

  @Test
  void aSnapshotIsNeverImmutableAndAVersionAlwaysIs() {
    TagRules rules =
        new TagRules(Set.of("1.2.4-SNAPSHOT", "1.2.4-rc.1"), Set.of("1.2.3"), TagGuard.NONE);
    assertThat(rules.isImmutable("1.2.4-SNAPSHOT")).isFalse();
    assertThat(rules.isImmutable("1.2.4-rc.1")).isTrue();
    assertThat(rules.isImmutable("1.2.3")).isTrue();
    assertThat(rules.isGuarded("1.2.3")).isFalse();
  }
}
