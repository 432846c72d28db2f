package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.credentials.Credential.Basic;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real engine of this machine with a storage of its own, and a module that has a Containerfile.
 */
public final class TestEngine {
  /** What the engine is looked for in and started with. */
  public final Map<String, String> environment = new HashMap<>();

  /** The module. */
  public final Path module;

  private final Path folder;
  final Map<String, String> buildArgs = new HashMap<>();
  Engine.Kind kind = Engine.Kind.BUILDAH;
  @Nullable String target;
  @Nullable Instant timestamp;
  EngineOptions.Pull pull = EngineOptions.Pull.USUAL;
  EngineOptions.Network network = EngineOptions.Network.DEFAULT;
  List<String> ulimits = List.of();
  BuildCache cache = BuildCache.NONE;
  @Nullable Duration limit;
  boolean fullLayout;
  String platforms = "linux/amd64,linux/arm64";
  final Map<String, EngineOptions.Secret> secrets = new HashMap<>();
  @Nullable Path context;
  private int storages;

  /** The host that wants ann's password. */
  @Nullable String credential;

  /** Skips the test where there is no buildah, unless peers are required. */
  public TestEngine(Path folder) throws IOException {
    Peers.require("buildah");
    this.folder = folder;
    this.module = Files.createDirectories(folder.resolve("module"));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("TMPDIR", System.getProperty("java.io.tmpdir"));
    environment.put("CONTAINERS_STORAGE_CONF", storage("storage").toString());
    // A container within the containers that tests run in gets by with a change of root.
    environment.put("BUILDAH_ISOLATION", "chroot");
  }

  /** Writes a file of the module. */
  public TestEngine write(String name, String text) throws IOException {
    Path file = module.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** What the module's image is made of. */
  public ContainerfileSource source() {
    return new ContainerfileSource(
        module,
        module.resolve("target/image"),
        module.resolve("Containerfile"),
        context == null ? module : context,
        target,
        buildArgs,
        List.of(kind),
        new EngineOptions(timestamp, pull, network, ulimits, secrets, cache, limit));
  }

  /** A request for it, for amd64 and arm64. */
  public BuildRequest request(Path directory) {
    return request(directory, Format.AUTO);
  }

  BuildRequest request(Path directory, Format format) {
    List<Platform> platforms = Platform.parseList(this.platforms);
    return new BuildRequest(
        "app",
        directory,
        new BaseReference.OfContainerfile("Containerfile"),
        platforms,
        platforms,
        format,
        false,
        fullLayout,
        Instant.parse("2026-01-02T03:04:05Z"),
        Instant.EPOCH,
        StandardLabels.none(),
        new Description(Map.of(OwnLabels.NAME, "app"), Map.of()),
        ContainerSettings.none(),
        source());
  }

  /** Builds it, without credentials; registries are loopback. */
  public BuildRecord build(BuildRequest request) throws IOException {
    return builder(new TestRequest.Lines()).build(request, () -> {});
  }

  ContainerfileBuilder builder(TestRequest.Lines log) {
    return new ContainerfileBuilder(
        log,
        new Engines(environment),
        host -> host.equals(credential) ? new Basic("ann", "s3cret") : null,
        host -> true);
  }

  /** What the engine prints. */
  public String ask(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("buildah"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return run(builder);
  }

  /**
   * Puts a shell and {@code sleep} of both platforms into the module, as {@code amd64/} and {@code
   * arm64/}, out of the lab's base image.
   */
  TestEngine shells() throws IOException {
    Path base = Path.of(String.valueOf(System.getenv("LAB_CACHE")), "base");
    if (!Files.exists(base.resolve("index.json"))) {
      Peers.missing("the lab's base image, LAB_CACHE/base by src/lab/base-image,");
    }
    JsonNode index = blob(base, blobOf(base.resolve("index.json"), "manifests"));
    for (JsonNode entry : index.path("manifests")) {
      String arch = entry.path("platform").path("architecture").asText();
      JsonNode manifest = blob(base, entry.path("digest").asText());
      String layer = manifest.path("layers").path(0).path("digest").asText();
      List<String> command = new ArrayList<>(List.of("tar", "--occurrence=1", "-xzf"));
      command.add(path(base, layer).toString());
      command.addAll(List.of("-C", Files.createDirectories(module.resolve(arch)).toString()));
      command.addAll(List.of("bin/dash", "bin/sh", "bin/sleep"));
      String gnu = arch.equals("amd64") ? "x86_64" : "aarch64";
      command.add("lib/" + gnu + "-linux-gnu/libc.so.6");
      if (arch.equals("amd64")) {
        command.addAll(
            List.of("lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2"));
      } else {
        command.addAll(
            List.of("lib/aarch64-linux-gnu/ld-linux-aarch64.so.1", "lib/ld-linux-aarch64.so.1"));
      }
      run(new ProcessBuilder(command).redirectErrorStream(true));
    }
    return this;
  }

  /**
   * Pushes an image with nothing but these, of both platforms, without credentials and without TLS.
   *
   * @param image a reference
   */
  public void pushShells(String image) throws IOException {
    Path directory = folder.resolve("shells");
    shells().write("Containerfile", "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n");
    build(request(directory));
    pushLayout(image, "nobody:nothing", directory.resolve("layout"));
  }

  /** Pushes what is in a layout, without TLS. */
  static void pushLayout(String image, String credentials, Path layout) throws IOException {
    run(
        new ProcessBuilder(
            "skopeo",
            "copy",
            "--all",
            "--quiet",
            "--dest-tls-verify=false",
            "--dest-creds=" + credentials,
            "oci:" + layout,
            "docker://" + image));
  }

  /** Takes everything from the engine, as on another machine. */
  public void emptyStorage() throws IOException {
    storages++;
    environment.put("CONTAINERS_STORAGE_CONF", storage("storage" + storages).toString());
  }

  private Path storage(String name) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".conf"),
        "[storage]\ndriver = \"vfs\"\ngraphroot = \"%s\"\nrunroot = \"%s\"\n"
            .formatted(folder.resolve(name), folder.resolve(name + "-run")));
  }

  private static String blobOf(Path file, String list) throws IOException {
    JsonNode root = Json.parse(Files.readAllBytes(file), file.toString());
    return root.path(list).path(0).path("digest").asText();
  }

  private static JsonNode blob(Path layout, String digest) throws IOException {
    return Json.parse(Files.readAllBytes(path(layout, digest)), digest);
  }

  private static Path path(Path layout, String digest) {
    return layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
  }

  static String run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      assertThat(process.waitFor()).as(builder.command() + " printed " + output).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }

  /** A program that runs below this JVM with the word among its arguments. */
  static Optional<ProcessHandle> running(String word) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(word))
        .findFirst();
  }

  /** Where everything of it is. */
  public Path folder() {
    return folder;
  }
}
