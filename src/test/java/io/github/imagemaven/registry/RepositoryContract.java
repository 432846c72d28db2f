package io.github.imagemaven.registry;

import static io.github.imagemaven.registry.Kit.descriptor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.Repository.ManifestDeletion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repository does at any registry that keeps to the distribution-spec. */
abstract class RepositoryContract {
  private Kit kit;
  private final Kit.Image image = Kit.Image.of("contract");
  private final Descriptor layer = descriptor(MediaTypes.OCI_LAYER, image.layer());
  private final Descriptor config = descriptor(MediaTypes.OCI_CONFIG, image.config());

  /** A repository of the registry under test. */
  abstract RepositoryName repository(String path);

  /** A client that the registry knows. */
  abstract Kit kit();

  @BeforeEach
  void open() {
    kit = kit();
  }

  @AfterEach
  void close() {
    kit.close();
  }

  private Repository pushed(String path) throws IOException {
    Repository repository = kit.client.destination(repository(path));
    put(repository, image.layer());
    put(repository, image.config());
    repository.putManifest(image.manifest());
    repository.putTag("1", image.manifest(), null);
    return repository;
  }

  private static Transfer put(Repository repository, byte[] bytes) throws IOException {
    return repository.putBlob(
        descriptor(MediaTypes.OCI_LAYER, bytes), () -> new ByteArrayInputStream(bytes), List.of());
  }

  @Test
  void weMayPushAndNothingIsLeftBehind() {
    kit.at(repository("check/app")).checkPush();
    assertThat(kit.at(repository("check/app")).headManifest("1")).isEmpty();
  }

  @Test
  void aBlobIsUploadedOnceAndReadBack() throws IOException {
    Repository repository = kit.at(repository("blob/app"));
    assertThat(repository.hasBlob(layer)).isFalse();
    assertThat(put(repository, image.layer())).isEqualTo(Transfer.UPLOADED);
    assertThat(put(repository, image.layer())).isEqualTo(Transfer.PRESENT);
    assertThat(repository.hasBlob(layer)).isTrue();
    try (InputStream in = repository.openBlob(layer).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(image.layer());
    }
    assertThat(kit.expected).hasValue(layer.size());
    assertThat(kit.moved).hasValue(layer.size());
  }

  @Test
  void aLargeBlobAndAnEmptyOneArriveAsTheyAre() throws IOException {
    byte[] large = new byte[20_000_000];
    new Random(1).nextBytes(large);
    Repository repository = kit.at(repository("large/app"));
    assertThat(put(repository, large)).isEqualTo(Transfer.UPLOADED);
    assertThat(put(repository, new byte[0])).isEqualTo(Transfer.UPLOADED);
    try (InputStream in =
        repository.openBlob(descriptor(MediaTypes.OCI_LAYER, large)).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void aBlobIsMountedFromAnotherRepositoryOfTheHost() throws IOException {
    put(kit.at(repository("base/app")), image.layer());
    Transfer transfer =
        kit.at(repository("mount/app"))
            .putBlob(layer, RepositoryContract::neverOpened, List.of(repository("base/app")));
    assertThat(transfer).isEqualTo(Transfer.MOUNTED);
    assertThat(kit.at(repository("mount/app")).hasBlob(layer)).isTrue();
  }

  private static InputStream neverOpened() throws IOException {
    throw new IOException("no bytes have to move");
  }

  @Test
  void anAbsentBlobIsAbsent() throws IOException {
    assertThat(kit.at(repository("absent/app")).openBlob(layer)).isEmpty();
    assertThat(kit.at(repository("absent/app")).hasBlob(layer)).isFalse();
  }

  @Test
  void aManifestIsFoundByTagAndByDigest() throws IOException {
    Repository repository = pushed("manifest/app");
    String digest = image.manifest().digest().toString();
    for (String selector : List.of("1", digest)) {
      assertThat(repository.headManifest(selector)).contains(image.manifest().descriptor());
      assertThat(repository.getManifest(selector).orElseThrow().bytes())
          .isEqualTo(image.manifest().bytes());
    }
    assertThat(repository.getManifest("1").orElseThrow().mediaType())
        .isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(repository.headManifest("2")).isEmpty();
    assertThat(repository.getManifest("2")).isEmpty();
  }

  @Test
  void anIndexNeedsItsChildren() throws IOException {
    Repository repository = pushed("index/app");
    repository.putTag("all", image.index(), null);
    assertThat(repository.headManifest("all")).contains(image.index().descriptor());
    assertThatThrownBy(() -> kit.at(repository("empty/app")).putTag("all", image.index(), null))
        .isInstanceOf(BlobUnknownException.class)
        .hasMessageContaining("empty/app");
  }

  @Test
  void aManifestWithoutItsBlobsNamesWhatIsMissing() {
    assertThatThrownBy(() -> kit.at(repository("lack/app")).putTag("1", image.manifest(), null))
        .isInstanceOfSatisfying(
            BlobUnknownException.class,
            e -> assertThat(e.missing()).containsAnyOf(layer.digest(), config.digest()));
  }

  @Test
  void aTagThatCannotBeDroppedAloneIsSaidSo() throws IOException {
    Repository repository = pushed("tag/app");
    boolean dropped = repository.deleteTag("1", image.manifest().digest());
    assertThat(repository.headManifest("1").isEmpty()).isEqualTo(dropped);
    assertThat(repository.headManifest(image.manifest().digest().toString())).isPresent();
  }

  /** Whether the registry under test deletes manifests. */
  boolean deletesManifests() {
    return true;
  }

  @Test
  void everyTagIsListed() throws IOException {
    assertThat(kit.at(repository("nobody/app")).tags()).isEmpty();
    Repository repository = pushed("tags/app");
    for (int i = 2; i <= 9; i++) {
      repository.putTag(String.valueOf(i), image.manifest(), null);
    }
    assertThat(repository.tags())
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void aManifestIsDeletedWithItsTagsOrTheRegistryDeletesNone() throws IOException {
    Repository repository = pushed("delete/app");
    repository.putTag("all", image.index(), null);
    Digest index = image.index().digest();
    if (!deletesManifests()) {
      assertThat(repository.deleteManifest(index, () -> true))
          .isEqualTo(ManifestDeletion.UNSUPPORTED);
      assertThat(repository.hasManifest(index)).isTrue();
      return;
    }
    assertThat(repository.deleteManifest(index, () -> true)).isEqualTo(ManifestDeletion.DONE);
    assertThat(repository.headManifest(index.toString())).isEmpty();
    assertThat(repository.tags()).containsExactly("1");
    assertThat(repository.hasManifest(image.manifest().digest())).isTrue();
    assertThat(repository.deleteManifest(index, () -> true)).isEqualTo(ManifestDeletion.DONE);
  }

  @Test
  void whoHasNoReferrersApiSaysSo() throws IOException {
    assertThat(pushed("referrers/app").referrers(image.manifest().digest())).isEmpty();
  }

  @Test
  void bytesOfAnotherDigestAreRefusedAndNotTriedAgain() {
    byte[] wrong = image.layer().clone();
    wrong[0]++;
    assertThatThrownBy(
            () ->
                kit.at(repository("wrong/app"))
                    .putBlob(layer, () -> new ByteArrayInputStream(wrong), List.of()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("wrong/app")
        .hasMessageContaining("not those of the digest");
    assertThat(kit.time.sleeps()).isEmpty();
    assertThat(kit.expected).hasValue(0);
    assertThat(kit.moved).hasValue(0);
  }
}
