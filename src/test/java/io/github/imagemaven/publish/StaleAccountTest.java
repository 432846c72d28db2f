package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a destination that has lost content between two stagings of a run. */
class StaleAccountTest {
  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  private Publication publication() {
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    return new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
  }

  @Test
  void whatHasGoneAndCannotBeSentIsNotSaidToBeThere() throws IOException {
    FaultyStore one = new FaultyStore("one.example/acme/app", layout("one"));
    TestImage image = new TestImage(folder.resolve("image"), 1, 2000, layout("base"));
    PublishRequest request =
        new PublishRequest(
            image.directory,
            List.of(new Destination(one, false)),
            List.of("latest"),
            name -> layout("base"),
            null);
    var memory = publication().stage(request).memory();
    Files.delete(layout("one").blobPath(image.blobs.get(0).digest()));
    Files.delete(layout("one").blobPath(image.digest()));
    one.breakAt("putBlob");
    Throwable failure = catchThrowable(() -> publication().stageAgain(request, memory));
    assertThat(failure).hasMessageNotContaining("everything is there");
  }

  /** An index.json of another tool, whose entry says more than its name. */
  @Test
  void aTagOfALayoutIsPutBackAsItWas() throws IOException {
    FaultyStore two = new FaultyStore("two.example/acme/app", layout("two"));
    TestImage old = new TestImage(folder.resolve("old"), 2, 2000, layout("base"));
    TestImage image = new TestImage(folder.resolve("image"), 1, 2000, layout("base"));
    OciLayout layout = layout("one");
    publication().publish(request(old, layout));
    Path index = folder.resolve("one/index.json");
    String before =
        Files.readString(index)
            .replaceFirst(
                "\"org.opencontainers.image.ref.name\"",
                "\"io.containerd.image.name\" : \"docker.io/acme/app:latest\",\n"
                    + "      \"org.opencontainers.image.ref.name\"");
    Files.writeString(index, before);
    two.breakAt("tag");
    Throwable failure = catchThrowable(() -> publication().publish(request(image, layout, two)));
    assertThat(failure).hasMessageContaining("latest put back");
    assertThat(Files.readString(index)).contains("io.containerd.image.name");
  }

  private PublishRequest request(TestImage image, ImageStore... stores) {
    return new PublishRequest(
        image.directory,
        Stream.of(stores).map(store -> new Destination(store, false)).toList(),
        List.of("latest"),
        name -> layout("base"),
        null);
  }
}
