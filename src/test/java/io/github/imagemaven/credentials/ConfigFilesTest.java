package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path home;

  private List<String> files(Map<String, String> environment) {
    HelperPrograms programs = new HelperPrograms(environment, HelperPrograms.LIMIT);
    return ConfigFiles.of(environment, home, programs).stream()
        .flatMap(file -> file.find("ghcr.io").places().stream())
        .map(place -> place.replace(" (no such file)", ""))
        .toList();
  }

  @Test
  void everyVariableHasItsPlace() {
    assertThat(
            files(
                Map.of(
                    "REGISTRY_AUTH_FILE", "/nowhere/auth.json",
                    "XDG_RUNTIME_DIR", "/nowhere/run",
                    "XDG_CONFIG_HOME", "/nowhere/config",
                    "DOCKER_CONFIG", "/nowhere/docker")))
        .containsExactly(
            Path.of("/nowhere/auth.json").toString(),
            Path.of("/nowhere/run/containers/auth.json").toString(),
            Path.of("/nowhere/config/containers/auth.json").toString(),
            home.resolve(".config/containers/auth.json").toString(),
            Path.of("/nowhere/docker/config.json").toString(),
            home.resolve(".dockercfg").toString());
  }

  @Test
  void withoutVariablesTheHomeFolderIsSearched() {
    assertThat(
            files(
                Map.of(
                    "REGISTRY_AUTH_FILE", "",
                    "XDG_RUNTIME_DIR", "relative",
                    "XDG_CONFIG_HOME", "relative",
                    "DOCKER_CONFIG", "")))
        .filteredOn(place -> !place.startsWith("/run/containers/"))
        .containsExactly(
            home.resolve(".config/containers/auth.json").toString(),
            home.resolve(".docker/config.json").toString(),
            home.resolve(".dockercfg").toString());
  }

  /** As in a container of a GitHub workflow, where HOME is /github/home and the user is root. */
  @Test
  void theHomeOfTheEnvironmentGoesBeforeTheUsers(@TempDir Path other) {
    assertThat(files(Map.of("HOME", other.toString())))
        .filteredOn(place -> !place.startsWith("/run/containers/"))
        .containsExactly(
            other.resolve(".config/containers/auth.json").toString(),
            home.resolve(".config/containers/auth.json").toString(),
            other.resolve(".docker/config.json").toString(),
            home.resolve(".docker/config.json").toString(),
            other.resolve(".dockercfg").toString(),
            home.resolve(".dockercfg").toString());
    assertThat(files(Map.of("HOME", "relative"))).isEqualTo(files(Map.of("HOME", "")));
  }

  @Test
  void dockersFolderOfTheEnvironmentStandsForThoseOfBothHomes(@TempDir Path other) {
    assertThat(files(Map.of("HOME", other.toString(), "DOCKER_CONFIG", "/nowhere/docker")))
        .contains(Path.of("/nowhere/docker/config.json").toString())
        .noneMatch(place -> place.contains(".docker/"));
  }

  @Test
  void podmansFolderOfTheUserIsSearchedWithoutXdgRuntimeDir() throws IOException {
    if (!home.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return; // there is no podman of this kind
    }

    assertThat(files(Map.of()))
        .contains("/run/containers/" + Files.getAttribute(home, "unix:uid") + "/auth.json");
  }

  @Test
  void aFileWithTwoNamesIsReadOnce() {
    assertThat(files(Map.of("XDG_CONFIG_HOME", home.resolve(".config").toString())))
        .containsOnlyOnce(home.resolve(".config/containers/auth.json").toString());
  }

  @Test
  void aFolderThatDoesNotExistIsNoFailure() {
    assertThat(
            ConfigFiles.of(
                Map.of(),
                home.resolve("nobody"),
                new HelperPrograms(Map.of(), HelperPrograms.LIMIT)))
        .allSatisfy(file -> assertThat(file.find("ghcr.io").credential()).isNull());
  }
}
