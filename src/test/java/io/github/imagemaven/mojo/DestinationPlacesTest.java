package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.store.MountedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Destinations that are one place, and directories that cannot be written. */
class DestinationPlacesTest {
  @TempDir Path module;

  @BeforeEach
  void aModule() throws IOException {
    module = module.toRealPath();
    Files.createDirectories(module.resolve("real/below"));
    Files.createSymbolicLink(module.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(module.resolve("nowhere"), Path.of("gone"));
    Files.writeString(module.resolve("file"), "content");
  }

  private static List<DestinationName> named(String registries, String optional) {
    Properties project = new Properties();
    project.setProperty("image.registries", registries);
    project.setProperty("image.optionalRegistries", optional);
    Map<String, String> defaults =
        Map.of("registries", "", "optionalRegistries", "", "name", "app");
    return DestinationName.of(new Settings(defaults, Map.of(), new Properties(), project));
  }

  private void checkDistinct(String registries, String optional) {
    DestinationPlaces.checkDistinct(named(registries, optional), module);
  }

  private void checkWritable(String registries) {
    DestinationPlaces.checkWritable(named(registries, ""), module);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme, ghcr.io/acme",
    "docker.io/acme, acme",
    "docker.io/acme, index.docker.io/acme/",
    "ghcr.io/acme, GHCR.io/Acme",
    "ghcr.io/acme, ghcr.io:443/acme",
    "docker.io, docker.io/library",
    "oci:r, oci:r",
    "oci:r, oci:./x/../r/",
    "oci:real/below, oci:link/below",
    "oci:real/new, oci:link/new",
    "oci:r, oci:MODULE/r",
  })
  void onePlaceTwice(String first, String second) {
    String other = second.replace("MODULE", module.toString());
    for (Runnable check :
        List.<Runnable>of(
            () -> checkDistinct(first + "," + other, ""), () -> checkDistinct(first, other))) {
      assertThatThrownBy(check::run)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll(
              named(other, "").get(0).text(), "stands twice in image.registries", "remove one");
    }
  }

  @Test
  void theOtherSpellingIsNamedToo() {
    assertThatThrownBy(() -> checkDistinct("oci:real", "oci:link"))
        .hasMessageContaining("oci:link/app, which is oci:real/app, stands twice");
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme, ghcr.io/acme/team",
    "localhost:5000/acme, localhost:5001/acme",
    "docker.io/acme, ghcr.io/acme",
    "oci:r, oci:r/app",
    "oci:real, oci:r",
    "oci:nowhere, oci:gone",
  })
  void twoPlaces(String first, String second) {
    assertThatCode(() -> checkDistinct(first + "," + second, "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "oci:file, file is a file",
    "oci:file/below, file is a file",
    "oci:real/../file, file is a file",
    "oci:nowhere, nowhere is a link to nothing",
  })
  void whatIsNoFolder(String registry, String wrong) {
    assertThatThrownBy(() -> checkWritable("ghcr.io/acme," + registry))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            named(registry, "").get(0).text(),
            module.resolve(wrong.replaceFirst(" .*", "")).toString(),
            wrong,
            "name another in image.registries");
  }

  @Test
  void theImagesOwnFolderMayBeAFileAsWell() throws IOException {
    Files.writeString(module.resolve("real/app"), "content");
    assertThatThrownBy(() -> checkWritable("oci:real"))
        .hasMessageContaining(module.resolve("real/app") + " is a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:real", "oci:link", "oci:real/below/.."})
  void theLayoutThatTheBuildWrites(String registry) {
    Path layout = module.resolve("real/app");
    assertThatThrownBy(() -> DestinationPlaces.checkNotBuilt(named(registry, ""), module, layout))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(layout.toString());
    assertThatCode(
            () -> DestinationPlaces.checkNotBuilt(named("oci:real/below", ""), module, layout))
        .doesNotThrowAnyException();
  }

  @Test
  void eachIsNamed() {
    assertThatThrownBy(() -> checkWritable("oci:file,oci:nowhere"))
        .hasMessageContainingAll("2 problems", "oci:file/app", "oci:nowhere/app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:new", "oci:new/deep", "oci:real", "oci:link", "ghcr.io/acme"})
  void whatCanBeMade(String registry) throws IOException {
    assertThatCode(() -> checkWritable(registry)).doesNotThrowAnyException();
    try (Stream<Path> files = Files.list(module)) {
      assertThat(files).as("nothing is made").hasSize(4);
    }
  }

  @Test
  void aFolderOfSomebodyElse() throws IOException {
    Path closed = Files.createDirectory(module.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    if (!Files.isWritable(closed)) {
      refused(closed);
      return;
    }
    try (MountedDisk disk = MountedDisk.readOnly(closed)) { // permissions stop no root
      refused(closed);
    }
  }

  private void refused(Path closed) {
    assertThatThrownBy(() -> checkWritable("oci:closed/registry"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(closed + " is a folder that this user may not write to");
  }
}
