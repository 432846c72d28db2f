package io.github.imagemaven.publish;

import static io.github.imagemaven.publish.Adversity.APP;
import static io.github.imagemaven.publish.Adversity.LATEST;
import static io.github.imagemaven.publish.Adversity.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publications to registries that fail at some requests, that are asked to end at another, and that
 * meet another run. Whatever happens: no tag names an incomplete image, what is reported of a tag
 * is so, {@code latest} stands nowhere without its version, what another run has moved stays, a run
 * that is asked to end leaves one state in time, no secret is told, and running again finishes.
 *
 * <p>{@code -Dimage.runs=200} runs more often, {@code -Dimage.runs.seed=N} elsewhere.
 */
class AdversityTest {
  /** Five seconds are promised; a machine that tests may be slow. */
  private static final Duration END = Duration.ofSeconds(10);

  private static final Pattern LINE = Pattern.compile("(?m)^  (\\S+): (.*)$");
  private static final Pattern NEXT_TAG = Pattern.compile("; (?=1\\.2\\.3 |latest |1\\.2 )");
  private static final Pattern DIGEST = Pattern.compile("names (sha256:[0-9a-f]{64})");

  @TempDir Path folder;

  private ImageStore jre;
  private TestImage old;
  private TestImage image;
  private TestImage theirs;
  private Adversity adversity;
  private OciLayout layout;
  private RecordingLog log;
  private String told;

  @Test
  void whateverHappens(TestReporter reporter) throws IOException {
    int runs = Integer.getInteger("image.runs", 5);
    long first = Long.getLong("image.runs.seed", System.nanoTime() & 0xffffffL);
    reporter.publishEntry("image.runs.seed", String.valueOf(first));
    jre = OciLayout.at(folder.resolve("jre"), "oci:jre");
    old = new TestImage(folder.resolve("old"), 1, 3000, jre);
    image = new TestImage(folder.resolve("image"), 2, 3000, jre);
    theirs = new TestImage(folder.resolve("theirs"), 3, 3000, jre);
    for (long seed = first; seed < first + runs; seed++) {
      try (Adversity one = new Adversity(seed, image, theirs)) {
        adversity = one;
        layout = OciLayout.at(folder.resolve("layout-" + seed), "oci:layout");
        log = new RecordingLog();
        run();
      }
    }
  }

  private void run() throws IOException {
    before();
    adversity.begin();
    ImageException failure = null;
    try {
      publish(log, true);
    } catch (ImageException e) {
      failure = e;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - adversity.ending.get());
    adversity.end();
    List<String> lines = log.lines.stream().filter(line -> !line.startsWith("D ")).toList();
    told =
        "%s%n%s%n%s%n%s"
            .formatted(
                String.join("\n", adversity.script), failure, String.join("\n", lines), state());
    assertThat(told + log.lines).doesNotContain(Adversity.SECRET);
    if (adversity.ending.get() != 0) {
      assertThat(took).as(told).isLessThan(END);
    }
    check(failure);
    again();
  }

  private void before() throws IOException {
    for (int i = 0; i < adversity.registries.size(); i++) {
      InProcessRegistry registry = adversity.registries.get(i);
      if (adversity.random.nextInt(2) == 0) {
        seed(registry, old);
        registry.seedManifest(APP, LATEST, old.index);
        adversity.script.add(adversity.name(i) + " has latest");
      }
      if (adversity.random.nextInt(8) == 0) {
        seed(registry, image);
        registry.seedManifest(APP, VERSION, image.index);
        adversity.script.add(adversity.name(i) + " has version");
      }
      seed(registry, theirs);
    }
  }

  private void seed(InProcessRegistry registry, TestImage some) throws IOException {
    for (Descriptor blob : some.blobs) {
      try (InputStream in = (some.layout().hasBlob(blob) ? some.layout() : jre).openBlob(blob)) {
        registry.seedBlob(APP, in.readAllBytes());
      }
    }
    for (RawManifest child : some.children) {
      registry.seedManifest(APP, child.digest().toString(), child);
    }
    registry.seedManifest(APP, some.digest().toString(), some.index);
  }

  private void publish(RecordingLog lines, boolean mayEnd) throws IOException {
    Credential me = new Credential.Basic("me", Adversity.SECRET);
    Credentials credentials =
        new Credentials(List.of(host -> new Credentials.Lookup(me, List.of("the test"))));
    try (HttpKit kit = new HttpKit(folder, lines, credentials)) {
      if (mayEnd) {
        adversity.interrupt(kit.publication);
      }
      List<Destination> destinations = new ArrayList<>();
      for (int i = 0; i < adversity.registries.size(); i++) {
        ImageStore store = kit.store(adversity.registries.get(i).repository(APP));
        destinations.add(new Destination(store, adversity.optional.get(i)));
      }
      if (adversity.hasLayout) {
        destinations.add(new Destination(layout, false));
      }
      kit.publication.publish(
          new PublishRequest(image.directory, destinations, adversity.tags, name -> jre, null));
    }
  }

  private List<String> stores() {
    List<String> stores = new ArrayList<>();
    for (int i = 0; i < adversity.registries.size(); i++) {
      stores.add(adversity.name(i));
    }
    if (adversity.hasLayout) {
      stores.add(layout.name());
    }
    return stores;
  }

  private boolean isOptional(String store) {
    int at = stores().indexOf(store);
    return at < adversity.optional.size() && adversity.optional.get(at);
  }

  /** What each tag names, by store and tag. */
  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (String tag : adversity.tags) {
      for (int i = 0; i < adversity.registries.size(); i++) {
        Digest named = adversity.registries.get(i).tags(APP).get(tag);
        state.put(adversity.name(i) + " " + tag, word(named));
      }
      if (adversity.hasLayout) {
        Digest named = layout.resolve(tag).map(Descriptor::digest).orElse(null);
        state.put(layout.name() + " " + tag, word(named));
      }
    }
    return state;
  }

  private String word(Digest digest) {
    for (var each : Map.of("NEW", image, "OLD", old, "THEIRS", theirs).entrySet()) {
      if (each.getValue().digest().equals(digest)) {
        return each.getKey();
      }
    }
    return digest == null ? "-" : digest.toString();
  }

  private void check(ImageException failure) throws IOException {
    Map<String, String> state = state();
    String report = failure == null ? String.join("\n", log.lines) : failure.getMessage();
    checkComplete();
    adversity.contested.forEach(tag -> assertThat(state).as(told).containsEntry(tag, "THEIRS"));
    for (Matcher line = LINE.matcher(report); line.find(); ) {
      for (String tag : NEXT_TAG.split(line.group(2))) {
        checkSaid(state, line.group(1), tag);
      }
    }
    for (String store : stores()) {
      if (state.get(store + " " + LATEST).equals("NEW") && !report.contains("may ")) {
        assertThat(state.get(store + " " + VERSION)).as(told).isIn("NEW", "THEIRS");
      }
      for (String tag : adversity.tags) {
        String now = state.get(store + " " + tag);
        if (failure == null && !isOptional(store)) {
          assertThat(now).as(told).isIn("NEW", "THEIRS");
        }
        boolean before = tag.equals(VERSION) && adversity.script.contains(store + " has version");
        boolean listed = failure != null && report.contains("the tags now:");
        if (listed && now.equals("NEW") && !before) {
          assertThat(report).as(told).contains("  " + store + ": ");
        }
      }
    }
    if (failure != null && adversity.ending.get() != 0) {
      adversity.tags.forEach(tag -> checkOneState(state, tag, failure));
    }
  }

  /** What is said that a tag may name is not wrong, whatever it names. */
  private void checkSaid(Map<String, String> state, String store, String said) {
    int blank = said.indexOf(' ');
    String now = blank < 0 ? null : state.get(store + " " + said.substring(0, blank));
    if (now == null || said.contains(" may ")) {
      return;
    }
    String words = said.substring(blank + 1);
    Matcher digest = DIGEST.matcher(words);
    String expected =
        words.contains("names the new image")
            ? "NEW"
            : words.equals("withdrawn") || words.contains("does not exist")
                ? "-"
                : digest.find() ? word(Digest.of(digest.group(1))) : now;
    assertThat(now).as("%s%n%s: %s", told, store, said).isIn(expected, "THEIRS");
  }

  private void checkOneState(Map<String, String> state, String tag, ImageException failure) {
    List<String> required =
        stores().stream()
            .filter(store -> !isOptional(store))
            .filter(
                store ->
                    !(tag.equals(VERSION) && adversity.script.contains(store + " has version")))
            .map(store -> state.get(store + " " + tag))
            .filter(now -> !now.equals("THEIRS"))
            .toList();
    boolean one = !required.contains("NEW") || required.stream().allMatch("NEW"::equals);
    assertThat(one || failure.getMessage().contains(tag + " may ")).as(told).isTrue();
  }

  private void checkComplete() {
    for (InProcessRegistry registry : adversity.registries) {
      if (adversity.hasLostUnseen(registry)) {
        continue;
      }
      for (Digest named : registry.tags(APP).values()) {
        RawManifest index = registry.manifest(APP, named.toString()).orElseThrow();
        for (Descriptor child : Index.parse(index).manifests()) {
          var manifest = registry.manifest(APP, child.digest().toString());
          assertThat(manifest).as(told).isPresent();
          for (Descriptor blob : Manifest.parse(manifest.get()).blobs()) {
            assertThat(registry.blobs(APP)).as(told).contains(blob.digest());
          }
        }
      }
    }
  }

  /** Not where another run has released the version. */
  private void again() throws IOException {
    for (String store : stores()) {
      if (state().get(store + " " + VERSION).equals("THEIRS")) {
        return;
      }
    }
    try {
      publish(new RecordingLog(), false);
    } catch (ImageException e) {
      throw new AssertionError(told + "\nagain: " + e.getMessage(), e);
    }
    assertThat(state().values()).as(told).containsOnly("NEW");
  }
}
