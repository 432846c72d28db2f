package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part files of somebody who wants to have something else published, or read, or printed. */
class HostilePartTest extends SplitRuns {
  private void forge(int number, UnaryOperator<Part> change) throws IOException {
    Path path = paths().get(number);
    Part part = PartFile.read(path).part();
    Files.delete(path);
    PartFile.write(Objects.requireNonNull(path.getParent()), change.apply(part));
  }

  private static Part with(Part p, List<Platform> requested, List<String> repositories) {
    return new Part(
        p.image(),
        p.descriptor(),
        requested,
        repositories,
        p.tags(),
        p.origin(),
        p.layers(),
        p.index());
  }

  @Test
  void onePlatformDoesNotStandForAnother() throws IOException {
    pushBoth(one);
    forge(0, part -> with(part, Platform.parseList(platforms), part.repositories()));
    Files.delete(paths().get(1));
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PartsException.class)
        .hasMessageContainingAll("linux/amd64", "linux/arm64", "Nothing was named");
    assertThat(one.tags(APP)).isEmpty();
  }

  /** Whichever of them comes first in the index. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void oneManifestDoesNotStandForTwoPlatforms(int number) throws IOException {
    pushBoth(one);
    Part other = PartFile.read(paths().get(1 - number)).part();
    forge(
        number,
        part ->
            new Part(
                part.image(),
                other.descriptor().withPlatform(part.platform()),
                part.requested(),
                part.repositories(),
                part.tags(),
                part.origin(),
                other.layers(),
                part.index()));
    assertRefused("linux/amd64", "linux/arm64");
  }

  @Test
  void aRepositoryOfAnotherOwnerIsNotAsked() throws IOException {
    String stranger = "stranger/tool";
    for (String platform : PLATFORMS.split(",")) {
      String run = platform.replace('/', '-');
      Path directory = sample.build(run, PLATFORMS, platform);
      try (HttpKit kit = kit(run)) {
        List<ImageStore> stores = List.of(kit.store(one.repository(stranger)));
        bring(kit.publication.stageParts(request(kit, directory, stores), VERSION, null).files());
      }
    }
    one.forgetRequests();
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("Nothing was named");
    assertThat(one.requests().toString()).doesNotContain(stranger);
    assertThat(one.tags(APP)).isEmpty();
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("Nothing was named")
        .hasMessageContainingAll(words);
    assertThat(one.tags(APP)).isEmpty();
  }

  private static Part on(Part p, Platform platform) {
    return new Part(
        p.image(),
        p.descriptor().withPlatform(platform),
        p.requested(),
        p.repositories(),
        p.tags(),
        p.origin(),
        p.layers(),
        p.index());
  }

  /** The index would say what the config does not, and have another digest than that of one run. */
  @Test
  void aVersionOfAnOperatingSystemIsTheConfigs() throws IOException {
    pushBoth(one);
    forge(0, part -> on(part, new Platform("linux", "amd64", null, "10.0.17763")));
    assertRefused("linux/amd64", "10.0.17763");
  }

  @Test
  void aVariantIsTheConfigs() throws IOException {
    pushBoth(one);
    forge(0, part -> on(part, Platform.parse("linux/amd64/v4")));
    assertRefused("linux/amd64/v4");
  }

  @Test
  void theVersionThatTheImageSaysItIsOfIsTheReleases() throws IOException {
    sample.labels.put(OwnLabels.VERSION, "99.0.0");
    released = "1.2.3";
    pushBoth(one);
    assertRefused("1.2.3", "99.0.0");
  }

  @Test
  void anImageOfNoReleaseIsNoneWhenItIsJoined() throws IOException {
    released = "1.2.3";
    pushBoth(one);
    assertRefused("release '1.2.3'", "no release");
  }
}
