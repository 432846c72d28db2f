package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.store.ChildJvm;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A publication in a process of its own that is ended at some request, by SIGKILL or SIGTERM. No
 * tag may name an incomplete image then; after SIGTERM each tag names the same everywhere; and the
 * next run finishes the job.
 *
 * <p>{@code -Dimage.cuts=200} cuts more often, {@code -Dimage.cuts.seed=N} elsewhere.
 */
class CutTest {
  private static final List<String> TAGS = List.of("1.2.3", "latest");
  private static final String APP = "acme/app";

  /** So many requests a whole publication needs from here. */
  private static final int REQUESTS = 56;

  @TempDir Path folder;

  private InProcessRegistry base;
  private InProcessRegistry one;
  private InProcessRegistry two;
  private OciLayout layout;
  private int begun;
  private TestImage old;
  private TestImage image;
  private final AtomicReference<Process> child = new AtomicReference<>();

  @BeforeEach
  void start() throws IOException {
    base = InProcessRegistry.start();
    begin();
    try (HttpKit kit = new HttpKit(folder, new RecordingLog())) {
      var jre = kit.store(base.repository("jre"));
      old = new TestImage(folder.resolve("old"), 1, 20_000, jre);
      image = new TestImage(folder.resolve("image"), 2, 20_000, jre);
    }
  }

  @AfterEach
  void stop() {
    base.close();
    one.close();
    two.close();
  }

  /** Empty destinations. */
  private void begin() {
    if (one != null) {
      one.close();
      two.close();
    }
    one = InProcessRegistry.start();
    two = InProcessRegistry.start();
    layout = OciLayout.at(folder.resolve("layout-" + ++begun), "oci:layout");
  }

  private void publish(TestImage published, List<String> tags, RecordingLog log)
      throws IOException {
    try (HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(
              published.directory,
              tags,
              kit.store(one.repository(APP)),
              kit.store(two.repository(APP)),
              layout));
    }
  }

  @Test
  void cutAnywhere(TestReporter reporter) throws Exception {
    int cuts = Integer.getInteger("image.cuts", 6);
    long seed = Long.getLong("image.cuts.seed", System.nanoTime());
    reporter.publishEntry("image.cuts.seed", String.valueOf(seed));
    Random random = new Random(seed);
    for (int cut = 0; cut < cuts; cut++) {
      int at = 1 + random.nextInt(REQUESTS);
      boolean kill = cut % 2 == 0;
      begin();
      one.deletesTags(random.nextBoolean());
      two.deletesTags(random.nextBoolean());
      publish(old, List.of("latest"), new RecordingLog());
      cutAt(
          request -> true,
          at,
          kill,
          "-Dimage.cuts.seed=" + seed + ": cut " + cut + " at request " + at);
    }
  }

  @Test
  void cutWhileTagsMove() throws Exception {
    for (String tag : TAGS) {
      for (boolean kill : List.of(true, false)) {
        begin();
        publish(old, List.of("latest"), new RecordingLog());
        cutAt(RecordedRequest.manifestPut(tag), 1, kill, "cut at tag " + tag);
      }
    }
  }

  /** SIGTERM while one destination does not answer: what moved in the other goes back in time. */
  @Test
  void endedWhileATagHangs() throws Exception {
    one.deletesTags(true);
    two.deletesTags(true);
    publish(old, List.of("latest"), new RecordingLog());
    CountDownLatch never = new CountDownLatch(1);
    Predicate<RecordedRequest> tag = RecordedRequest.manifestPut("latest");
    two.faultOn(tag, 1, Fault.hold(never));
    one.faultOn(tag, 1, Fault.first(() -> end(false)));
    Process process = startChild();
    assertThat(process.waitFor()).isNotZero();
    two.clearFaults();
    assertThat(one.tags(APP)).isEqualTo(two.tags(APP));
    assertThat(one.tags(APP)).containsEntry("latest", old.digest()).doesNotContainKey("1.2.3");
    assertThat(said())
        .contains("interrupted: bringing all tags into one state")
        .contains("interrupted while the tags moved; the tags now:")
        .contains(
            one.repository(APP) + ": 1.2.3 withdrawn; latest put back, names " + old.digest());
    never.countDown();
  }

  private void cutAt(Predicate<RecordedRequest> which, int at, boolean kill, String what)
      throws Exception {
    AtomicInteger count = new AtomicInteger();
    for (InProcessRegistry registry : List.of(base, one, two)) {
      registry.faultOn(
          request -> which.test(request) && count.incrementAndGet() == at,
          1,
          Fault.first(() -> end(kill)));
    }
    Process process = startChild();
    int exit = process.waitFor();
    if (count.get() < at) {
      assertThat(exit).as(what + ", not reached\n" + said()).isZero();
    } else {
      assertThat(exit).as(what + "\n" + said()).isIn(kill ? 137 : 143, 0);
    }
    for (InProcessRegistry registry : List.of(base, one, two)) {
      registry.clearFaults();
      registry.awaitQuiet(); // a child that was killed did not wait for its answers
    }
    assertComplete(what);
    if (!kill) {
      assertOneState(what + ", exit " + exit + ", requests " + count);
    }
    boolean half = hasName() && !isDone();
    RecordingLog log = new RecordingLog();
    publish(image, TAGS, log);
    assertThat(isDone()).as(what).isTrue();
    assertComplete(what);
    if (half) {
      assertThat(log.lines)
          .as(what)
          .anyMatch(line -> line.startsWith("I " + image.digest() + " has a name in "));
    }
  }

  private Process startChild() throws IOException {
    Process process =
        ChildJvm.start(
            CutChild.class,
            folder.resolve("child.log"),
            folder.toString(),
            image.directory.toString(),
            String.join(",", TAGS),
            "oci:" + layout.directory(),
            one.repository(APP).toString(),
            two.repository(APP).toString());
    child.set(process);
    return process;
  }

  private void end(boolean kill) {
    Process process = child.get();
    if (kill) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("child.log"));
  }

  private boolean hasName() throws IOException {
    return one.tags(APP).containsValue(image.digest())
        || two.tags(APP).containsValue(image.digest())
        || named("1.2.3").equals(Optional.of(image.digest()))
        || named("latest").equals(Optional.of(image.digest()));
  }

  private boolean isDone() throws IOException {
    for (String tag : TAGS) {
      boolean everywhere =
          image.digest().equals(one.tags(APP).get(tag))
              && image.digest().equals(two.tags(APP).get(tag))
              && named(tag).equals(Optional.of(image.digest()));
      if (!everywhere) {
        return false;
      }
    }
    return true;
  }

  private Optional<Digest> named(String tag) throws IOException {
    return layout.resolve(tag).map(Descriptor::digest);
  }

  /** A new tag that a registry cannot drop is in all of them then. */
  private void assertOneState(String what) throws IOException {
    String said = said();
    assertThat(one.tags(APP).get("latest"))
        .as(what + "\n" + said)
        .isEqualTo(two.tags(APP).get("latest"))
        .isEqualTo(named("latest").orElseThrow());
    if (said.contains("interrupted: ") && isDone()) {
      assertThat(said).as(what).contains("interrupted, and all is published");
    }
    boolean version = one.tags(APP).containsKey("1.2.3");
    boolean same =
        version == two.tags(APP).containsKey("1.2.3") && version == named("1.2.3").isPresent();
    assertThat(same)
        .as("%s%n%s%n%s %s %s", what, said, one.tags(APP), two.tags(APP), named("1.2.3"))
        .isTrue();
  }

  private void assertComplete(String what) throws IOException {
    for (InProcessRegistry registry : List.of(one, two)) {
      for (Digest named : registry.tags(APP).values()) {
        assertComplete(
            digest -> registry.manifest(APP, digest.toString()).orElseThrow(),
            blob -> registry.blob(APP, blob.digest()).isPresent(),
            named,
            what);
      }
    }
    for (String tag : TAGS) {
      if (named(tag).isPresent()) {
        assertComplete(
            digest -> layout.manifest(digest.toString()).orElseThrow(),
            layout::hasBlob,
            named(tag).get(),
            what);
      }
    }
  }

  private interface Manifests {
    RawManifest get(Digest digest) throws IOException;
  }

  private interface Blobs {
    boolean has(Descriptor blob) throws IOException;
  }

  private static void assertComplete(Manifests manifests, Blobs blobs, Digest named, String what)
      throws IOException {
    for (Descriptor child : Index.parse(manifests.get(named)).manifests()) {
      for (Descriptor blob : Manifest.parse(manifests.get(child.digest())).blobs()) {
        assertThat(blobs.has(blob)).as(what).isTrue();
      }
    }
  }
}
