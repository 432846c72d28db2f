package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BaseCacheTest {
  private final ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session =
      new ConcurrentHashMap<>();

  private static RawManifest fail() {
    throw new PlatformBuildException("there is no base", null);
  }

  /**
   * Takes what a second caller waits for out of the session while the first still reads. Two
   * modules may have loaded this plugin twice: then a class of ours is not a class of theirs.
   */
  @Test
  void aFailureIsHandedOnWithoutAClassOfOurs() throws Exception {
    BaseCache cache = new BaseCache(session);
    Map<String, Future<Map.Entry<String, byte[]>>> seen = new ConcurrentHashMap<>();
    assertThatThrownBy(
            () ->
                cache.get(
                    "key",
                    () -> {
                      seen.putAll(session);
                      return fail();
                    }))
        .isInstanceOf(PlatformBuildException.class);
    assertThat(session).as("a failure is not remembered").isEmpty();
    Map.Entry<String, byte[]> shared = seen.get("key").get();
    assertThat(shared.getKey()).contains("BUILD");
    assertThat(new String(shared.getValue(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("there is no base");
  }

  @Test
  void whoWaitsFailsWithTheSameCodeAndSentence() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<RawManifest> first =
          threads.submit(
              () ->
                  new BaseCache(session)
                      .get(
                          "key",
                          () -> {
                            reading.countDown();
                            await(waiting);
                            return fail();
                          }));
      reading.await();
      ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> second =
          new ConcurrentHashMap<>(session);
      waiting.countDown();
      assertThatThrownBy(() -> new BaseCache(second).get("key", BaseCacheTest::fail))
          .isInstanceOf(ImageException.class)
          .isNotInstanceOf(PlatformBuildException.class)
          .hasMessage("there is no base")
          .extracting(e -> ((ImageException) e).code())
          .isEqualTo(Code.BUILD);
      assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
    } finally {
      threads.shutdown();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
