package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.SampleBuild;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of two runs, each pushed to one CNCF Distribution registry alone, and joined in both and in
 * a folder: skopeo reads everywhere what one run would have published.
 */
class PeerJoinTest {
  private static final String PLATFORMS = "linux/amd64,linux/arm/v7";
  private static final List<String> TAGS = List.of("1.2.3", "latest");

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();

  private static PublishRequest request(HttpKit kit, Path directory, ImageStore... stores) {
    return new PublishRequest(
        directory,
        List.of(stores).stream().map(store -> new Destination(store, false)).toList(),
        TAGS,
        kit.stores::open,
        SampleBuild.REVISION);
  }

  private void push(SampleBuild sample, String platform, RealRegistry registry) throws IOException {
    String run = platform.replace('/', '-');
    Path directory = sample.build(run, PLATFORMS, platform);
    try (HttpKit kit = new HttpKit(folder.resolve(run), log)) {
      ImageStore store = kit.store(registry.repository("acme/app"));
      PartFile file =
          kit.publication.stageParts(request(kit, directory, store), "1.2.3", null).files().get(0);
      Files.createDirectories(folder.resolve("parts"));
      Files.copy(file.path(), folder.resolve("parts").resolve(file.path().getFileName()));
    }
  }

  @Test
  void skopeoReadsTheJoinedImageEverywhere() throws IOException {
    RealRegistry.requireProgram("skopeo");
    SampleBuild sample = new SampleBuild(folder, true);
    sample.annotations = Map.of("org.acme.note", "joined");
    try (RealRegistry one = RealRegistry.start(folder.resolve("one"));
        RealRegistry two = RealRegistry.start(folder.resolve("two"));
        HttpKit kit = new HttpKit(folder.resolve("join"), log)) {
      push(sample, "linux/amd64", one);
      push(sample, "linux/arm/v7", two);
      PublishRequest request =
          request(
              kit,
              folder.resolve("join/target/image"),
              kit.store(one.repository("acme/app")),
              kit.store(two.repository("acme/app")),
              kit.stores.destination("oci:" + folder.resolve("out/app")));
      Staged staged =
          kit.publication.stage(
              new JoinRequest(
                  request,
                  "app",
                  Platform.parseList(PLATFORMS),
                  "1.2.3",
                  null,
                  PartFolder.find(folder.resolve("parts"))));
      Digest digest = kit.publication.name(List.of(staged)).get(0).digest();
      Path whole = sample.build("whole", PLATFORMS, PLATFORMS);
      assertThat(digest).isEqualTo(BuildRecord.read(whole).requireIndex().digest());
      for (String source :
          List.of(
              "docker://" + one.repository("acme/app") + ":1.2.3",
              "docker://" + two.repository("acme/app") + ":latest")) {
        Path copy = folder.resolve("copy-" + Digest.ofBytes(source.getBytes("UTF-8")).hex());
        Skopeo.run("copy", "--all", "--src-tls-verify=false", source, "dir:" + copy);
        assertThat(Digest.ofBytes(Files.readAllBytes(copy.resolve("manifest.json"))))
            .isEqualTo(digest);
      }
      assertThat(kit.stores.open("oci:" + folder.resolve("out/app")).resolve("latest"))
          .hasValueSatisfying(named -> assertThat(named.digest()).isEqualTo(digest));
    }
  }
}
