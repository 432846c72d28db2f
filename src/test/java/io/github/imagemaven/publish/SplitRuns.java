package io.github.imagemaven.publish;

import io.github.imagemaven.build.SampleBuild;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * For tests: an image that two runs build, and a third one joins, each with clients and a cache of
 * its own, and two registries.
 */
abstract class SplitRuns {
  static final String APP = "acme/app";
  static final String PLATFORMS = "linux/amd64,linux/arm64";
  static final String VERSION = "1.2.3";
  static final List<String> TAGS = List.of("1.2.3", "latest");

  @TempDir Path folder;

  final RecordingLog log = new RecordingLog();
  final InProcessRegistry one = InProcessRegistry.start();
  final InProcessRegistry two = InProcessRegistry.start();
  SampleBuild sample;
  List<String> tags = TAGS;
  String platforms = PLATFORMS;
  @Nullable String released;

  @BeforeEach
  void sample() throws IOException {
    sample = new SampleBuild(folder, false);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  /** A run that builds some platforms and uploads them. */
  List<PartFile> push(String run, String built, InProcessRegistry... registries)
      throws IOException {
    Path directory = sample.build(run, platforms, built);
    return pushAgain(run, directory, registries);
  }

  List<PartFile> pushAgain(String run, Path directory, InProcessRegistry... registries)
      throws IOException {
    try (HttpKit kit = kit(run)) {
      return kit.publication
          .stageParts(request(kit, directory, stores(kit, registries)), VERSION, null)
          .files();
    }
  }

  /** The usual two runs, to the same registries, and their files in one folder. */
  void pushBoth(InProcessRegistry... registries) throws IOException {
    bring(push("amd", "linux/amd64", registries));
    bring(push("arm", "linux/arm64", registries));
  }

  /** Brings part files to the machine that joins. */
  void bring(List<PartFile> files) throws IOException {
    for (PartFile file : files) {
      Path to = parts().resolve("run" + number() + "/" + file.path().getFileName());
      Files.createDirectories(to.getParent());
      Files.copy(file.path(), to);
    }
  }

  private int number() throws IOException {
    return Files.isDirectory(parts()) ? (int) paths().stream().count() : 0;
  }

  List<Path> paths() throws IOException {
    try (var all = Files.walk(parts())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  Path parts() {
    return folder.resolve("brought");
  }

  /** A run's clients and cache. */
  HttpKit kit(String run) {
    return new HttpKit(folder.resolve(run), log);
  }

  static List<ImageStore> stores(HttpKit kit, InProcessRegistry... registries) {
    return Arrays.stream(registries).map(each -> kit.store(each.repository(APP))).toList();
  }

  PublishRequest request(HttpKit kit, Path directory, List<ImageStore> stores) {
    List<Destination> destinations = new ArrayList<>();
    stores.forEach(store -> destinations.add(new Destination(store, false)));
    return new PublishRequest(
        directory, destinations, tags, kit.stores::open, sample.revision, TagRules.STANDARD);
  }

  JoinRequest joining(HttpKit kit, List<ImageStore> stores) throws IOException {
    return new JoinRequest(
        request(kit, folder.resolve("join/target/image"), stores),
        "app",
        Platform.parseList(platforms),
        VERSION,
        released,
        PartFolder.find(parts()));
  }

  /** The run that joins. */
  PublicationRecord join(InProcessRegistry... registries) throws IOException {
    try (HttpKit kit = kit("join")) {
      Staged staged = kit.publication.stage(joining(kit, stores(kit, registries)));
      return kit.publication.name(List.of(staged)).get(0);
    }
  }

  /** What one run that builds all platforms would publish. */
  Digest whole() throws IOException {
    Path directory = sample.build("whole", platforms, platforms);
    return io.github.imagemaven.build.BuildRecord.read(directory).requireIndex().digest();
  }

  static Descriptor manifest(PartFile file) {
    return file.part().descriptor();
  }
}
