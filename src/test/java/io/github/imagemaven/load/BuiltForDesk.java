package io.github.imagemaven.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.SampleBuild;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An application that is built on a base in a layout, and loaded. */
final class BuiltForDesk {
  final Path folder;
  final SampleBuild build;

  BuiltForDesk(Path folder, boolean healthcheck) throws IOException {
    this.folder = folder;
    this.build = new SampleBuild(folder, healthcheck);
    build.labels.put("io.github.imagemaven.name", "app");
  }

  /** Builds what says this; answers where it is. */
  Path built(String greeting, String platform) throws IOException {
    build.greeting = greeting;
    return build.build("checkout-" + greeting, "linux/amd64,linux/arm64,linux/arm/v7", platform);
  }

  static Descriptor manifest(Path built) throws IOException {
    return BuildRecord.read(built).manifests().get(0);
  }

  static Manifest parsed(Path built) throws IOException {
    return Manifest.parse(
        DeskImage.layout(built).manifest(manifest(built).digest().toString()).orElseThrow());
  }

  /** The layer of the base, which the layout of the build does not have. */
  Path baseLayer(Path built) throws IOException {
    List<Descriptor> absent = BuildRecord.read(built).absent();
    assertThat(absent).hasSize(1);
    return folder.resolve("base").resolve("blobs/sha256").resolve(absent.get(0).digest().hex());
  }

  Loaded load(Path built, String name, LoadChoice choice, Map<String, String> environment)
      throws IOException {
    BlobCache cache = new BlobCache(folder.resolve("cache"), Long.MAX_VALUE, Log.silent());
    Loaded loaded =
        Loading.into(choice, environment, Duration.ofSeconds(20), Log.silent())
            .load(built, name, BuiltForDesk::open, cache);
    assertThat(built.resolve("loading")).doesNotExist();
    return loaded;
  }

  static ImageStore open(String text) {
    return OciLayout.at(Path.of(text.substring("oci:".length())), text);
  }

  /** A program of this name that runs the script, in a folder that is to come first in PATH. */
  static Path script(Path folder, String name, String script) throws IOException {
    Path program = Files.createDirectories(folder).resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return folder;
  }
}
