package io.github.imagemaven.build;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request whose parts a test changes before it builds. */
final class TestRequest {
  final Path directory;
  BaseReference from = new BaseReference.Scratch();
  List<Platform> platforms = Platform.parseList("linux/amd64,linux/arm64");
  @Nullable List<Platform> buildPlatforms;
  Format format = Format.AUTO;
  boolean dockerIndex;
  boolean fullLayout;
  Instant created = Instant.parse("2026-01-02T03:04:05.678Z");
  Instant modified = Instant.parse("2025-01-01T00:00:00Z");
  JavaApplication application;
  StandardLabels standard = StandardLabels.none();
  final Map<String, String> env = new LinkedHashMap<>();
  final Map<String, String> labels = new LinkedHashMap<>();
  final Map<String, String> annotations = new LinkedHashMap<>();
  List<String> ports = List.of();
  List<String> volumes = List.of();
  @Nullable String user;
  @Nullable String workdir;
  @Nullable List<String> entrypoint;
  @Nullable List<String> args;
  ContainerSettings.@Nullable Healthcheck healthcheck;
  @Nullable String stopSignal;
  final Lines log = new Lines();

  TestRequest(Path directory, JavaApplication application) {
    this.directory = directory;
    this.application = application;
  }

  BuildRequest get() {
    return new BuildRequest(
        "app",
        directory,
        from,
        platforms,
        buildPlatforms == null ? platforms : buildPlatforms,
        format,
        dockerIndex,
        fullLayout,
        created,
        modified,
        standard,
        new Description(labels, annotations),
        new ContainerSettings(
            env, ports, volumes, user, workdir, entrypoint, args, healthcheck, stopSignal),
        application);
  }

  BuiltImage build() throws IOException {
    return build(
        name -> {
          throw new AssertionError("no registry is needed, asked for " + name);
        });
  }

  BuiltImage build(Function<String, ImageStore> registries) throws IOException {
    BuildRequest request = get();
    BlobCache cache = new BlobCache(directory.resolveSibling("cache"), Long.MAX_VALUE, log);
    return new BuiltImage(
        request,
        new JavaApplicationBuilder(log, registries, new ConcurrentHashMap<>(), cache)
            .build(request));
  }

  /** Keeps what was said. */
  static final class Lines implements Log {
    final List<String> infos = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    @Override
    public void debug(String line) {}

    @Override
    public synchronized void info(String line) {
      infos.add(line);
    }

    @Override
    public synchronized void warn(String line) {
      warnings.add(line);
    }
  }
}
