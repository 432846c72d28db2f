package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.cleanup.testing.FakeHub;
import io.github.imagemaven.cleanup.testing.Request;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Docker Hub lists. */
final class HubListTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);
  private FakeHub hub;

  @BeforeEach
  void startHub() {
    hub = lab.hub();
  }

  private DockerHub dockerHub() {
    return dockerHub(path);
  }

  private DockerHub dockerHub(String of) {
    var client = lab.client("shipper", "dckr_pat_1");
    return new DockerHub(client, client.repository(lab.name(of)), VendorLab.root(hub));
  }

  @Test
  void everyTagIsListedWithWhatItNames() throws IOException {
    VendorLab.image(repository, "old", "latest");
    RawManifest now = VendorLab.image(repository, "now", "latest");
    repository.putTag("1.0.0", now, null);
    RawManifest other = VendorLab.image(repository, "other", "edge");

    Listing listing = dockerHub().list();

    assertThat(listing.isWhole()).isFalse();
    assertThat(listing.entries()).containsOnlyKeys(now.digest(), other.digest());
    assertThat(listing.entry(now.digest()).orElseThrow().tags())
        .containsExactlyInAnyOrder("latest", "1.0.0");
    assertThat(hub.requests())
        .extracting(Request::toString)
        .containsExactly("POST /v2/auth/token", "GET " + tags() + "?page=1&page_size=100");
    assertThat(hub.requests().get(0).body())
        .isEqualTo("{\"identifier\":\"shipper\",\"secret\":\"dckr_pat_1\"}");
    assertThat(hub.requests().get(1).headers()).containsEntry("authorization", "Bearer jwt-1");
  }

  @Test
  void ageIsByTheClockOfDockerHub() throws IOException {
    Digest image = VendorLab.image(repository, "one", "latest").digest();
    hub.clockOff(Duration.ofDays(-1));

    Listing listing = dockerHub().list();

    Instant touched = Objects.requireNonNull(listing.entry(image).orElseThrow().touched());
    assertThat(touched).isBefore(Instant.now().minus(Duration.ofHours(23)));
    assertThat(Duration.between(touched, Objects.requireNonNull(listing.asOf())).toHours())
        .isZero();
  }

  @Test
  void theRegistryIsAskedWhereTheListSaysNoDigest() throws IOException {
    hub.withoutDigests();
    Digest image = VendorLab.image(repository, "one", "latest").digest();

    assertThat(dockerHub().list().entry(image).orElseThrow().tags()).containsExactly("latest");
  }

  @Test
  void anImageOfTheLibraryIsBelowItsNamespace() throws IOException {
    String of = path("library");
    VendorLab.image(lab.repository(of), "one", "latest");

    assertThat(dockerHub(of).list().entries()).hasSize(1);
    assertThat(hub.requests())
        .last()
        .asString()
        .startsWith("GET /v2/namespaces/library/repositories/" + of.split("/")[1] + "/tags");
  }

  @Test
  void severalPagesAreReadTwice() throws IOException {
    hub.mostPerPage(2);
    List<Digest> all = images(5);

    assertThat(dockerHub().list().entries().keySet()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(hub.requests()).hasSize(1 + 6);
  }

  @Test
  void aTagThatGoesBetweenTwoPagesHidesNone() throws IOException {
    List<Digest> all = images(5);
    once(() -> repository.deleteManifest(all.get(0), () -> true));

    assertThat(dockerHub().list().entries().keySet())
        .containsExactlyInAnyOrderElementsOf(all.subList(1, 5));
  }

  @Test
  void aTagThatComesBetweenTwoPagesHidesNone() throws IOException {
    List<Digest> all = images(5);
    once(() -> all.add(VendorLab.image(repository, "new", "a-first").digest()));

    assertThat(dockerHub().list().entries().keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aListThatNeverRestsIsNoList() throws IOException {
    images(5);
    AtomicInteger number = new AtomicInteger();
    hub.mostPerPage(2)
        .afterPage(
            page -> {
              String text = "a" + number.incrementAndGet();
              VendorLab.image(repository, text, text);
            });

    assertThatThrownBy(() -> dockerHub().list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("changed each of 5 times");
  }

  @Test
  void aTokenThatIsNotValidAnyMoreIsRenewed() throws IOException {
    VendorLab.image(repository, "one", "latest");
    DockerHub dockerHub = dockerHub();
    dockerHub.list();
    hub.expireTokens();

    assertThat(dockerHub.list().entries()).hasSize(1);
    assertThat(hub.requests()).filteredOn(Request.of("POST", "/v2/auth/token")).hasSize(2);
  }

  private String tags() {
    return "/v2/namespaces/acme/repositories/" + path.substring("acme/".length()) + "/tags";
  }

  private interface Change {
    void run() throws IOException;
  }

  private void once(Change change) {
    AtomicInteger times = new AtomicInteger();
    hub.mostPerPage(2)
        .afterPage(
            page -> {
              if (times.getAndIncrement() == 0) {
                change.run();
              }
            });
  }

  private List<Digest> images(int count) throws IOException {
    List<Digest> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(VendorLab.image(repository, "image " + i, "tag-" + i).digest());
    }
    return all;
  }

  /** Docker Hub lists it without a digest, and its registry shows it late: it may name anything. */
  @Test
  void aTagThatDockerHubListsAndItsRegistryDoesNotShowIsNotPassedOver() throws Exception {
    hub.withoutDigests();
    RawManifest old = VendorLab.image(repository, "old", "stable");
    RawManifest now = VendorLab.image(repository, "now", "latest");
    try (InProcessRegistry behind = InProcessRegistry.start()) {
      behind.seedManifest(path, old.digest().toString(), old);
      behind.seedManifest(path, "latest", now);
      var client = lab.client("shipper", "dckr_pat_1");
      DockerHub dockerHub =
          new DockerHub(
              client,
              client.repository(new RepositoryName(behind.host(), path)),
              VendorLab.root(hub));

      Throwable refusal = catchThrowable(dockerHub::list);

      assertThat(refusal)
          .as("'stable' may name what is about to go: no list without it")
          .isInstanceOf(CleanupException.class);
    }
  }
}
