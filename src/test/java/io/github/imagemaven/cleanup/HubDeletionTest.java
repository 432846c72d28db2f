package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.Deletion.Outcome;
import io.github.imagemaven.cleanup.testing.FakeHub;
import io.github.imagemaven.cleanup.testing.RegistryFront;
import io.github.imagemaven.cleanup.testing.Reply;
import io.github.imagemaven.cleanup.testing.Request;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted on Docker Hub, and what stays. */
final class HubDeletionTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);
  private FakeHub hub;
  private RegistryFront registry;
  private RawManifest child;
  private RawManifest shared;
  private RawManifest old;
  private RawManifest now;

  /** A tag that has moved on, what it left behind, and a child that both have. */
  @BeforeEach
  void moveATag() throws IOException {
    hub = lab.hub();
    registry = lab.hubRegistry();
    child = VendorLab.image(repository, "child", null);
    shared = VendorLab.image(repository, "shared", null);
    old = VendorLab.index(repository, "latest", child, shared);
    now = VendorLab.index(repository, "latest", shared);
  }

  private DockerHub dockerHub() {
    var client = lab.client("shipper", "dckr_pat_1");
    RepositoryName name = new RepositoryName(registry.host(), path);
    return new DockerHub(client, client.repository(name), VendorLab.root(hub));
  }

  private boolean isThere(RawManifest manifest) {
    return lab.repository(path).hasManifest(manifest.digest());
  }

  @Test
  void parentBeforeChildGoesAndWhatIsReferredToStays() throws Exception {
    DockerHub dockerHub = dockerHub();

    assertThat(dockerHub.delete(Entry.unlisted(child.digest()), Looking.unopposed()).outcome())
        .isEqualTo(Outcome.KEPT);
    assertThat(dockerHub.delete(Entry.unlisted(old.digest()), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);
    assertThat(dockerHub.delete(Entry.unlisted(child.digest()), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);
    Deletion kept = dockerHub.delete(Entry.unlisted(shared.digest()), Looking.unopposed());

    assertThat(kept.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(kept.why()).contains("refers to it");
    assertThat(isThere(old)).isFalse();
    assertThat(isThere(child)).isFalse();
    assertThat(isThere(shared)).isTrue();
    assertThat(isThere(now)).isTrue();
    assertThat(hub.requests()).as("nothing had a tag").isEmpty();
    assertThat(
            dockerHub.delete(Entry.unlisted(Digest.ofBytes(new byte[] {1})), Looking.unopposed()))
        .as("what is not there is as good as deleted")
        .isEqualTo(Deletion.DONE);
  }

  @Test
  void tagsGoBeforeTheirManifest() throws IOException {
    repository.putTag("old", old, null);
    repository.putTag("older", old, null);
    DockerHub dockerHub = dockerHub();

    assertThat(
            dockerHub.delete(
                dockerHub.list().entry(old.digest()).orElseThrow(), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);

    assertThat(repository.tags()).containsExactly("latest");
    assertThat(isThere(old)).isFalse();
    assertThat(hub.requests())
        .filteredOn(each -> each.method().equals("DELETE"))
        .extracting(Request::target)
        .allMatch(each -> each.startsWith("/v2/namespaces/acme/repositories/"))
        .hasSize(2);
  }

  @Test
  void tagsAreDeletedTheOldWayWhereTheNewIsNotOffered() throws IOException {
    hub.onlyOldDeletion();
    repository.putTag("old", old, null);
    DockerHub dockerHub = dockerHub();

    assertThat(
            dockerHub.delete(
                dockerHub.list().entry(old.digest()).orElseThrow(), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);

    assertThat(repository.tags()).containsExactly("latest");
    assertThat(hub.requests())
        .last()
        .asString()
        .matches("DELETE /v2/repositories/acme/.*/tags/old/");
  }

  @Test
  void aTagThatMovedMeanwhileStaysWithItsManifest() throws IOException {
    repository.putTag("old", old, null);
    DockerHub dockerHub = dockerHub();
    Entry entry = dockerHub.list().entry(old.digest()).orElseThrow();
    repository.putTag("old", now, null);

    Deletion deletion = dockerHub.delete(entry, Looking.unopposed());

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(deletion.why()).contains("old names something else");
    assertThat(repository.tags()).containsExactlyInAnyOrder("latest", "old");
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void aTagThatIsGoneMeanwhileIsNoHindrance() throws Exception {
    DockerHub dockerHub = dockerHub();

    assertThat(dockerHub.delete(new Entry(old.digest(), Set.of("gone"), null), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);
  }

  @Test
  void aTagThatGoesJustBeforeItsDeletionIsNoMissingRight() throws IOException {
    repository.putTag("old", old, null);
    DockerHub dockerHub = dockerHub();
    Entry entry = dockerHub.list().entry(old.digest()).orElseThrow();
    AtomicInteger times = new AtomicInteger();
    hub.faultOn(
        request -> request.method().equals("DELETE") && goes("old", times.getAndIncrement()),
        1,
        Reply.error(404, "tag not found"));
    hub.faultOn(Request.of("DELETE", "/v2/repositories/.*"), 1, Reply.error(403, "not allowed"));

    assertThat(dockerHub.delete(entry, Looking.unopposed())).isEqualTo(Deletion.DONE);
    assertThat(repository.tags()).containsExactly("latest");
  }

  private boolean goes(String tag, int times) {
    try {
      if (times == 0) {
        hub.deleteTag(path, tag);
      }
      return times == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void aDeletionThatGoesOnAfterAFailureIsDone(int failures) throws Exception {
    registry.slowDeletions(failures);

    assertThat(dockerHub().delete(Entry.unlisted(old.digest()), Looking.unopposed()))
        .isEqualTo(Deletion.DONE);
    assertThat(isThere(old)).isFalse();
  }

  @Test
  void whatWasDeletedIsPushedAgain() throws Exception {
    DockerHub dockerHub = dockerHub();
    dockerHub.delete(Entry.unlisted(old.digest()), Looking.unopposed());

    dockerHub.restore(old, Set.of());

    assertThat(isThere(old)).isTrue();
  }

  /** With {@code image.cleanup.order=before} 'latest' may be such a tag. */
  @Test
  void aTagThatWentBeforeAManifestThatStaysIsTold() throws Exception {
    RawManifest listed = VendorLab.image(repository, "listed", "old");
    VendorLab.index(repository, null, listed);
    DockerHub dockerHub = dockerHub();
    Looking asker = Looking.unopposed();

    Deletion deletion =
        dockerHub.delete(dockerHub.list().entry(listed.digest()).orElseThrow(), asker);

    assertThat(deletion.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(repository.tags()).containsExactly("latest");
    assertThat(asker.untagged).containsExactly("old");
  }

  @Test
  void aTagThatWentIsInTheReportOfWhatStays() {
    CleanupReport report = CleanupReport.of("acme/app", Log.silent());
    report.untagged(old.digest(), "latest");
    report.kept(old.digest(), RepositoryCleanup.Kind.IMAGE, "Docker Hub says no");
    report.untagged(child.digest(), "1.0");
    RepositoryCleanup result = report.result();
    assertThat(result.kept())
        .singleElement()
        .hasFieldOrPropertyWithValue("tags", List.of("latest"))
        .hasFieldOrPropertyWithValue(
            "why", "Docker Hub says no; its tag latest was deleted before that was known");
    assertThat(result.note()).contains(child.digest() + " may be there yet; its tag 1.0");
  }
}
