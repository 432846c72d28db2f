package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.cleanup.testing.FakeGithub;
import io.github.imagemaven.cleanup.testing.Request;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.Repository;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What GHCR holds, by GitHub's packages API. */
final class GithubListTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);
  private FakeGithub github;

  @BeforeEach
  void startGithub() {
    github = lab.github();
  }

  private GithubPackages packages() {
    return packages(path, "ghs_run");
  }

  private GithubPackages packages(String of, String token) {
    var client = lab.client("somebody", token);
    return new GithubPackages(client, client.repository(lab.name(of)), VendorLab.root(github));
  }

  @Test
  void everyVersionIsListedWithItsTags() throws IOException {
    RawManifest one = VendorLab.image(repository, "one", null);
    RawManifest old = VendorLab.index(repository, "latest", one);
    RawManifest two = VendorLab.image(repository, "two", null);
    RawManifest now = VendorLab.index(repository, "latest", one, two);
    repository.putTag("1.0.0", now, null);

    Listing listing = packages().list();

    assertThat(listing.isWhole()).isTrue();
    assertThat(listing.entries().keySet())
        .containsExactlyInAnyOrder(one.digest(), old.digest(), two.digest(), now.digest());
    assertThat(listing.entry(old.digest()).orElseThrow().tags()).isEmpty();
    assertThat(listing.entry(now.digest()).orElseThrow().tags())
        .containsExactlyInAnyOrder("latest", "1.0.0");
    assertThat(github.requests()).hasSize(2);
  }

  @Test
  void ageIsByTheClockOfGithub() throws IOException {
    Digest image = VendorLab.image(repository, "one", "latest").digest();
    Instant then = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
    github.clockOff(Duration.ofDays(1)).created(path, image, then);

    Listing listing = packages().list();

    Instant asOf = Objects.requireNonNull(listing.asOf());
    Instant touched = Objects.requireNonNull(listing.entry(image).orElseThrow().touched());
    assertThat(touched).isEqualTo(then.plus(Duration.ofDays(1)));
    assertThat(Duration.between(touched, asOf)).isGreaterThanOrEqualTo(Duration.ofDays(3));
    assertThat(Duration.between(touched, asOf).toDays()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "acme, ghs_run, /orgs/acme",
    "acme, ghp_jane, /orgs/acme",
    "jane, ghs_run, /users/jane",
    "jane, ghp_jane, /user"
  })
  void anOwnersKindAndTheTokensDecideWhereItIsAsked(String owner, String token, String home)
      throws IOException {
    String of = path(owner);
    VendorLab.image(lab.repository(of), "one", "latest");

    assertThat(packages(of, token).list().entries()).hasSize(1);

    assertThat(asked()).endsWith("GET " + home + "/packages/container/" + of.split("/")[1] + QUERY);
    assertThat(github.requests().get(0).headers())
        .containsEntry("accept", "application/vnd.github+json")
        .containsEntry("x-github-api-version", "2022-11-28");
    assertThat(asked().contains("GET /user"))
        .as("a workflow's token is nobody's")
        .isEqualTo(owner.equals("jane") && token.equals("ghp_jane"));
  }

  @Test
  void anotherUsersPackagesAreNotOurs() throws IOException {
    github.user("joe");
    String of = path("joe");
    VendorLab.image(lab.repository(of), "one", "latest");

    assertThat(packages(of, "ghp_jane").list().entries()).hasSize(1);

    assertThat(asked()).last().asString().startsWith("GET /users/joe/packages/");
  }

  @Test
  void slashesOfANameAreEncodedOnce() throws IOException {
    VendorLab.image(lab.repository(path + "/part/x"), "one", "latest");

    assertThat(packages(path + "/part/x", "ghs_run").list().entries()).hasSize(1);

    assertThat(asked())
        .endsWith("GET /orgs/acme/packages/container/" + name() + "%2Fpart%2Fx" + QUERY);
  }

  @Test
  void theApiOfGithubEnterpriseIsBelowAPath() throws IOException {
    List<Digest> all = images(3);
    github.below("/api/v3").mostPerPage(2);
    var client = lab.client("somebody", "ghs_run");
    URI root = URI.create(github.root() + "/api/v3");

    Listing listing = new GithubPackages(client, client.repository(lab.name(path)), root).list();

    assertThat(listing.entries().keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void severalPagesAreReadTwice() throws IOException {
    List<Digest> all = images(5);
    github.mostPerPage(2);

    assertThat(packages().list().entries().keySet()).containsExactlyInAnyOrderElementsOf(all);

    assertThat(listRequests()).isEqualTo(6);
  }

  @Test
  void aFullPageIsNotTakenForTheLast() throws IOException {
    List<Digest> all = images(31);
    github.mostPerPage(30).withoutLinks();

    assertThat(packages().list().entries().keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void whatIsDeletedBetweenTwoPagesHidesNothing() throws IOException {
    List<Digest> all = images(5);
    Digest newest = all.get(4);
    once(2, 1, () -> repository.deleteManifest(newest, () -> true));

    assertThat(packages().list().entries().keySet())
        .containsExactlyInAnyOrderElementsOf(all.subList(0, 4));
  }

  @Test
  void whatIsPushedBetweenTwoPagesHidesNothing() throws IOException {
    List<Digest> all = images(5);
    once(2, 1, () -> all.add(VendorLab.image(repository, "new", null).digest()));

    assertThat(packages().list().entries().keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aTagThatMovesBetweenTwoPagesIsNotLost() throws IOException {
    RawManifest before = VendorLab.image(repository, "before", "latest");
    images(3);
    RawManifest after = VendorLab.image(repository, "after", null);
    once(2, 1, () -> repository.putTag("latest", after, null));

    Listing listing = packages().list();

    assertThat(listing.entry(after.digest()).orElseThrow().tags()).isEqualTo(Set.of("latest"));
    assertThat(listing.entry(before.digest()).orElseThrow().tags()).isEmpty();
  }

  @Test
  void aListThatNeverRestsIsNoList() throws IOException {
    images(5);
    AtomicInteger number = new AtomicInteger();
    github
        .mostPerPage(2)
        .afterPage(page -> VendorLab.image(repository, "more" + number.incrementAndGet(), null));

    assertThatThrownBy(() -> packages().list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("changed each of 5 times")
        .hasMessageContaining("clean-up of " + lab.name(path) + " ends here");
  }

  private static final String QUERY = "/versions?per_page=100&page=1&state=active";

  private String name() {
    return path.substring("acme/".length());
  }

  private List<String> asked() {
    return github.requests().stream().map(Request::toString).toList();
  }

  private long listRequests() {
    return github.requests().stream().filter(each -> each.path().endsWith("/versions")).count();
  }

  private interface Change {
    void run() throws IOException;
  }

  /** Pages of a size, and something that happens once after one of them. */
  private void once(int size, int after, Change change) {
    AtomicInteger times = new AtomicInteger();
    github
        .mostPerPage(size)
        .afterPage(
            page -> {
              if (page == after && times.getAndIncrement() == 0) {
                change.run();
              }
            });
  }

  private List<Digest> images(int count) throws IOException {
    List<Digest> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Digest image = VendorLab.image(repository, "image " + i, i == 0 ? "first" : null).digest();
      github.created(path, image, Instant.now().minusSeconds(1000 - i));
      all.add(image);
    }
    return all;
  }
}
