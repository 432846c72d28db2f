package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.cleanup.Deletion.Outcome;
import io.github.imagemaven.cleanup.testing.FakeGithub;
import io.github.imagemaven.cleanup.testing.Reply;
import io.github.imagemaven.cleanup.testing.Request;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted on GHCR, and what stays. */
final class GithubDeletionTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);
  private FakeGithub github;
  private GithubPackages packages;
  private RawManifest old;
  private RawManifest now;

  /** A tag that has moved on, and what it left behind. */
  @BeforeEach
  void moveATag() throws IOException {
    github = lab.github();
    var client = lab.client("somebody", "ghs_run");
    packages =
        new GithubPackages(client, client.repository(lab.name(path)), VendorLab.root(github));
    old = VendorLab.image(repository, "old", "latest");
    now = VendorLab.image(repository, "now", "latest");
  }

  private Entry listed(RawManifest manifest) {
    return packages.list().entry(manifest.digest()).orElseThrow();
  }

  private boolean isThere(RawManifest manifest) {
    return lab.repository(path).hasManifest(manifest.digest());
  }

  @Test
  void aVersionWithoutTagsGoesAndNothingElse() throws IOException {
    Entry entry = listed(old);

    assertThat(packages.delete(entry, Looking.unopposed())).isEqualTo(Deletion.DONE);
    assertThat(isThere(old)).isFalse();
    assertThat(isThere(now)).isTrue();
    assertThat(packages.delete(entry, Looking.unopposed()))
        .as("gone is as good as deleted")
        .isEqualTo(Deletion.DONE);
    assertThat(packages.list().entries()).containsOnlyKeys(now.digest());
  }

  @Test
  void aVersionGoesWithTheTagsThatAreKnown() throws IOException {
    repository.putTag("old", old, null);

    assertThat(packages.delete(listed(old), Looking.unopposed())).isEqualTo(Deletion.DONE);

    assertThat(isThere(old)).isFalse();
    assertThat(repository.tags()).containsExactly("latest");
  }

  @Test
  void aVersionThatGotATagMeanwhileStays() throws IOException {
    Entry entry = listed(old);
    repository.putTag("1.0.0", old, null);

    Deletion deletion = packages.delete(entry, Looking.unopposed());

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(deletion.why()).contains("1.0.0");
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void aVersionWithOneMoreTagThanWasListedStays() throws IOException {
    repository.putTag("old", old, null);
    Entry entry = listed(old);
    repository.putTag("older", old, null);

    assertThat(packages.delete(entry, Looking.unopposed()).outcome()).isEqualTo(Outcome.KEPT);
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void aVersionThatWasPushedAgainMeanwhileStays() throws IOException {
    github.created(path, old.digest(), Instant.now().minusSeconds(100));
    Entry entry = listed(old);
    repository.putManifest(old);

    Deletion deletion = packages.delete(entry, Looking.unopposed());

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(deletion.why()).contains("pushed it again");
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void theLastVersionWithATagStays() throws IOException {
    Deletion deletion = packages.delete(listed(now), Looking.unopposed());

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(deletion.why()).contains("last version that has a tag");
    assertThat(isThere(now)).isTrue();
    assertThat(github.requests()).noneMatch(each -> each.method().equals("DELETE"));
  }

  @Test
  void theLastVersionWithATagStaysAlsoWhereGithubIsTheFirstToKnow() throws IOException {
    repository.putTag("old", old, null);
    Entry entry = listed(now);
    // The other tag goes after the list was read.
    repository.deleteManifest(old.digest(), () -> true);

    Deletion deletion = packages.delete(entry, Looking.unopposed());

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(deletion.why()).contains("last version that has a tag");
    assertThat(isThere(now)).isTrue();
  }

  @Test
  void aVersionThatManyDownloadedStaysAndTheWayOutIsSaid() throws IOException {
    github.popular(old.digest());

    Deletion deletion = packages.delete(listed(old), Looking.unopposed());

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(deletion.why()).contains("5000 times").contains("private");
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void aVersionThatSomebodyElseDeletedBetweenLookAndDeletionIsDone() throws IOException {
    Entry entry = listed(old);
    github.faultOn(Request.of("DELETE", ".*"), 1, Reply.error(404, "Package not found."));
    github.faultOn(
        request -> Request.of("GET", ".*/versions/[0-9]+").test(request) && deletions() > 0,
        1,
        Reply.error(404, "Package not found."));

    assertThat(packages.delete(entry, Looking.unopposed())).isEqualTo(Deletion.DONE);
  }

  @Test
  void notFoundIsNoDeletionWhereTheVersionIsThereYet() throws IOException {
    Entry entry = listed(old);
    github.faultOn(Request.of("DELETE", ".*"), 1, Reply.error(404, "Package not found."));

    assertThatThrownBy(() -> packages.delete(entry, Looking.unopposed()))
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("Manage Actions access");
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void whatIsNotListedIsNotDeleted() throws IOException {
    packages.list();
    RawManifest later = VendorLab.image(repository, "later", null);

    assertThat(packages.delete(Entry.unlisted(later.digest()), Looking.unopposed()).outcome())
        .isEqualTo(Outcome.KEPT);
    assertThat(packages.delete(Entry.unlisted(Digest.ofBytes(new byte[] {1})), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);
    assertThat(isThere(later)).isTrue();
  }

  @Test
  void whatWasDeletedComesBackUnderItsNumber() throws IOException {
    packages.delete(listed(old), Looking.unopposed());

    packages.restore(old, Set.of());

    assertThat(isThere(old)).isTrue();
    assertThat(github.requests()).last().asString().matches("POST .*/versions/[0-9]+/restore");
    assertThat(packages.list().entries()).containsOnlyKeys(old.digest(), now.digest());
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 204})
  void whatIsNotRestoredIsPushedAgain(int status) throws IOException {
    packages.delete(listed(old), Looking.unopposed());
    github.faultOn(
        Request.of("POST", ".*"),
        1,
        status == 204 ? Reply.of(204) : Reply.error(status, "Package not found."));

    packages.restore(old, Set.of());

    assertThat(isThere(old)).isTrue();
  }

  /** Which has tags, so that it is pushed and not restored, unless that cannot be. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aVersionWhoseConfigWentWithItIsRestoredUnlessItsTagIsAnothers(boolean isFree)
      throws Exception {
    repository.putTag("old", old, null);
    packages.delete(listed(old), Looking.unopposed());
    loseBlob(Digest.ofBytes("{\"config\":\"old\"}".getBytes(StandardCharsets.UTF_8)));
    if (!isFree) {
      lab.repository(path).putTag("old", now, null);
    }

    if (isFree) {
      packages.restore(old, Set.of());
    } else {
      assertThatThrownBy(() -> packages.restore(old, Set.of()))
          .isInstanceOf(BlobUnknownException.class);
    }

    assertThat(isThere(old)).isEqualTo(isFree);
    assertThat(lab.repository(path).headManifest("old").map(Descriptor::digest))
        .contains(isFree ? old.digest() : now.digest());
  }

  private void loseBlob(Digest blob) throws Exception {
    URI url = URI.create("http://%s/v2/%s/blobs/%s".formatted(lab.name(path).host(), path, blob));
    int status =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).DELETE().build(), BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(202);
  }

  private long deletions() {
    return github.requests().stream().filter(each -> each.method().equals("DELETE")).count();
  }
}
