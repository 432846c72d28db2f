package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories at CNCF Distribution, with the model beside it: both are told the same, and
 * after each list, deletion and history they have to hold the same.
 *
 * <p>{@code -Dimage.histories.real=500} tries more, {@code -Dimage.histories.seed=N} others.
 */
class RealHistoriesTest {
  private static RegistryClient client() {
    return RegistryClient.create(
        new RegistryOptions(2, Duration.ofMillis(10), Set.of(), List.of(), "test/1"),
        new Credentials(List.of()),
        Log.silent(),
        Progress.none());
  }

  @Test
  void distributionHoldsWhatTheModelHolds(@TempDir Path folder, TestReporter reporter) {
    int histories = Integer.getInteger("image.histories.real", 50);
    long seed = Long.getLong("image.histories.seed", System.nanoTime());
    reporter.publishEntry("image.histories.seed", String.valueOf(seed));
    Map<String, Integer> tally = new TreeMap<>();
    try (RealRegistry real = RealRegistry.start(folder);
        RegistryClient others = client();
        RegistryClient ours = client()) {
      for (int i = 0; i < histories; i++) {
        ModelRegistry model = new ModelRegistry(new Traits(false, false, true, false));
        Repository theirs = others.destination(real.repository("acme/app" + i));
        Repository cleaned = ours.destination(real.repository("acme/app" + i));
        model.pushed = (manifest, tag) -> push(theirs, model, manifest, tag);
        World world = new World(new Random(seed + i), model);
        HistoriesTest.history(seed + i, world, each -> new Beside(each, cleaned).ask, tally);
        for (Digest each : model.deleted) {
          assertThat(cleaned.headManifest(each.toString()).isPresent())
              .isEqualTo(model.manifests.containsKey(each));
        }
      }
    }
    reporter.publishEntry("tally", tally.toString());
    assertThat(tally.get("deleted")).isPositive();
  }

  private static void push(
      Repository repository, ModelRegistry model, RawManifest manifest, String tag) {
    try {
      Descriptor config = Links.of(manifest).config();
      if (config != null) {
        byte[] bytes = model.configs.get(config.digest());
        repository.putBlob(
            Descriptor.of(MediaTypes.OCI_CONFIG, config.digest(), bytes.length),
            () -> new ByteArrayInputStream(bytes),
            List.of());
      }
      if (tag == null) {
        repository.putManifest(manifest);
      } else {
        repository.putTag(tag, manifest, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the registry, and has the model do the same. */
  private static final class Beside extends Wrong {
    private final DistributionHoldings holdings;
    private final RegistryContents contents;

    Beside(ModelRegistry model, Repository repository) {
      super(model);
      holdings = new DistributionHoldings(repository);
      contents = new RegistryContents(repository);
    }

    @Override
    public Listing list() {
      Listing expected = model.list();
      Listing found = holdings.list();
      assertThat(found.entries()).isEqualTo(expected.entries());
      return found;
    }

    @Override
    public Deletion delete(Entry entry) {
      Deletion expected;
      try {
        expected = model.delete(entry);
      } catch (RegistryException e) {
        if (!model.manifests.containsKey(entry.digest())) {
          holdings.delete(entry); // the answer was lost
        }
        throw e;
      }
      assertThat(holdings.delete(entry)).isEqualTo(expected);
      return expected;
    }

    @Override
    public void restore(RawManifest manifest) {
      model.restore(manifest);
      holdings.restore(manifest);
    }

    @Override
    public Optional<RawManifest> manifest(Digest digest) throws IOException {
      Optional<RawManifest> expected = super.manifest(digest);
      Optional<RawManifest> found = contents.manifest(digest);
      assertThat(found.map(RawManifest::toString)).isEqualTo(expected.map(RawManifest::toString));
      return found;
    }

    @Override
    public boolean has(Digest digest) {
      boolean expected = super.has(digest);
      assertThat(contents.has(digest)).isEqualTo(expected);
      return expected;
    }

    @Override
    public Optional<List<Descriptor>> referrers(Digest subject) {
      assertThat(contents.referrers(subject)).isEmpty();
      return Optional.empty();
    }
  }
}
