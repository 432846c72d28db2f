package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.EngineOptions.Pull;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of a Containerfile's base are the registry's own, and stay where they are. */
class LeftBasesTest {
  @TempDir Path temp;
  private TestEngine engine;
  private RealRegistry registry;
  private RegistryClient client;
  private String image;
  private Path out;
  private final TestRequest.Lines lines = new TestRequest.Lines();

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp.resolve("engine"));
    engine.timestamp = Instant.parse("2026-01-02T03:04:05Z");
    out = temp.resolve("out");
    registry = RealRegistry.start(temp.resolve("registry"));
    client =
        RegistryClient.create(
            RegistryOptions.defaults(), new Credentials(List.of()), Log.silent(), Progress.none());
    image = registry.host() + "/lab/jre:17";
    engine.buildArgs.put("BASE", image);
    engine.write("index.html", "<p>hello\n");
    engine.write(
        "Containerfile",
        """
        ARG BASE
        FROM $BASE AS jre
        FROM scratch AS made
        COPY index.html /made
        FROM jre
        COPY --from=made /made /
        HEALTHCHECK CMD ["/bin/true"]
        """);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  /** Pushes a base whose layers say this; answers them by platform. */
  private List<Descriptor> push(String name, String said) throws IOException {
    TestBase base = new TestBase(temp.resolve(said));
    base.said = said;
    List<Descriptor> layers = new ArrayList<>();
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      Descriptor child = base.add(platform, config -> {});
      layers.addAll(
          Manifest.parse(base.layout.manifest(child.digest().toString()).orElseThrow()).layers());
    }
    base.finish();
    TestEngine.pushLayout(
        registry.host() + "/" + name + ":17", "nobody:nothing", temp.resolve(said));
    return layers;
  }

  private BuiltImage build(String folder) throws IOException {
    return build(folder, name -> name);
  }

  private BuiltImage build(String folder, UnaryOperator<String> place) throws IOException {
    BuildRequest request = engine.request(out.resolve(folder));
    Stores stores = new Stores(client, temp.resolve(folder), Log.silent());
    return new BuiltImage(
        request,
        engine
            .builder(lines)
            .leavingBases(name -> stores.open(place.apply(name)), new ConcurrentHashMap<>())
            .build(request, () -> {}));
  }

  private BuiltImage buildWhole(String folder) throws IOException {
    BuildRequest request = engine.request(out.resolve(folder));
    return new BuiltImage(request, engine.build(request));
  }

  @Test
  void theyAreNamedAsTheRegistryHasThem() throws IOException {
    List<Descriptor> layers = push("lab/jre", "old");
    BuiltImage left = build("left");
    final BuiltImage whole = buildWhole("whole");

    assertThat(left.record.baseStore()).isEqualTo(registry.host() + "/lab/jre");
    assertThat(left.record.absent()).hasSize(2);
    assertThat(whole.record.absent()).isEmpty();
    for (int i = 0; i < 2; i++) {
      Descriptor base = left.manifest(i).layers().get(0);
      assertThat(base.digest()).isEqualTo(layers.get(i).digest());
      assertThat(base.size()).isEqualTo(layers.get(i).size());
      assertThat(base.mediaType()).isEqualTo(MediaTypes.DOCKER_LAYER_GZIP);
      assertThat(left.layout.hasBlob(base)).isFalse();
      assertThat(left.last(i, "/made")).isEqualTo("<p>hello\n");
      assertThat(left.manifest(i).layers().get(1)).isEqualTo(whole.manifest(i).layers().get(1));
      assertThat(whole.manifest(i).layers().get(0).digest()).isNotEqualTo(base.digest());
      JsonNode config = left.config(i);
      assertThat(config).isEqualTo(whole.config(i));
      assertThat(config.path("config").path("Healthcheck").path("Test").path(0).asText())
          .isEqualTo("CMD");
    }
    assertThat(Files.exists(out.resolve("left/engine"))).isFalse();
  }

  /** Nothing is taken out of the engine's storage for an image that has not changed. */
  @Test
  void aSecondBuildIsTheSame() throws IOException {
    engine.pushShells(image);
    engine.platforms = "linux/amd64";
    engine.write("Containerfile", "ARG BASE\nFROM $BASE\nCOPY index.html /made\n");
    BuiltImage first = build("twice");
    BuiltImage second = build("twice");

    assertThat(first.record.absent()).hasSize(1);
    assertThat(second.record).isEqualTo(first.record);
    assertThat(Files.readString(out.resolve("twice/linux-amd64.log")))
        .contains("Using cache")
        .doesNotContain("Copying blob");
  }

  /** As after a tag has moved: what it names now is no part of what the engine stands on. */
  @Test
  void aBaseThatIsNotTheEngines() throws IOException {
    push("lab/jre", "old");
    push("lab/other", "new");
    engine.platforms = "linux/arm64";
    BuiltImage built = build("other", name -> name.replace("/jre", "/other"));

    assertThat(built.record.absent()).isEmpty();
    assertThat(built.layout.hasBlob(built.manifest(0).layers().get(0))).isTrue();
    assertThat(lines.infos).noneMatch(line -> line.contains("anew"));
  }

  @Test
  void aRegistryThatDoesNotAnswer() throws IOException {
    push("lab/jre", "old");
    engine.platforms = "linux/amd64";
    build("first");
    registry.close();
    engine.pull = Pull.MISSING;
    engine.write("index.html", "<p>good morning\n");
    BuiltImage second = build("second");

    assertThat(second.record.absent()).isEmpty();
    assertThat(second.record.baseStore()).isNull();
    assertThat(second.last(0, "/made")).isEqualTo("<p>good morning\n");
    assertThat(lines.infos)
        .anyMatch(line -> line.startsWith("The layers of " + image + " are compressed anew"));
  }

  @Test
  void aFullLayoutHasThemAll() throws IOException {
    push("lab/jre", "old");
    engine.pull = Pull.ALWAYS;
    engine.fullLayout = true;
    BuiltImage full = build("full");

    assertThat(full.record.absent()).isEmpty();
    assertThat(full.layout.hasBlob(full.manifest(0).layers().get(0))).isTrue();
  }

  /** Pushes a base on which this engine caches steps, and which it would compress otherwise. */
  private void pushShells() throws IOException {
    Path folder = temp.resolve("shells");
    engine.shells().write("Containerfile", "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n");
    engine.build(engine.request(folder));
    List<String> open = new ArrayList<>(List.of("skopeo", "copy", "--all", "--quiet"));
    open.addAll(List.of("--dest-decompress", "oci:" + folder.resolve("layout")));
    open.add("dir:" + folder.resolve("open"));
    TestEngine.run(new ProcessBuilder(open));
    List<String> push = new ArrayList<>(List.of("skopeo", "copy", "--all", "--quiet"));
    push.addAll(List.of("--dest-tls-verify=false", "--dest-creds=nobody:nothing"));
    push.addAll(List.of("--dest-compress-format", "gzip", "--dest-compress-level", "1"));
    push.addAll(List.of("dir:" + folder.resolve("open"), "docker://" + image));
    TestEngine.run(new ProcessBuilder(push));
    engine.platforms = "linux/amd64";
    engine.write("Containerfile", "ARG BASE\nFROM $BASE\nCOPY index.html /made\n");
  }

  /** What is left of an earlier build decides how long one takes, and not what comes of it. */
  @Test
  void whatWasBuiltBeforeDoesNotMatter() throws IOException {
    pushShells();
    engine.fullLayout = true;
    build("after");
    engine.fullLayout = false;
    BuiltImage after = build("after");
    BuiltImage alone = build("alone");

    assertThat(alone.record.absent()).hasSize(1);
    assertThat(after.record).isEqualTo(alone.record);
  }

  /** Such a path buildah takes for a layout and its tag. */
  @Test
  void aPathWithAColon() throws IOException {
    pushShells();
    BuiltImage first = build("a:b");
    BuiltImage second = build("a:b");

    assertThat(first.record.absent()).isEmpty();
    assertThat(second.record).isEqualTo(first.record);
    assertThat(Files.readString(out.resolve("a:b/linux-amd64.log")))
        .contains("Using cache")
        .doesNotContain("Copying blob");
  }

  @Test
  void aPathWithASpace() throws IOException {
    pushShells();
    assertThat(build("a b").record.absent()).hasSize(1);
  }
}
