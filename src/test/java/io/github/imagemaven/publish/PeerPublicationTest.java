package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.store.ImageStore.Withdrawal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others make of our publications: CNCF Distribution stores them, skopeo reads them. */
class PeerPublicationTest {
  private static final List<String> TAGS = List.of("1.2.3", "latest");

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();

  @Test
  void skopeoReadsTheSameOutOfEveryDestination() throws IOException {
    RealRegistry.requireProgram("skopeo");
    try (RealRegistry one = RealRegistry.start(folder.resolve("one"));
        RealRegistry two = RealRegistry.start(folder.resolve("two"));
        HttpKit kit = new HttpKit(folder, log)) {
      TestImage image =
          new TestImage(
              folder.resolve("image"), 1, 200_000, kit.store(one.repository("library/jre")));
      PublicationRecord record =
          kit.publication.publish(
              kit.request(
                  image.directory,
                  TAGS,
                  kit.store(one.repository("acme/app")),
                  kit.store(two.repository("acme/app")),
                  kit.stores.destination("oci:out/app")));
      assertThat(record.destinations().get(0).mountedBytes())
          .as("Distribution mounts the base layers")
          .isEqualTo(image.base.stream().mapToLong(blob -> blob.size()).sum());
      for (String source :
          List.of(
              "docker://" + one.repository("acme/app") + ":1.2.3",
              "docker://" + two.repository("acme/app") + ":latest",
              "oci:" + folder.resolve("out/app") + ":1.2.3",
              "oci:" + folder.resolve("out/app") + ":latest")) {
        byte[] index = Skopeo.run("inspect", "--tls-verify=false", "--raw", source);
        assertThat(Digest.ofBytes(index)).as(source).isEqualTo(image.digest());
        Path copy = folder.resolve("copy-" + Digest.ofBytes(source.getBytes("UTF-8")).hex());
        Skopeo.run("copy", "--all", "--src-tls-verify=false", source, "dir:" + copy);
        assertThat(Digest.ofBytes(Files.readAllBytes(copy.resolve("manifest.json"))))
            .isEqualTo(image.digest());
        for (var blob : image.blobs) {
          assertThat(copy.resolve(blob.digest().hex())).hasSize(blob.size());
        }
      }
    }
  }

  @Test
  void distributionKeepsToTheRules() throws IOException {
    try (RealRegistry real = RealRegistry.start(folder.resolve("real"));
        InProcessRegistry other = InProcessRegistry.start()) {
      TestImage old;
      try (HttpKit kit = new HttpKit(folder, log)) {
        old = new TestImage(folder.resolve("old"), 2, 100_000, kit.store(other.repository("jre")));
        kit.publication.publish(
            kit.request(old.directory, List.of("latest"), kit.store(real.repository("app"))));
      }
      try (HttpKit kit = new HttpKit(folder, log)) {
        TestImage image =
            new TestImage(folder.resolve("image"), 1, 100_000, kit.store(other.repository("jre")));
        var store = kit.store(real.repository("app"));
        PublicationRecord record =
            kit.publication.publish(kit.request(image.directory, TAGS, store));
        assertThat(record.destinations().get(0).tags().get(1).previous()).isEqualTo(old.digest());
        assertThat(store.resolve("latest").orElseThrow().digest()).isEqualTo(image.digest());
        assertThat(store.withdraw("1.2.3", image.digest()))
            .as("Distribution 2.8 cannot drop a tag")
            .isEqualTo(Withdrawal.IMPOSSIBLE);
        assertThat(
                kit.publication
                    .publish(kit.request(image.directory, TAGS, store))
                    .destinations()
                    .get(0)
                    .uploadedBytes())
            .isZero();
      }
    }
  }
}
