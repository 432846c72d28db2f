package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.store.BlobCache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds images of a small application for tests of other rooms, as runs on several machines would:
 * each has a checkout of its own and all have the same base, which has three platforms, and a
 * health check on one of them if it is to.
 */
public final class SampleBuild {
  /** The commit of every build. */
  public static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

  private final Path folder;
  private final TestBase base;

  /** Whether the index is a Docker list. */
  public boolean dockerIndex;

  /** Annotations of the index. */
  public Map<String, String> annotations = Map.of();

  /** More labels of the configs. */
  public final Map<String, String> labels = new HashMap<>();

  /** What a resource says; {@code {run}} is the name of the run. */
  public String greeting = "hello";

  /** The commit; null where nobody knows. */
  public @Nullable String revision = REVISION;

  /** Starts with a base for linux/amd64, linux/arm64 and linux/arm/v7. */
  public SampleBuild(Path folder, boolean healthcheck) throws IOException {
    this.folder = folder;
    this.base = new TestBase(folder.resolve("base"));
    base.docker = healthcheck;
    base.add("linux/amd64", config -> {});
    base.add("linux/arm64", config -> config.put("variant", "v8"));
    base.add(
        "linux/arm/v7",
        config -> {
          if (healthcheck) {
            var check = (ObjectNode) config.path("config");
            check.putObject("Healthcheck").putArray("Test").add("CMD").add("true");
          }
        });
    base.finish();
  }

  /** Moves the base's tag to another image. */
  public void moveBase() throws IOException {
    Descriptor other =
        base.addManifest(
            TestBase.config(Platform.parse("linux/s390x"), config -> config.put("moved", true)));
    base.children.add(other.withPlatform(Platform.parse("linux/s390x")));
    base.finish();
  }

  /** What the base's tag names. */
  public Digest baseDigest() throws IOException {
    return base.layout.resolve(TestBase.TAG).orElseThrow().digest();
  }

  /**
   * Builds some platforms.
   *
   * @param run a name; the image is in the folder that is returned
   * @param platforms what the image has
   * @param built what this run builds of it
   */
  public Path build(String run, String platforms, String built) throws IOException {
    TestApplication application = TestApplication.usual(folder.resolve(run + "/checkout"));
    application.write("target/classes/greeting.txt", greeting.replace("{run}", run));
    TestRequest request =
        new TestRequest(folder.resolve(run + "/checkout/target/image"), application.get());
    request.from = base.reference();
    request.platforms = Platform.parseList(platforms);
    request.buildPlatforms = Platform.parseList(built);
    request.dockerIndex = dockerIndex;
    request.annotations.putAll(annotations);
    request.labels.putAll(labels);
    if (revision != null) {
      request.labels.put(OwnLabels.REVISION, revision);
    }
    request.standard =
        new StandardLabels(
            "App",
            null,
            null,
            null,
            "1.2.3",
            revision,
            null,
            Instant.parse("2026-01-02T03:04:05Z"));
    BlobCache cache = new BlobCache(folder.resolve(run + "/cache"), Long.MAX_VALUE, request.log);
    new JavaApplicationBuilder(
            request.log,
            name -> {
              throw new AssertionError("no registry is needed, asked for " + name);
            },
            new ConcurrentHashMap<>(),
            cache)
        .build(request.get());
    return request.directory;
  }
}
