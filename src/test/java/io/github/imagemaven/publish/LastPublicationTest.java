package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that gets another name in the same registry takes its layers along. */
class LastPublicationTest {
  private static final String OLD = "acme/snapshots/app";
  private static final String NEW = "acme/releases/app";

  @TempDir Path folder;

  private InProcessRegistry base;
  private InProcessRegistry registry;
  private TestImage image;
  private long all;

  @BeforeEach
  void start() throws IOException {
    base = InProcessRegistry.start();
    registry = InProcessRegistry.start();
    image = image(1);
    all = image.blobs.stream().mapToLong(Descriptor::size).sum();
  }

  @AfterEach
  void stop() {
    base.close();
    registry.close();
  }

  /** Always in the same folder, as the next build leaves it. */
  private TestImage image(int seed) {
    try (HttpKit kit = new HttpKit(folder, new RecordingLog())) {
      return new TestImage(
          folder.resolve("image"), seed, 20_000, kit.store(base.repository("library/jre")));
    }
  }

  /** In a run of its own. */
  private DestinationRecord publish(String tag, RepositoryName... to) throws IOException {
    try (HttpKit kit = new HttpKit(folder, new RecordingLog())) {
      var stores = List.of(to).stream().map(kit::store).toArray(ImageStore[]::new);
      return kit.publication
          .publish(kit.request(folder.resolve("image"), List.of(tag), stores))
          .destinations()
          .get(0);
    }
  }

  private List<RecordedRequest> uploads() {
    return registry.requests(RecordedRequest.blobPut());
  }

  @Test
  void newNameMountsFromTheOldOne() throws IOException {
    publish("1", registry.repository(OLD));
    registry.forgetRequests();
    DestinationRecord renamed = publish("2", registry.repository(NEW));
    assertThat(renamed.mountedBytes()).isEqualTo(all);
    assertThat(renamed.uploadedBytes()).isZero();
    assertThat(uploads()).isEmpty();
    assertThat(registry.requests(RecordedRequest.of("GET", OLD + "/manifests/"))).hasSize(2);
  }

  @Test
  void ofTheNextBuildWhatBothHaveInCommon() throws IOException {
    publish("1", registry.repository(OLD));
    TestImage next = image(2);
    DestinationRecord renamed = publish("2", registry.repository(NEW));
    long common = next.base.stream().mapToLong(Descriptor::size).sum();
    assertThat(renamed.mountedBytes()).isEqualTo(common);
  }

  @Test
  void realRegistryMountsToo() throws IOException {
    try (RealRegistry real = RealRegistry.start(folder.resolve("real"))) {
      publish("1", real.repository(OLD));
      assertThat(publish("2", real.repository(NEW)).mountedBytes()).isEqualTo(all);
    }
  }

  @Test
  void oldNameThatIsGoneCostsOneRequestAPlatform() throws IOException {
    publish("1", registry.repository(OLD));
    Files.delete(folder.resolve("image/publication.json"));
    registry.forgetRequests();
    publish("2", registry.repository("acme/elsewhere"));
    int usual = registry.requests().size();

    publish("1", registry.repository(OLD));
    image.children.forEach(child -> registry.loseManifest(OLD, child.digest()));
    registry.forgetRequests();
    assertThat(publish("2", registry.repository(NEW)).uploadedBytes()).isEqualTo(all);
    assertThat(registry.requests()).hasSize(usual + 2);
  }

  @Test
  void blobsThatTheOldOneLostCostNothingMore() throws IOException {
    publish("1", registry.repository("acme/elsewhere"));
    Files.delete(folder.resolve("image/publication.json"));
    registry.forgetRequests();
    publish("2", registry.repository("acme/other"));
    int usual = registry.requests().size();

    publish("1", registry.repository(OLD));
    image.blobs.forEach(blob -> registry.loseBlob(OLD, blob.digest()));
    registry.forgetRequests();
    assertThat(publish("2", registry.repository(NEW)).uploadedBytes()).isEqualTo(all);
    assertThat(registry.requests()).as("a refused mount is an upload begun").hasSize(usual + 2);
  }

  @Test
  void nobodyIsAskedWhereTheDestinationIsInUse() throws IOException {
    publish("latest", registry.repository(NEW));
    publish("latest", registry.repository(OLD));
    image(2);
    registry.forgetRequests();
    publish("latest", registry.repository(NEW));
    assertThat(registry.requests(RecordedRequest.of("GET", OLD))).isEmpty();
  }

  @Test
  void otherHostsAreNotAsked() throws IOException {
    publish("1", registry.repository(OLD));
    try (InProcessRegistry other = InProcessRegistry.start()) {
      registry.forgetRequests();
      assertThat(publish("2", other.repository(NEW)).uploadedBytes()).isEqualTo(all);
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void damagedRecordIsPassedOver() throws IOException {
    publish("1", registry.repository(OLD));
    for (String damaged :
        List.of(
            "{",
            "{\"schema\":99}",
            "{\"schema\":1,\"digest\":\"nonsense\"}",
            "{\"schema\":1,\"digest\":\""
                + image.digest()
                + "\",\"destinations\":[{\"repository\":\"../..\",\"digest\":\""
                + image.digest()
                + "\"}]}")) {
      Files.writeString(folder.resolve("image/publication.json"), damaged);
      assertThat(publish("2", registry.repository(NEW)).repository())
          .isEqualTo(registry.repository(NEW).toString());
    }
  }
}
