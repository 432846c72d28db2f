package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.testing.FakeGithub;
import io.github.imagemaven.cleanup.testing.FakeHub;
import io.github.imagemaven.cleanup.testing.RegistryFront;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Repository;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A tag that went with a signature, and that somebody gives anew while the signature comes back.
 */
final class TakenTagTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);

  /**
   * Who goes back to the old image signs it again while the old signature is put back: what the
   * list has said of the tag is old by then.
   */
  @Test
  void aTagThatSomebodyGivesAnewWhileWhatHadItIsPutBackIsTheirs() throws Exception {
    FakeGithub github = lab.github();
    var client = lab.client("somebody", "ghs_run");
    GithubPackages packages =
        new GithubPackages(client, client.repository(lab.name(path)), VendorLab.root(github));
    RawManifest image = VendorLab.image(repository, "image", "latest");
    String tag = Made.fallbackTag(image.digest()) + ".sig";
    RawManifest signature = VendorLab.image(repository, "signature", tag);
    RawManifest newer = VendorLab.image(repository, "newer signature", null);
    packages.delete(packages.list().entry(signature.digest()).orElseThrow(), Looking.unopposed());
    lab.repository(path).putTag(tag, newer, null);

    try {
      packages.restore(signature, Set.of(tag));
    } finally {
      assertThat(lab.repository(path).headManifest(tag).map(Descriptor::digest))
          .contains(newer.digest());
    }
  }

  /** The same at Docker Hub, and where nothing goes on between. */
  @Test
  void aTagThatNamesSomethingElseIsNotMovedAtDockerHub() throws Exception {
    FakeHub hub = lab.hub();
    RegistryFront front = lab.hubRegistry();
    RawManifest signature = VendorLab.image(repository, "signature", null);
    RawManifest newer = VendorLab.image(repository, "newer signature", "sha256-0.sig");
    var client = lab.client("shipper", "dckr_pat_1");
    DockerHub dockerHub =
        new DockerHub(
            client, client.repository(new RepositoryName(front.host(), path)), VendorLab.root(hub));

    try {
      dockerHub.restore(signature, Set.of("sha256-0.sig"));
    } finally {
      assertThat(lab.repository(path).headManifest("sha256-0.sig").map(Descriptor::digest))
          .contains(newer.digest());
    }
  }

  /** A version comes back with the tags that it had: one of them has gone elsewhere since. */
  @Test
  void aVersionThatIsRestoredTakesNoTagFromAnother() throws Exception {
    FakeGithub github = lab.github();
    var client = lab.client("somebody", "ghs_run");
    GithubPackages packages =
        new GithubPackages(client, client.repository(lab.name(path)), VendorLab.root(github));
    RawManifest old = VendorLab.image(repository, "old", "latest");
    RawManifest others = VendorLab.image(repository, "others", "other");
    packages.delete(packages.list().entry(old.digest()).orElseThrow(), Looking.unopposed());
    lab.repository(path).putTag("latest", others, null);

    packages.restore(old, Set.of());

    assertThat(lab.repository(path).headManifest("latest").map(Descriptor::digest))
        .contains(others.digest());
  }
}
