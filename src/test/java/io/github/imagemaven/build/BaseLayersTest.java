package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.engine.Containerfile;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engine.Builder;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BaseLayersTest {
  @TempDir Path temp;

  /** As behind a firewall, where the engine has a mirror. */
  @Test
  @Timeout(30)
  void aRegistryThatIsSilentHoldsUpNobody() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch interrupted = new CountDownLatch(1);
    BaseImages images =
        new BaseImages(
            name -> {
              asked.incrementAndGet();
              try {
                Thread.sleep(Long.MAX_VALUE);
              } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
              }
              throw new EnvironmentException("interrupted", null);
            },
            new BaseCache(new ConcurrentHashMap<>()),
            new TestRequest.Lines());
    EnginePlan plan =
        new EnginePlan(
            new Engine(Engine.Kind.BUILDAH, temp.resolve("buildah"), "1.28", Builder.NONE),
            Containerfile.parse("FROM acme/jre:17\n"));
    TestRequest.Lines lines = new TestRequest.Lines();
    BaseLayers layers =
        BaseLayers.of(
            new TestEngine(temp.resolve("engine")).request(temp.resolve("out")),
            plan,
            images,
            Duration.ofMillis(200),
            lines);

    assertThat(layers.of(Platform.parse("linux/amd64"))).isEmpty();
    assertThat(layers.of(Platform.parse("linux/arm64"))).isEmpty();
    assertThat(asked).hasValue(1);
    assertThat(layers.store()).isNull();
    assertThat(lines.infos)
        .containsExactly(
            "The layers of acme/jre:17 are compressed anew: its registry gave no answer within"
                + " 0.2 s");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
