package io.github.imagemaven.cleanup;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A clean-up of a repository in memory, asked for in words. */
final class Ask {
  /** Never spoken to. */
  private static final Repository NOWHERE =
      RegistryClient.create(
              new RegistryOptions(1, Duration.ofMillis(1), Set.of(), List.of(), "test/1"),
              new Credentials(List.of()),
              Log.silent(),
              Progress.none())
          .destination(RepositoryName.parse("model.invalid/acme/app"));

  final Holdings holdings;
  final Contents contents;
  private String image = "app";
  @Nullable Digest published;
  List<Digest> displaced = List.of();
  List<String> moving = List.of();
  private boolean sweep;
  private int keep;
  private Log log = Log.silent();
  private LongSupplier nanos = () -> 0;
  private Runnable pause = () -> {};
  private List<String> tags = List.of();

  Ask(ModelRegistry registry) {
    this(registry, registry);
  }

  /** By way of others, which may be wrong. */
  Ask(Holdings holdings, Contents contents) {
    this.holdings = holdings;
    this.contents = contents;
  }

  Ask image(String name) {
    image = name;
    return this;
  }

  Ask published(@Nullable Digest digest) {
    published = digest;
    return this;
  }

  Ask displaced(Digest... digests) {
    displaced = List.of(digests);
    return this;
  }

  Ask moving(String... tags) {
    moving = List.of(tags);
    return this;
  }

  Ask sweep() {
    sweep = true;
    return this;
  }

  Ask keep(int newest) {
    keep = newest;
    return this;
  }

  /** Of the publication, which every list has. */
  Ask tags(String... names) {
    tags = List.of(names);
    return this;
  }

  Ask pause(Runnable other) {
    pause = other;
    return this;
  }

  Ask log(Log other) {
    log = other;
    return this;
  }

  Ask clock(LongSupplier other) {
    nanos = other;
    return this;
  }

  CleanupRequest request() {
    return new CleanupRequest(
        NOWHERE, image, published, tags, displaced, moving, sweep, Duration.ofDays(7), keep);
  }

  RepositoryCleanup run() {
    return new RepositoryRun(
            request(), holdings, contents, nanos, pause, CleanupReport.of("model/app", log))
        .run();
  }

  RepositoryCleanup plan() {
    return new RepositoryRun(
            request(),
            new Rehearsal(holdings),
            contents,
            () -> 0,
            pause,
            CleanupReport.planned("model/app", moving, log))
        .run();
  }
}
