package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often a registry is asked that has to be asked for each tag: once to read what all of them
 * name, once just before the image goes, and once to put back what has come to be needed.
 */
class FewRequestsTest extends OrdinaryRegistry {
  private final RawManifest amd = Made.image(Made.config("app", "amd64"));
  private final RawManifest arm = Made.image(Made.config("app", "arm64"));
  private final RawManifest displaced = Made.index("displaced", amd, arm);

  @BeforeEach
  void seed() {
    registry.seedManifest(APP, "latest", now);
    for (RawManifest each : List.of(amd, arm, displaced)) {
      registry.seedManifest(APP, each.digest().toString(), each);
    }
  }

  /** With {@code latest}, and each of the others naming an index of its own. */
  private void tags(int count) {
    for (int i = 1; i < count; i++) {
      registry.seedManifest(APP, "1.0." + i, Made.index("release " + i, platform));
    }
  }

  private CleanupRequest after(RawManifest... images) {
    CleanupRequest request = request();
    return new CleanupRequest(
        repository,
        request.image(),
        request.published(),
        request.tags(),
        List.of(images).stream().map(RawManifest::digest).toList(),
        request.moving(),
        request.sweep(),
        request.minAge(),
        request.keep());
  }

  private Map<String, Long> requests() {
    return registry.requests().stream()
        .map(
            each ->
                each.method() + (each.path().contains("/tags/list") ? " list of tags" : " others"))
        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void oneDisplacedImageTakesThreeForEachTag(int tags) throws Exception {
    tags(tags);
    registry.forgetRequests();
    RepositoryCleanup result = cleanup().run(after(displaced));
    assertThat(result.failure()).isNull();
    assertThat(result.deleted()).hasSize(3);
    // Beside those for tags: what was published, its platform, what it displaced, two platforms.
    assertThat(requests())
        .containsEntry("GET others", tags + 5L)
        .containsEntry("HEAD others", 2L * tags + 1)
        .containsEntry("DELETE others", 3L);
  }

  @Test
  void anotherDisplacedImageTakesOneMoreForEachTag() throws Exception {
    tags(20);
    registry.forgetRequests();
    RepositoryCleanup result = cleanup().run(after(displaced, old));
    assertThat(result.deleted()).hasSize(4);
    // And one for the platform that stays, which the registry may have taken along.
    assertThat(requests()).containsEntry("HEAD others", 3L * 20 + 2);
  }

  @Test
  void whereAllThatWasDisplacedHasATagEachTagIsReadOnce() throws Exception {
    tags(20);
    registry.seedManifest(APP, "1.0", displaced);
    registry.forgetRequests();
    RepositoryCleanup result = cleanup().run(after(displaced));
    assertThat(result.kept()).hasSize(1);
    assertThat(requests()).containsEntry("HEAD others", 1L);
  }

  @Test
  void whereNothingOfItIsThereNoTagIsAskedFor() throws Exception {
    tags(20);
    registry.forgetRequests();
    RepositoryCleanup result = cleanup().run(after(Made.index("never here", platform)));
    assertThat(result.failure()).isNull();
    assertThat(requests()).doesNotContainKey("GET list of tags").containsEntry("HEAD others", 1L);
  }

  @Test
  void aRegistryThatDeletesNothingIsNotLookedAtAgain() throws Exception {
    tags(20);
    registry.faultOnAll(each -> each.method().equals("DELETE"), Fault.status(405));
    registry.forgetRequests();
    RepositoryCleanup result = cleanup().run(after(displaced, old));
    assertThat(requests()).containsEntry("HEAD others", 20L + 1);
    assertThat(result.kept())
        .extracting(RepositoryCleanup.Item::digest)
        .containsExactlyInAnyOrder(displaced.digest(), old.digest());
    assertThat(result.kept())
        .allMatch(each -> each.why().equals("this registry deletes nothing on request"));
  }
}
