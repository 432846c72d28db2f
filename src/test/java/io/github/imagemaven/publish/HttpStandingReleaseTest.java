package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that failed half-way, finished over real connections. */
class HttpStandingReleaseTest {
  private static final List<String> TAGS = List.of("1.2.3", "latest");
  private static final String APP = "acme/app";
  private static final String COMMIT = "c".repeat(40);
  private static final String OTHER_COMMIT = "d".repeat(40);

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private InProcessRegistry base;
  private InProcessRegistry one;
  private InProcessRegistry two;
  private TestImage first;
  private TestImage second;

  @BeforeEach
  void start() {
    base = InProcessRegistry.start();
    one = InProcessRegistry.start();
    two = InProcessRegistry.start();
    first = image(1, COMMIT);
    second = image(2, COMMIT);
  }

  @AfterEach
  void stop() {
    base.close();
    one.close();
    two.close();
  }

  private TestImage image(int seed, String commit) {
    try (HttpKit kit = new HttpKit(folder, log)) {
      return new TestImage(
          folder.resolve("image-" + seed),
          seed,
          300_000,
          kit.store(base.repository("jre")),
          Map.of("io.github.imagemaven.revision", commit));
    }
  }

  /** Each run has a machine of its own. */
  private PublicationRecord publish(TestImage image, String commit, RepositoryName... repositories)
      throws IOException {
    try (HttpKit kit = new HttpKit(Files.createTempDirectory(folder, "machine"), log)) {
      List<ImageStore> stores = new ArrayList<>();
      for (RepositoryName repository : repositories) {
        stores.add(kit.store(repository));
      }
      return kit.publication.publish(
          kit.request(image.directory, commit, TAGS, stores.toArray(new ImageStore[0])));
    }
  }

  private void failHalfWay() {
    two.faultOnAll(RecordedRequest.manifestPut("1.2.3"), Fault.status(403));
    assertThatThrownBy(() -> publish(first, COMMIT, one.repository(APP), two.repository(APP)))
        .hasMessageContaining("1.2.3 names the new image, complete");
    two.clearFaults();
    assertThat(one.tags(APP)).containsOnly(Map.entry("1.2.3", first.digest()));
    assertThat(two.tags(APP)).isEmpty();
    one.forgetRequests();
    two.forgetRequests();
  }

  /** Everything below the tags, hashed as it comes. */
  private void assertPullable(TestImage expected, RepositoryName... repositories)
      throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      for (RepositoryName repository : repositories) {
        for (String tag : TAGS) {
          pull(kit.store(repository), tag, expected.digest());
        }
      }
    }
  }

  private static void pull(ImageStore store, String tag, Digest expected) throws IOException {
    RawManifest index = store.manifest(tag).orElseThrow();
    assertThat(index.digest()).isEqualTo(expected);
    for (Descriptor child : Index.parse(index).manifests()) {
      RawManifest manifest = store.manifest(child.digest().toString()).orElseThrow();
      for (Descriptor blob : Manifest.parse(manifest).blobs()) {
        try (var in = store.openBlob(blob)) {
          assertThat(Digest.ofBytes(in.readAllBytes())).isEqualTo(blob.digest());
        }
      }
    }
  }

  @Test
  void aFailedReleaseIsFinishedByRunningItAgain() throws IOException {
    failHalfWay();
    PublicationRecord record = publish(second, COMMIT, one.repository(APP), two.repository(APP));
    assertThat(record.digest()).isEqualTo(first.digest());
    assertPullable(first, one.repository(APP), two.repository(APP));
    assertThat(two.blobs(APP)).as("nothing of the image set aside").hasSize(first.blobs.size());
    assertThat(one.requests(RecordedRequest.of("POST", ""))).as("nothing is sent back").isEmpty();
  }

  @Test
  void aDestinationThatHasNothingGetsEachLayerOnce() throws IOException {
    publish(first, COMMIT, one.repository(APP));
    one.forgetRequests();
    base.close(); // what the image was built on may be gone
    publish(second, COMMIT, one.repository(APP), two.repository(APP));
    assertPullable(first, two.repository(APP));
    base = InProcessRegistry.start();
    for (Descriptor layer : first.base) {
      assertThat(one.requests(RecordedRequest.of("GET", "/blobs/" + layer.digest()))).hasSize(1);
    }
  }

  @Test
  void onTheSameHostItIsMounted() throws IOException {
    publish(first, COMMIT, one.repository(APP));
    PublicationRecord record =
        publish(second, COMMIT, one.repository(APP), one.repository("acme/mirror"));
    DestinationRecord mirror = record.destinations().get(1);
    assertThat(mirror.mountedBytes())
        .isEqualTo(first.blobs.stream().mapToLong(Descriptor::size).sum());
    assertThat(mirror.uploadedBytes()).isZero();
    assertPullable(first, one.repository("acme/mirror"));
  }

  @Test
  void thatOfAnotherCommitIsRefused() {
    failHalfWay();
    second = image(3, OTHER_COMMIT);
    assertRefused(OTHER_COMMIT, COMMIT, OTHER_COMMIT);
  }

  @Test
  void whatIsNotCompleteIsRefused() {
    failHalfWay();
    one.loseBlob(APP, first.blobs.get(0).digest());
    assertRefused(COMMIT, "not complete", first.blobs.get(0).digest().toString());
    one.loseManifest(APP, first.children.get(1).digest());
    assertRefused(COMMIT, "not complete", first.children.get(1).digest().toString());
  }

  private void assertRefused(String commit, String... reasons) {
    one.forgetRequests();
    two.forgetRequests();
    assertThatThrownBy(() -> publish(second, commit, one.repository(APP), two.repository(APP)))
        .isInstanceOf(PublicationException.class)
        .hasMessageContainingAll(first.digest().toString(), second.digest().toString())
        .hasMessageContainingAll(reasons);
    for (InProcessRegistry registry : List.of(one, two)) {
      assertThat(registry.requests(r -> !List.of("HEAD", "GET").contains(r.method()))).isEmpty();
    }
  }
}
