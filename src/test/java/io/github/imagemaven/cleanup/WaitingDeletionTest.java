package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.testing.FakeGithub;
import io.github.imagemaven.cleanup.testing.FakeHub;
import io.github.imagemaven.cleanup.testing.RegistryFront;
import io.github.imagemaven.cleanup.testing.Reply;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Before a deletion that had to wait is sent again there is a new look. */
final class WaitingDeletionTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);

  /**
   * Somebody goes back to the old image while the registry has us wait a second (or ten minutes).
   */
  @Test
  void aTagThatIsGivenToTheOldImageWhileADeletionWaitsStays() throws Exception {
    RawManifest platform = Made.image(Made.config("app", "one"));
    RawManifest old = Made.index("old", platform);
    RawManifest now = Made.index("now", platform);
    try (InProcessRegistry registry = InProcessRegistry.start();
        RegistryClient client =
            RegistryClient.create(
                new RegistryOptions(3, Duration.ofMillis(1), Set.of(), List.of(), "test/1"),
                new Credentials(List.of()),
                Log.silent(),
                Progress.none())) {
      for (RawManifest each : List.of(platform, old, now)) {
        registry.seedManifest("acme/app", each.digest().toString(), each);
      }
      registry.seedManifest("acme/app", "latest", now);
      registry.faultOn(
          request -> request.method().equals("DELETE"),
          1,
          Fault.first(() -> registry.seedManifest("acme/app", "stable", old))
              .then(
                  Fault.answer(
                      Answer.error(429, "TOOMANYREQUESTS", "slow down", "")
                          .header("Retry-After", "1"))));

      RepositoryCleanup result =
          new Cleanup(
                  client,
                  new VendorHosts(Map.of(), URI.create("https://hub.docker.com")),
                  Log.silent())
              .run(
                  new CleanupRequest(
                      client.destination(registry.repository("acme/app")),
                      "app",
                      now.digest(),
                      List.of("latest"),
                      List.of(old.digest()),
                      List.of(),
                      false,
                      Duration.ofDays(7),
                      0));

      assertThat(registry.tags("acme/app")).as(result.toString()).containsKeys("latest", "stable");
      assertThat(result.failure()).isNull();
      assertThat(result.deleted()).isEmpty();
      assertThat(result.kept()).singleElement().asString().contains("the tag 'stable' names it");
    }
  }

  /** The same at GHCR, whose secondary limit is a minute at least. */
  @Test
  void aVersionThatGetsATagWhileADeletionWaitsStays() throws Exception {
    FakeGithub github = lab.github();
    var client = lab.client("somebody", "ghs_run");
    GithubPackages packages =
        new GithubPackages(client, client.repository(lab.name(path)), VendorLab.root(github));
    RawManifest old = VendorLab.image(repository, "old", "latest");
    VendorLab.image(repository, "now", "latest");
    github.faultOn(
        request -> {
          if (request.method().equals("DELETE")) {
            lab.repository(path).putTag("stable", old, null);
            return true;
          }
          return false;
        },
        1,
        Reply.secondaryLimit(403, 1));
    Deletion deletion =
        packages.delete(packages.list().entry(old.digest()).orElseThrow(), Looking.unopposed());

    assertThat(lab.repository(path).tags()).as(deletion.toString()).contains("latest", "stable");
    assertThat(deletion.outcome()).isEqualTo(Deletion.Outcome.KEPT);
    assertThat(deletion.why()).contains("other tags by now: 'stable'");
  }

  /** A tag that the list had and that was moved to another image while its deletion waits. */
  @Test
  void aTagThatMovesWhileItsDeletionWaitsStaysAtDockerHub() throws Exception {
    FakeHub hub = lab.hub();
    RegistryFront front = lab.hubRegistry();
    RawManifest old = VendorLab.image(repository, "old", "latest");
    RawManifest now = VendorLab.image(repository, "now", null);
    VendorLab.image(repository, "other", "other");
    var client = lab.client("shipper", "dckr_pat_1");
    DockerHub dockerHub =
        new DockerHub(
            client, client.repository(new RepositoryName(front.host(), path)), VendorLab.root(hub));
    hub.faultOn(
        request -> {
          if (request.method().equals("DELETE")) {
            lab.repository(path).putTag("latest", now, null);
            return true;
          }
          return false;
        },
        1,
        Reply.error(503, "later"));
    Deletion deletion =
        dockerHub.delete(dockerHub.list().entry(old.digest()).orElseThrow(), Looking.unopposed());

    assertThat(lab.repository(path).tags()).as(deletion.toString()).contains("latest");
    assertThat(deletion.outcome()).isEqualTo(Deletion.Outcome.KEPT);
    assertThat(deletion.why()).contains("latest names something else");
  }
}
