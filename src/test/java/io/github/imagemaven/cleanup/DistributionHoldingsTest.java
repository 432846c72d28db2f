package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that offers nothing beside the distribution-spec. */
class DistributionHoldingsTest {
  private static final String APP = "acme/app";

  private final RawManifest platform = Made.image(Made.config("app", "one"));
  private final RawManifest old = Made.index("old", platform);
  private final RawManifest now = Made.index("now", platform);
  private InProcessRegistry registry;
  private RegistryClient client;
  private Repository repository;

  @BeforeEach
  void start() {
    registry = InProcessRegistry.start();
    client =
        RegistryClient.create(
            new RegistryOptions(1, Duration.ofMillis(1), Set.of(), List.of(), "test/1"),
            new Credentials(List.of()),
            Log.silent(),
            Progress.none());
    repository = client.destination(registry.repository(APP));
    for (RawManifest each : List.of(platform, old, now)) {
      registry.seedManifest(APP, each.digest().toString(), each);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

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
  void whatIsDeletedTakesItsTagsAlongAndComesBackWithoutThem() {
    registry.seedManifest(APP, "old", old);
    assertThat(holdings().delete(new Entry(old.digest(), Set.of("old"), null)))
        .isEqualTo(Deletion.DONE);
    assertThat(registry.tags(APP)).isEmpty();
    assertThat(registry.manifest(APP, old.digest().toString())).isEmpty();
    holdings().restore(old);
    assertThat(registry.manifest(APP, old.digest().toString())).isPresent();
  }

  @Test
  void whereOnlyTheUntaggedMayGoTheTagGoesFirst() {
    registry.deletesTags(true);
    registry.seedManifest(APP, "old", old);
    registry.faultOn(
        to("DELETE", old.digest().toString()), 1, Fault.status(400)); // as Google's does
    assertThat(holdings().delete(new Entry(old.digest(), Set.of("old"), null)))
        .isEqualTo(Deletion.DONE);
    assertThat(registry.requests(request -> request.method().equals("DELETE"))).hasSize(3);
  }

  @Test
  void aRegistryThatDeletesNothingSaysSo() {
    registry.faultOnAll(to("DELETE", old.digest().toString()), Fault.status(405));
    assertThat(holdings().delete(Entry.unlisted(old.digest())).outcome())
        .isEqualTo(Deletion.Outcome.UNSUPPORTED);
  }

  @Test
  void theCleanUpOfAnOrdinaryRegistryNeedsNoMore() throws Exception {
    registry.seedManifest(APP, "latest", now);
    CleanupRequest request =
        new CleanupRequest(
            repository,
            "app",
            now.digest(),
            List.of("latest"),
            List.of(old.digest()),
            List.of(),
            false,
            Duration.ofDays(7),
            0);
    Cleanup cleanup =
        new Cleanup(
            client, new VendorHosts(Map.of(), URI.create("https://hub.docker.com")), Log.silent());
    RepositoryCleanup plan = cleanup.plan(request);
    assertThat(registry.requests(each -> each.method().equals("DELETE"))).isEmpty();
    RepositoryCleanup result = cleanup.run(request);
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
