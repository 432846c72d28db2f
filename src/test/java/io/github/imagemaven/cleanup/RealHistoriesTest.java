package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories at CNCF Distribution, and at it by way of GitHub's packages API, with the model
 * beside it: both are told the same, and at each list they have to hold the same.
 *
 * <p>{@code -Dimage.histories.real=500} tries more, {@code -Dimage.histories.seed=N} others.
 */
class RealHistoriesTest {
  private final TestReporter reporter;
  private final long seed = Long.getLong("image.histories.seed", 823);

  RealHistoriesTest(TestReporter reporter) {
    this.reporter = reporter;
  }

  @Test
  void distributionHoldsWhatTheModelHolds(@TempDir Path folder) throws Exception {
    try (VendorLab lab = VendorLab.start(folder)) {
      RegistryClient client = lab.client(null);
      histories(lab, new Traits(false, false, true, false), client, DistributionHoldings::new);
    }
  }

  @Test
  void ghcrHoldsWhatTheModelHolds(@TempDir Path folder) throws Exception {
    try (VendorLab lab = VendorLab.start(folder)) {
      RegistryClient client = lab.client("acme-bot", "ghs_run");
      URI root = VendorLab.root(lab.github());
      histories(
          lab,
          new Traits(true, false, true, false),
          client,
          repository -> new GithubPackages(client, repository, root));
    }
  }

  private void histories(
      VendorLab lab, Traits traits, RegistryClient ours, Function<Repository, Holdings> way) {
    int histories = Integer.getInteger("image.histories.real", 4);
    reporter.publishEntry("image.histories.seed", String.valueOf(seed));
    Map<String, Integer> tally = new TreeMap<>();
    RegistryClient others = lab.client(null);
    for (int i = 0; i < histories; i++) {
      ModelRegistry model = new ModelRegistry(traits);
      Repository theirs = others.destination(lab.name("acme/app" + i));
      Repository cleaned = ours.destination(lab.name("acme/app" + i));
      model.pushed = (manifest, tag) -> push(theirs, model, manifest, tag);
      World world = new World(HistoriesTest.random(seed + i), model);
      HistoriesTest.history(
          seed + i, world, each -> new Beside(each, cleaned, way.apply(cleaned)).ask, tally);
    }
    reporter.publishEntry("tally", tally.toString());
    if (histories >= 20) {
      assertThat(tally.get("deleted")).isPositive();
    }
  }

  private static void push(
      Repository repository, ModelRegistry model, RawManifest manifest, @Nullable String tag) {
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
    private final Holdings holdings;
    private final RegistryContents contents;
    private Listing listing = Listing.of(List.of(), false, null);

    Beside(ModelRegistry model, Repository repository, Holdings holdings) {
      super(model);
      this.holdings = holdings;
      this.contents = new RegistryContents(repository);
      model.deleting = this::deleteForReal;
    }

    private Deletion deleteForReal(Entry entry) {
      try {
        // As it is in the list, where its time is not the model's.
        return holdings.delete(listing.entry(entry.digest()).orElse(entry), Looking.unopposed());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Both hold the same; only in the model time flies. */
    @Override
    public Listing list() {
      Listing expected = model.list();
      try {
        listing = holdings.list();
        assertThat(tags(listing)).isEqualTo(tags(expected));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return expected;
    }

    @Override
    public Listing listReading(Predicate<RawManifest> reader) {
      Listing expected = model.list();
      try {
        assertThat(tags(holdings.listReading(reader))).isEqualTo(tags(expected));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return expected;
    }

    private static Map<Digest, Set<String>> tags(Listing listing) {
      Map<Digest, Set<String>> tags = new HashMap<>();
      listing.entries().forEach((digest, entry) -> tags.put(digest, entry.tags()));
      return tags;
    }

    @Override
    public void restore(RawManifest manifest, Set<String> tags) {
      var pushed = model.pushed;
      model.pushed = (each, tag) -> {};
      try {
        holdings.restore(manifest, tags);
        model.restore(manifest, tags);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        model.pushed = pushed;
      }
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
