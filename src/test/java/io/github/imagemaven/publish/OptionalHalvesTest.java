package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interruption leaves in destinations that the run can do without. */
class OptionalHalvesTest {
  private static final List<String> TAGS = List.of("1.2", "latest");

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private OciLayout base;
  private FaultyStore one;
  private FaultyStore two;
  private TestImage old;
  private TestImage image;
  private Publication publication;

  @BeforeEach
  void stores() throws IOException {
    base = layout("base");
    one = new FaultyStore("one.example/acme/app", layout("one"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    old = new TestImage(folder.resolve("old"), 2, 2000, base);
    image = new TestImage(folder.resolve("new"), 1, 2000, base);
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    publication =
        new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
    publication.publish(
        request(old, List.of("latest"), new Destination(one, false), new Destination(two, false)));
  }

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  private PublishRequest request(TestImage published, List<String> tags, Destination... where) {
    return new PublishRequest(published.directory, List.of(where), tags, name -> base, null);
  }

  private Optional<Digest> named(String store, String tag) throws IOException {
    return layout(store).resolve(tag).map(Descriptor::digest);
  }

  /** Does not answer until it is interrupted. */
  private void hang() throws IOException {
    hanging.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Publishes, and asks the run to end as soon as something hangs. */
  private Throwable interrupted(Duration patience, Destination... where) throws Exception {
    Thread asker =
        new Thread(
            () -> {
              try {
                hanging.await();
                Thread.sleep(100); // what does not hang arrives
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              publication.interrupt(patience);
            });
    asker.start();
    Throwable failure = catchThrowable(() -> publication.publish(request(image, TAGS, where)));
    asker.join();
    return failure;
  }

  @Test
  void aHalfGoesBackWhereAllElseIsPublished() throws Exception {
    two.fault =
        (number, call) -> {
          if (call.equals("tag latest") && hanging.getCount() > 0) {
            hang();
          }
        };
    Throwable failure =
        interrupted(Duration.ofSeconds(2), new Destination(one, false), new Destination(two, true));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted, and all is published");
    for (String tag : TAGS) {
      assertThat(named("one", tag)).contains(image.digest());
    }
    assertThat(named("two", "1.2")).isEmpty();
    assertThat(named("two", "latest")).contains(old.digest());
    assertThat(log.lines)
        .anyMatch(
            line ->
                line.startsWith("W the tags now:")
                    && line.contains("two.example/acme/app: 1.2 withdrawn"));
  }
}
