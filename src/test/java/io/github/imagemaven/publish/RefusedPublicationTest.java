package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.ContainerSettings;
import io.github.imagemaven.build.Description;
import io.github.imagemaven.build.Format;
import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.JavaApplicationBuilder;
import io.github.imagemaven.build.StandardLabels;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.credentials.SettingsServers;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.MountedDisk;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one of several destinations refuses, or this machine does not give, ends the run: with its
 * code, naming host and repository, with no tag moved anywhere; and once that is mended, running
 * again finishes the job.
 */
class RefusedPublicationTest {
  private static final List<String> TAGS = List.of("1.2.3", "latest");
  private static final String APP = "acme/app";
  private static final int LAYER_BYTES = 2_000_000;

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private InProcessRegistry base;
  private InProcessRegistry one;
  private InProcessRegistry two;
  private OciLayout layout;
  private Path directory;
  private Digest digest;

  /**
   * One way for a registry to refuse.
   *
   * @param says what the message must have, besides host and repository
   */
  record Refusal(String name, Code code, Consumer<InProcessRegistry> breaks, List<String> says) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void start() {
    base = InProcessRegistry.start();
    one = InProcessRegistry.start();
    two = InProcessRegistry.start();
    layout = OciLayout.at(folder.resolve("registry/app"), "oci:registry/app");
    try (HttpKit kit = new HttpKit(folder, log)) {
      TestImage image =
          new TestImage(folder.resolve("image"), 1, LAYER_BYTES, kit.store(base.repository("jre")));
      directory = image.directory;
      digest = image.digest();
    }
  }

  @AfterEach
  void stop() {
    base.close();
    one.close();
    two.close();
  }

  /** As every run: a new client; with credentials for the second registry. */
  private void publish() throws IOException {
    Credentials credentials =
        Credentials.standard(
            List.of(new SettingsServers.Server(two.host(), "me", "secret", null)),
            Map.of(),
            folder);
    try (HttpKit kit = new HttpKit(folder, log, credentials)) {
      kit.publication.publish(
          kit.request(
              directory,
              TAGS,
              kit.store(one.repository(APP)),
              kit.store(two.repository(APP)),
              layout));
    }
  }

  private Throwable refused(Code code, String... says) throws IOException {
    Throwable failure = catchThrowable(this::publish);
    assertThat(failure)
        .isInstanceOf(ImageException.class)
        .hasFieldOrPropertyWithValue("code", code)
        .hasMessageContaining(two.host() + "/" + APP)
        .hasMessageContaining("othing was named. Run again");
    for (String words : says) {
      assertThat(failure).hasMessageContaining(words);
    }
    assertThat(failure.getMessage()).doesNotContain("secret");
    assertThat(one.tags(APP)).isEmpty();
    assertThat(two.tags(APP)).isEmpty();
    for (String tag : TAGS) {
      assertThat(layout.resolve(tag)).isEmpty();
    }
    return failure;
  }

  private void assertRunningAgainFinishes() throws IOException {
    publish();
    for (String tag : TAGS) {
      assertThat(one.tags(APP)).containsEntry(tag, digest);
      assertThat(two.tags(APP)).containsEntry(tag, digest);
      assertThat(layout.resolve(tag).map(Descriptor::digest)).contains(digest);
    }
  }

  private static Refusal upload(
      String name, Code code, int status, String error, String message, String... says) {
    return new Refusal(
        name,
        code,
        registry ->
            registry.faultOnAll(
                RecordedRequest.uploadStart(),
                Fault.answer(Answer.error(status, error, message, ""))),
        List.of(says));
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        upload(
            "repository name not valid",
            Code.PUBLICATION,
            400,
            "NAME_INVALID",
            "invalid repository name",
            "400 Bad Request (NAME_INVALID: invalid repository name)",
            "does not accept the name 'acme/app': change image.registries or image.name"),
        upload(
            "repository not known",
            Code.PUBLICATION,
            404,
            "NAME_UNKNOWN",
            "repository name not known to registry",
            "404 Not Found (NAME_UNKNOWN",
            "may have to be created there first"),
        upload(
            "repository denied",
            Code.CREDENTIALS,
            403,
            "DENIED",
            "requested access to the resource is denied",
            "403 Forbidden (DENIED",
            "user 'me'",
            "settings.xml (server",
            "Give the account the right to push there"),
        new Refusal(
            "no right to push, Basic",
            Code.CREDENTIALS,
            registry -> registry.basic("me", "secret").grants(right -> right.endsWith(":pull")),
            List.of("user 'me'", "right to push")),
        new Refusal(
            "no right to push, Bearer",
            Code.CREDENTIALS,
            registry -> registry.bearer("me", "secret").grants(right -> right.endsWith(":pull")),
            List.of("user 'me'", "401")),
        new Refusal(
            "wrong password, Basic",
            Code.CREDENTIALS,
            registry -> registry.basic("me", "another"),
            List.of("user 'me'", "settings.xml (server", "check that they are valid")),
        new Refusal(
            "wrong password, Bearer",
            Code.CREDENTIALS,
            registry -> registry.bearer("me", "another"),
            List.of("user 'me'", "incorrect username or password")),
        new Refusal(
            "blob too large",
            Code.PUBLICATION,
            registry -> registry.faultOnAll(RecordedRequest.blobPut(), Fault.status(413)),
            List.of("413", "raise the limit there")),
        new Refusal(
            "hangs up on everything",
            Code.PUBLICATION,
            registry -> registry.faultOnAll(request -> true, Fault.dropBefore()),
            List.of("failed after 3 attempts", "Try again later")),
        new Refusal(
            "out of order for long",
            Code.PUBLICATION,
            registry -> registry.faultOnAll(request -> true, Fault.status(503)),
            List.of("503", "failed after 3 attempts", "image.retry.attempts")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void registryThatRefuses(Refusal refusal) throws IOException {
    refusal.breaks().accept(two);
    refused(refusal.code(), refusal.says().toArray(new String[0]));
    assertThat(two.blobs(APP)).isEmpty();
    two.clearFaults().basic("me", "secret").grants(right -> true);
    assertRunningAgainFinishes();
  }

  @Test
  void registryThatIsNotThere() throws IOException {
    int port = two.port();
    two.close();
    refused(Code.PUBLICATION, "nothing accepts connections at 127.0.0.1:" + port);
    two = InProcessRegistry.start("127.0.0.1", port);
    assertRunningAgainFinishes();
  }

  /** The same goals again, with a build that writes no layer again that it believes is there. */
  @Test
  void damagedLayout() throws Exception {
    directory = folder.resolve("built");
    BuildRecord built = build();
    digest = built.requireIndex().digest();
    OciLayout own = OciLayout.at(directory.resolve("layout"), "oci:layout");
    Path blob = own.blobPath(onlyLayer(own, built));
    damage(blob);
    assertThat(build()).as("the memo says that it is there").isEqualTo(built);
    refused(
        Code.ENVIRONMENT,
        "layout damaged (a blob whose digest does not match)",
        blob + "",
        "the file has been deleted, and the next build writes it again");
    assertThat(build()).isEqualTo(built);
    assertRunningAgainFinishes();
    Files.delete(folder.resolve("war/WEB-INF/lib/library.jar")); // or JUnit warns of it
  }

  private static Digest onlyLayer(OciLayout layout, BuildRecord built) throws IOException {
    Digest child = built.manifests().get(0).digest();
    List<Descriptor> layers =
        Manifest.parse(layout.manifest(child.toString()).orElseThrow()).layers();
    assertThat(layers).hasSize(1);
    return layers.get(0).digest();
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
  }

  /** An application of one library, which has been on the disk for long. */
  private BuildRecord build() throws Exception {
    URI library = Test.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    JavaApplication application =
        new JavaApplication(
            JavaApplication.Packaging.WAR,
            Files.createDirectories(folder.resolve("war")),
            folder,
            List.of(),
            null,
            List.of(),
            List.of(),
            null,
            null,
            17);
    Path jar = Files.createDirectories(folder.resolve("war/WEB-INF/lib")).resolve("library.jar");
    if (!Files.exists(jar)) {
      Files.createSymbolicLink(jar, Path.of(library));
    }
    List<Platform> platforms = Platform.parseList("linux/amd64");
    BuildRequest request =
        new BuildRequest(
            "app",
            directory,
            new BaseReference.Scratch(),
            platforms,
            platforms,
            Format.AUTO,
            false,
            false,
            Instant.EPOCH,
            Instant.EPOCH,
            StandardLabels.none(),
            Description.NONE,
            ContainerSettings.none(),
            application);
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    return new JavaApplicationBuilder(
            log,
            name -> {
              throw new AssertionError("asked for " + name);
            },
            new ConcurrentHashMap<>(),
            cache)
        .build(request);
  }

  /** The base's layers have to be fetched, and the disk of the cache does not take them. */
  @Test
  void fullDisk() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    try (MountedDisk disk = MountedDisk.small(cache)) {
      refused(
          Code.ENVIRONMENT,
          "no space left on the disk of " + cache.toRealPath(),
          one.host() + "/" + APP + ": ");
    }
    assertRunningAgainFinishes();
  }
}
