package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A registry that offers nothing beside the distribution-spec. */
class DistributionHoldingsTest extends OrdinaryRegistry {
  private DistributionHoldings holdings() {
    return new DistributionHoldings(repository);
  }

  private static Predicate<RecordedRequest> to(String method, String end) {
    return request -> request.method().equals(method) && request.path().endsWith(end);
  }

  @Test
  void tagsOfOneManifestAreOneEntryWithoutTime() {
    registry.seedManifest(APP, "latest", now);
    registry.seedManifest(APP, "1.2.3", now);
    registry.seedManifest(APP, "old", old);
    Listing listing = holdings().list();
    assertThat(listing.entries())
        .containsOnly(
            Map.entry(now.digest(), new Entry(now.digest(), Set.of("latest", "1.2.3"), null)),
            Map.entry(old.digest(), new Entry(old.digest(), Set.of("old"), null)));
    assertThat(listing.isWhole()).isFalse();
    assertThat(listing.asOf()).isNull();
  }

  @Test
  void aTagThatGoesWhileItIsListedIsNotMissed() {
    registry.seedManifest(APP, "latest", now);
    registry.seedManifest(APP, "brief", old);
    registry.faultOn(
        to("HEAD", "/brief"), 1, Fault.first(() -> registry.loseManifest(APP, old.digest())));
    assertThat(holdings().list().entries()).containsOnlyKeys(now.digest());
  }

  @Test
  void aTagThatIsListedAndNotThereStopsEverything() {
    registry.seedManifest(APP, "latest", now);
    registry.faultOnAll(to("HEAD", "/latest"), Fault.status(404));
    assertThatThrownBy(() -> holdings().list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("lists the tag 'latest' and has nothing under it");
  }

  @Test
  void whatIsDeletedTakesItsTagsAlongAndComesBackWithoutThem() throws Exception {
    registry.seedManifest(APP, "old", old);
    assertThat(holdings().delete(new Entry(old.digest(), Set.of("old"), null), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);
    assertThat(registry.tags(APP)).isEmpty();
    assertThat(registry.manifest(APP, old.digest().toString())).isEmpty();
    holdings().restore(old, Set.of());
    assertThat(registry.manifest(APP, old.digest().toString())).isPresent();
  }

  /** As Artifactory answers for what a virtual repository does not have. */
  @Test
  void aTagThatMayNotBeLookedAtComesBackWhereNoListHasIt() throws Exception {
    registry.faultOnAll(to("HEAD", "/sha256-0.sig"), Fault.status(403));
    holdings().restore(old, Set.of("sha256-0.sig"));
    assertThat(registry.tags(APP)).containsEntry("sha256-0.sig", old.digest());
  }

  @Test
  void aTagThatMayNotBeLookedAtIsTheirsWhereTheListHasIt() throws Exception {
    registry.seedManifest(APP, "sha256-0.sig", now);
    registry.faultOnAll(to("HEAD", "/sha256-0.sig"), Fault.status(403));
    holdings().restore(old, Set.of("sha256-0.sig"));
    assertThat(registry.tags(APP)).containsEntry("sha256-0.sig", now.digest());
  }

  @Test
  void whereOnlyTheUntaggedMayGoTheTagGoesFirst() throws Exception {
    registry.deletesTags(true);
    registry.seedManifest(APP, "old", old);
    registry.faultOn(
        to("DELETE", old.digest().toString()), 1, Fault.status(400)); // as Google's does
    Looking asker = Looking.unopposed();
    assertThat(holdings().delete(new Entry(old.digest(), Set.of("old"), null), asker))
        .isEqualTo(Deletion.DONE);
    assertThat(asker.untagged).containsExactly("old");
    assertThat(asker.asked).as("nobody knows how long the tag took").isEqualTo(1);
    assertThat(registry.requests(request -> request.method().equals("DELETE"))).hasSize(3);
  }

  @Test
  void aRegistryThatDeletesNothingSaysSo() throws Exception {
    registry.faultOnAll(to("DELETE", old.digest().toString()), Fault.status(405));
    assertThat(holdings().delete(Entry.unlisted(old.digest()), Looking.unopposed()).outcome())
        .isEqualTo(Deletion.Outcome.UNSUPPORTED);
  }

  @Test
  void theCleanUpOfAnOrdinaryRegistryNeedsNoMore() throws Exception {
    registry.seedManifest(APP, "latest", now);
    Cleanup cleanup = cleanup();
    RepositoryCleanup plan = cleanup.plan(request());
    assertThat(registry.requests(each -> each.method().equals("DELETE"))).isEmpty();
    RepositoryCleanup result = cleanup.run(request());
    assertThat(result.deleted())
        .extracting(RepositoryCleanup.Item::digest)
        .containsExactly(old.digest());
    assertThat(result).isEqualTo(plan);
    assertThat(result.repository()).isEqualTo(registry.repository(APP).toString());
    assertThat(registry.manifest(APP, platform.digest().toString())).isPresent();
  }

  @Test
  void whereNothingIsDeletedTheSettingForEnterpriseIsNamedIfTheHostLooksLikeIt() {
    assertThat(DistributionHoldings.unsupported("containers.ghe.example.com"))
        .endsWith(
            "-Dimage.cleanup.github=containers.ghe.example.com=https://ghe.example.com/api/v3");
    assertThat(DistributionHoldings.unsupported("registry.example.com"))
        .isEqualTo("this registry deletes nothing on request");
  }
}
