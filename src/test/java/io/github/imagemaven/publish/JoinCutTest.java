package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The run that joins is ended at some request, by SIGKILL or SIGTERM, while one registry holds all
 * parts and the other is to get them from it. No tag may name an incomplete image then; after
 * SIGTERM each tag names the same in both (a new one that cannot be dropped stays in both); and
 * joining again finishes the job.
 *
 * <p>{@code -Dimage.cuts=200} cuts more often, {@code -Dimage.cuts.seed=N} elsewhere.
 */
class JoinCutTest extends SplitRuns {
  /** So many requests a whole join needs from here. */
  private static final int REQUESTS = 104;

  private final AtomicReference<Process> child = new AtomicReference<>();
  private final Map<String, Path> built = new LinkedHashMap<>();
  private Digest whole;

  @Test
  void cutAnywhere(TestReporter reporter) throws Exception {
    int cuts = Integer.getInteger("image.cuts", 4);
    long seed = Long.getLong("image.cuts.seed", System.nanoTime());
    reporter.publishEntry("image.cuts.seed", String.valueOf(seed));
    Random random = new Random(seed);
    build();
    for (int cut = 0; cut < cuts; cut++) {
      int at = 1 + random.nextInt(REQUESTS);
      cutAt(
          request -> true,
          at,
          cut % 2 == 0,
          random.nextBoolean(),
          "-Dimage.cuts.seed=" + seed + ": cut " + cut + " at request " + at);
    }
  }

  @Test
  void cutWhileTagsMove() throws Exception {
    build();
    for (boolean kill : List.of(true, false)) {
      cutAt(RecordedRequest.manifestPut("latest"), 1, kill, kill, "cut at latest, " + kill);
    }
  }

  private void build() throws IOException {
    for (String platform : PLATFORMS.split(",")) {
      built.put(platform, sample.build(platform.replace('/', '-'), PLATFORMS, platform));
    }
    whole = whole();
  }

  /** Registries in which nobody has joined anything, and one of them has all parts. */
  private void cutAt(
      Predicate<RecordedRequest> which, int at, boolean kill, boolean deletesTags, String what)
      throws Exception {
    try (InProcessRegistry first = InProcessRegistry.start();
        InProcessRegistry other = InProcessRegistry.start()) {
      first.deletesTags(deletesTags);
      other.deletesTags(deletesTags);
      for (Map.Entry<String, Path> each : built.entrySet()) {
        bring(pushAgain(each.getKey().replace('/', '-'), each.getValue(), first));
      }
      cutAt(first, other, which, at, kill, what);
      for (Path part : paths()) {
        Files.delete(part);
      }
    }
  }

  private void cutAt(
      InProcessRegistry first,
      InProcessRegistry other,
      Predicate<RecordedRequest> which,
      int at,
      boolean kill,
      String what)
      throws Exception {
    AtomicInteger count = new AtomicInteger();
    for (InProcessRegistry registry : List.of(first, other)) {
      registry.faultOn(
          request -> which.test(request) && count.incrementAndGet() == at,
          1,
          Fault.first(() -> end(kill)));
    }
    Process process =
        ChildJvm.start(
            JoinChild.class,
            folder.resolve("child.log"),
            folder.resolve("child" + what.hashCode()).toString(),
            parts().toString(),
            first.repository(APP).toString(),
            other.repository(APP).toString());
    child.set(process);
    int exit = process.waitFor();
    String said = what + "\n" + Files.readString(folder.resolve("child.log"));
    if (count.get() < at) {
      assertThat(exit).as("not reached: " + said).isZero();
    } else {
      assertThat(exit).as(said).isIn(kill ? 137 : 143, 0);
    }
    for (InProcessRegistry registry : List.of(first, other)) {
      registry.clearFaults();
      registry.awaitQuiet(); // a child that was killed did not wait for its answers
      assertComplete(registry, said);
    }
    if (!kill) {
      assertThat(first.tags(APP)).as(said).isEqualTo(other.tags(APP));
    }
    assertThat(join(first, other).digest()).as(said).isEqualTo(whole);
    assertThat(other.tags(APP)).containsEntry("1.2.3", whole).containsEntry("latest", whole);
    assertComplete(other, said);
  }

  private void end(boolean kill) {
    Process process = child.get();
    if (kill) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  private static void assertComplete(InProcessRegistry registry, String what) throws IOException {
    for (Digest named : registry.tags(APP).values()) {
      for (Descriptor platform :
          Index.parse(registry.manifest(APP, named.toString()).orElseThrow()).manifests()) {
        var manifest = registry.manifest(APP, platform.digest().toString()).orElseThrow();
        for (Descriptor blob : Manifest.parse(manifest).blobs()) {
          assertThat(registry.blobs(APP)).as(what).contains(blob.digest());
        }
      }
    }
  }
}
