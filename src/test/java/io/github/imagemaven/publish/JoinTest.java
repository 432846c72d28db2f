package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.SampleBuild;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several runs build the platforms of an image, and one joins them. */
class JoinTest extends SplitRuns {
  private static RawManifest read(InProcessRegistry registry, Digest digest) {
    return registry.manifest(APP, digest.toString()).orElseThrow();
  }

  private static Digest digestOf(Path path) throws IOException {
    return PartFile.read(path).part().descriptor().digest();
  }

  private static Digest ownLayerOf(Path path) throws IOException {
    return PartFile.read(path).part().layers().get(1).digest();
  }

  private void assertComplete(InProcessRegistry registry, Digest index) {
    for (Descriptor child : Index.parse(read(registry, index)).manifests()) {
      List<Digest> blobs =
          Manifest.parse(RawManifest.of(child.mediaType(), read(registry, child.digest()).bytes()))
              .blobs()
              .stream()
              .map(Descriptor::digest)
              .toList();
      assertThat(registry.blobs(APP)).as("blobs of " + child.platform()).containsAll(blobs);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64|linux/arm64, false, false",
    "linux/amd64|linux/arm64|linux/arm/v7, false, false",
    "linux/arm/v7|linux/amd64|linux/arm64, true, false",
    "linux/arm|linux/amd64, false, true",
    "linux/amd64|linux/arm|linux/arm/v7, true, false",
  })
  void theIndexIsThatOfOneRun(String list, boolean healthcheck, boolean dockerIndex)
      throws IOException {
    sample = new SampleBuild(folder.resolve("other"), healthcheck);
    sample.dockerIndex = dockerIndex;
    sample.annotations = dockerIndex ? Map.of() : Map.of("b", "2", "a", "ä\u2028");
    platforms = list.replace('|', ',');
    int run = 0;
    for (String platform : platforms.split(",")) {
      bring(push("run" + run++, platform, one, two));
    }
    PublicationRecord record = join(one, two);
    Digest whole = whole();
    assertThat(record.digest()).isEqualTo(whole);
    for (InProcessRegistry registry : List.of(one, two)) {
      assertThat(registry.tags(APP)).isEqualTo(Map.of("1.2.3", whole, "latest", whole));
      assertComplete(registry, whole);
    }
    assertThat(PublicationRecord.read(folder.resolve("join/target/image")).platforms())
        .isEqualTo(record.platforms());
  }

  @Test
  void aRunThatBuildsAPartNamesNothing() throws IOException {
    List<PartFile> files = push("amd", "linux/amd64", one, two);
    assertThat(files).hasSize(1);
    PartFile file = files.get(0);
    assertThat(file.path())
        .isEqualTo(folder.resolve("amd/checkout/target/image/parts/linux-amd64.json"));
    assertThat(PartFile.read(file.path()).part()).isEqualTo(file.part());
    assertThat(file.part().repositories())
        .containsExactly(one.repository(APP).toString(), two.repository(APP).toString());
    assertThat(file.part().tags()).isEqualTo(TAGS);
    assertThat(file.part().origin().revision()).isEqualTo(SampleBuild.REVISION);
    assertThat(file.part().origin().baseDigest()).isEqualTo(sample.baseDigest());
    assertThat(file.part().layers().stream().map(Part.PartLayer::name))
        .startsWith((String) null)
        .contains("dependencies", "classes");
    for (InProcessRegistry registry : List.of(one, two)) {
      assertThat(registry.tags(APP)).isEmpty();
      assertThat(registry.manifest(APP, manifest(file).digest().toString())).isPresent();
      assertThat(registry.requests(RecordedRequest.of("PUT", "/manifests/")))
          .as("one manifest and no index")
          .hasSize(1);
    }
    assertThat(folder.resolve("amd/checkout/target/image/publication.json")).doesNotExist();
  }

  @Test
  void aRegistryThatNobodyPushedToGetsEverythingFromTheOther() throws IOException {
    pushBoth(one);
    Digest whole = whole();
    assertThat(join(one, two).digest()).isEqualTo(whole);
    assertThat(two.tags(APP)).containsEntry("latest", whole);
    assertComplete(two, whole);
  }

  @Test
  void eachRegistryGetsWhatTheOtherHas() throws IOException {
    bring(push("amd", "linux/amd64", one));
    bring(push("arm", "linux/arm64", two));
    Digest whole = whole();
    DestinationRecord record = join(one, two).destinations().get(0);
    assertThat(record.uploadedBytes()).isPositive();
    assertThat(record.presentBytes()).isPositive();
    assertComplete(one, whole);
    assertComplete(two, whole);
  }

  @Test
  void anotherRepositoryOfTheHostIsMountedFrom() throws IOException {
    pushBoth(one);
    try (HttpKit kit = kit("join")) {
      Staged staged =
          kit.publication.stage(joining(kit, List.of(kit.store(one.repository("acme/mirror")))));
      DestinationRecord record = kit.publication.name(List.of(staged)).get(0).destinations().get(0);
      assertThat(record.uploadedBytes()).isZero();
      assertThat(record.mountedBytes()).isPositive();
    }
  }

  @Test
  void whatARegistryHasLostSinceComesFromTheOther() throws IOException {
    pushBoth(one, two);
    Digest whole = whole();
    Digest amd = digestOf(paths().get(0));
    Digest layer = ownLayerOf(paths().get(1));
    one.loseManifest(APP, amd);
    two.loseBlob(APP, layer);
    assertThat(join(one, two).digest()).isEqualTo(whole);
    assertComplete(one, whole);
    assertComplete(two, whole);
  }

  @Test
  void aBlobThatOneGivesDamagedComesFromTheNext() throws IOException {
    pushBoth(one, two);
    Digest layer = ownLayerOf(paths().get(0));
    one.faultOnAll(
        RecordedRequest.of("GET", "/blobs/" + layer), Fault.alter(answer -> answer.body("x")));
    try (InProcessRegistry three = InProcessRegistry.start()) {
      Digest digest = join(one, two, three).digest();
      assertComplete(three, digest);
      assertThat(one.requests(RecordedRequest.of("GET", "/blobs/" + layer))).isNotEmpty();
    }
  }

  @Test
  void whatNobodyHasAnyMoreIsSaid() throws IOException {
    pushBoth(one, two);
    Digest amd = digestOf(paths().get(0));
    one.loseManifest(APP, amd);
    two.loseManifest(APP, amd);
    assertThatThrownBy(() -> join(one, two))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.PUBLICATION))
        .hasMessageContaining(amd.toString())
        .hasMessageContaining("linux/amd64")
        .hasMessageContaining("build and push that platform again");
    assertThat(one.tags(APP)).isEmpty();
    assertThat(two.tags(APP)).isEmpty();
  }

  @Test
  void aBlobThatNobodyHasAnyMoreIsSaid() throws IOException {
    pushBoth(one, two);
    Digest layer = ownLayerOf(paths().get(0));
    one.loseBlob(APP, layer);
    two.loseBlob(APP, layer);
    assertThatThrownBy(() -> join(one, two))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.PUBLICATION))
        .hasMessageContaining(layer.toString())
        .hasMessageContaining("has it no more");
    assertThat(one.tags(APP)).isEmpty();
  }

  @Test
  void aRegistryThatLagsIsWaitedFor() throws IOException {
    pushBoth(one);
    for (Path path : paths()) {
      one.faultOn(RecordedRequest.of("GET", "/manifests/" + digestOf(path)), 3, Fault.status(404));
    }
    assertThat(join(one).digest()).isEqualTo(whole());
  }

  @Test
  void anOptionalRegistryThatFailedIsHealedByTheJoin() throws IOException {
    two.faultOnAll(RecordedRequest.blobPut(), Fault.status(403));
    for (String platform : PLATFORMS.split(",")) {
      Path directory = sample.build(platform.replace('/', '-'), PLATFORMS, platform);
      try (HttpKit kit = kit(platform.replace('/', '-'))) {
        List<ImageStore> stores = stores(kit, one, two);
        bring(
            kit.publication
                .stageParts(
                    new PublishRequest(
                        directory,
                        List.of(
                            new Destination(stores.get(0), false),
                            new Destination(stores.get(1), true)),
                        tags,
                        kit.stores::open,
                        SampleBuild.REVISION),
                    VERSION,
                    null)
                .files());
      }
    }
    assertThat(PartFile.read(paths().get(0)).part().repositories())
        .containsExactly(one.repository(APP).toString());
    two.clearFaults();
    Digest digest = join(one, two).digest();
    assertComplete(two, digest);
    assertThat(two.tags(APP)).containsEntry("1.2.3", digest);
  }

  @Test
  void aRequiredRegistryThatFailsLeavesNoPart() throws IOException {
    two.faultOnAll(RecordedRequest.blobPut(), Fault.status(403));
    assertThatThrownBy(() -> push("amd", "linux/amd64", one, two))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(two.host());
    assertThat(folder.resolve("amd/checkout/target/image/parts/linux-amd64.json")).doesNotExist();
  }

  @Test
  void aReleaseOfAnotherCommitIsRefusedBeforeAnythingIsSent() throws IOException {
    pushBoth(one);
    join(one);
    sample.revision = "f".repeat(40);
    sample.greeting = "changed";
    one.forgetRequests();
    assertThatThrownBy(() -> push("late", "linux/amd64", one))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("1.2.3 is a released version")
        .hasMessageContaining("f".repeat(40));
    assertThat(one.requests(RecordedRequest.uploadStart())).isEmpty();
  }

  @Test
  void aReleaseOfTheSameCommitIsFinishedAndNotPublishedTwice() throws IOException {
    pushBoth(one);
    Digest released = join(one).digest();
    sample.moveBase();
    for (Path path : paths()) {
      Files.delete(path);
    }
    bring(push("amd2", "linux/amd64", one, two));
    bring(push("arm2", "linux/arm64", one, two));
    assertThat(join(one, two).digest()).isEqualTo(released);
    assertThat(two.tags(APP)).isEqualTo(Map.of("1.2.3", released, "latest", released));
    assertComplete(two, released);
  }

  @Test
  void withoutACommitAReleaseIsItsContent() throws IOException {
    sample.revision = null;
    pushBoth(one);
    join(one);
    assertThat(push("amd-again", "linux/amd64", one)).hasSize(1);
    sample.greeting = "changed";
    assertThatThrownBy(() -> push("late", "linux/amd64", one))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("1.2.3 is a released version")
        .hasMessageContaining("[linux/amd64] is not");
  }

  @Test
  void whatAnOlderVersionBuiltIsBuiltAgain() throws IOException {
    Path directory = sample.build("amd", PLATFORMS, "linux/amd64");
    Path file = directory.resolve(BuildRecord.FILE);
    ObjectNode record = Json.parseObject(Files.readAllBytes(file), "it");
    record.remove("joining");
    Files.write(file, Json.prettyBytes(record));
    assertThatThrownBy(() -> pushAgain("amd", directory, one))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("run image:build-multiarch again");
  }

  @Test
  void aStalePartGoesBeforeAnythingIsSent() throws IOException {
    List<PartFile> files = push("amd", "linux/amd64", one);
    two.faultOnAll(RecordedRequest.blobPut(), Fault.status(403));
    assertThatThrownBy(
            () -> pushAgain("amd", folder.resolve("amd/checkout/target/image"), one, two))
        .isInstanceOf(PublicationException.class);
    assertThat(files.get(0).path()).doesNotExist();
  }

  @Test
  void aRunThatBuildsTwoPlatformsLeavesTwoParts() throws IOException {
    platforms = "linux/arm/v7,linux/amd64,linux/arm64";
    bring(push("two", "linux/arm64,linux/arm/v7", one));
    bring(push("amd", "linux/amd64", one));
    assertThat(paths()).hasSize(3);
    assertThat(join(one).digest()).isEqualTo(whole());
  }

  @Test
  void joiningAgainSendsNothing() throws IOException {
    pushBoth(one, two);
    PublicationRecord first = join(one, two);
    one.forgetRequests();
    PublicationRecord second = join(one, two);
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(one.requests(RecordedRequest.of("PUT", ""))).isEmpty();
    assertThat(one.requests(RecordedRequest.of("POST", ""))).isEmpty();
  }

  @Test
  void aTagThatCannotBeMovedGoesBackEverywhere() throws IOException {
    tags = List.of("latest");
    pushBoth(one, two);
    Digest before = join(one, two).digest();
    sample.greeting = "changed";
    for (Path path : paths()) {
      Files.delete(path);
    }
    bring(push("amd2", "linux/amd64", one, two));
    bring(push("arm2", "linux/arm64", one, two));
    two.faultOnAll(RecordedRequest.manifestPut("latest"), Fault.status(403));
    assertThatThrownBy(() -> join(one, two)).isInstanceOf(PublicationException.class);
    assertThat(one.tags(APP)).containsEntry("latest", before);
    assertThat(two.tags(APP)).containsEntry("latest", before);
  }

  @Test
  void aDryRunSendsNothing() throws IOException {
    pushBoth(one);
    one.forgetRequests();
    try (HttpKit kit = kit("join")) {
      PublicationPlan plan = kit.publication.compare(joining(kit, stores(kit, one, two)));
      assertThat(plan.digest()).isEqualTo(whole());
      assertThat(plan.isPossible()).isTrue();
      assertThat(plan.destinations().get(0).uploaded().blobs()).isZero();
      assertThat(plan.destinations().get(1).uploaded().blobs()).isPositive();
    }
    assertThat(one.requests(RecordedRequest.of("PUT", ""))).isEmpty();
    assertThat(two.requests(RecordedRequest.of("PUT", ""))).isEmpty();
    assertThat(folder.resolve("join/target/image")).doesNotExist();
  }

  @Test
  void aDryRunOfAPartSendsNothing() throws IOException {
    Path directory = sample.build("amd", PLATFORMS, "linux/amd64");
    try (HttpKit kit = kit("amd")) {
      PublicationPlan plan =
          kit.publication.compareParts(request(kit, directory, stores(kit, one, two)));
      assertThat(plan.isPossible()).isTrue();
      assertThat(plan.lines().get(0)).startsWith("Would publish linux/amd64 of app sha256:");
      assertThat(plan.destinations().get(1).tags()).isEmpty();
      assertThat(plan.destinations().get(1).manifests()).isOne();
      assertThat(plan.destinations().get(1).uploaded().blobs()).isPositive();
    }
    assertThat(one.requests(RecordedRequest.of("PUT", ""))).isEmpty();
    assertThat(directory.resolve("parts")).doesNotExist();
  }

  @Test
  void anIncompleteUploadSaysWhatIsThere() {
    two.faultOnAll(RecordedRequest.of("PUT", "/manifests/"), Fault.status(403));
    assertThatThrownBy(() -> push("amd", "linux/amd64", one, two))
        .hasMessageContaining(one.repository(APP) + ": everything is there")
        .hasMessageContaining("all blobs are there, the manifest is not known to be");
  }

  @Test
  void aFolderIsADestinationToo() throws IOException {
    for (String platform : PLATFORMS.split(",")) {
      String run = platform.replace('/', '-');
      Path directory = sample.build(run, PLATFORMS, platform);
      try (HttpKit kit = kit(run)) {
        ImageStore shared = kit.stores.destination("oci:" + folder.resolve("shared/app"));
        bring(
            kit.publication
                .stageParts(request(kit, directory, List.of(shared)), VERSION, null)
                .files());
        assertThat(Files.readString(folder.resolve("shared/app/index.json")))
            .doesNotContain("sha256:");
      }
    }
    try (HttpKit kit = kit("join")) {
      ImageStore shared = kit.stores.destination("oci:" + folder.resolve("shared/app"));
      Staged staged =
          kit.publication.stage(joining(kit, List.of(shared, kit.store(one.repository(APP)))));
      kit.publication.name(List.of(staged));
      assertThat(shared.resolve("latest").orElseThrow().digest()).isEqualTo(whole());
      assertComplete(one, whole());
    }
  }

  @Test
  void stagedOnceAndAgainAndThenNamed() throws IOException {
    pushBoth(one);
    Map<String, Map<String, String>> memory;
    try (HttpKit kit = kit("join")) {
      memory = kit.publication.stage(joining(kit, stores(kit, one, two))).memory();
      assertThat(two.tags(APP)).isEmpty();
    }
    two.loseManifest(APP, digestOf(paths().get(0)));
    try (HttpKit kit = kit("join")) {
      Staged staged = kit.publication.stageAgain(joining(kit, stores(kit, one, two)), memory);
      kit.publication.name(List.of(staged));
    }
    assertComplete(two, two.tags(APP).get("latest"));
  }
}
