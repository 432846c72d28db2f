package io.github.imagemaven.publish;

import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests: two registries, and one for the base of images, over real connections. */
abstract class TwoRegistries {
  static final String APP = "acme/app";
  static final List<String> LATEST = List.of("latest");

  @TempDir Path folder;

  final RecordingLog log = new RecordingLog();
  final InProcessRegistry base = InProcessRegistry.start();
  final InProcessRegistry one = InProcessRegistry.start();
  InProcessRegistry two = InProcessRegistry.start();
  TestImage old;
  TestImage image;

  @BeforeEach
  void images() throws IOException {
    old = image("old", 1, 20_000);
    image = image("image", 2, 20_000);
  }

  @AfterEach
  void stop() {
    base.close();
    one.close();
    two.close();
  }

  TestImage image(String name, int seed, int layerBytes) {
    try (HttpKit kit = new HttpKit(folder, log)) {
      return new TestImage(
          folder.resolve(name), seed, layerBytes, kit.store(base.repository("jre")));
    }
  }

  /** As every run: a new client, a new publication. */
  void publish(TestImage published, List<String> tags) throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(request(kit, published, tags));
    }
  }

  /** To both. */
  PublishRequest request(HttpKit kit, TestImage published, List<String> tags) {
    return kit.request(
        published.directory, tags, kit.store(one.repository(APP)), kit.store(two.repository(APP)));
  }

  /** To both, where the run can do without the second. */
  PublicationRecord publishWithTwoOptional(TestImage published, List<String> tags)
      throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      return kit.publication.publish(
          new PublishRequest(
              published.directory,
              List.of(
                  new Destination(kit.store(one.repository(APP)), false),
                  new Destination(kit.store(two.repository(APP)), true)),
              tags,
              kit.stores::open,
              null));
    }
  }
}
