package io.github.imagemaven.cleanup;

import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.time.Duration;

/**
 * Removes what moved tags left behind, repository by repository, and nothing that anything else
 * needs.
 */
public final class Cleanup {
  /** GHCR and Docker Hub list after some seconds what their registries have. */
  private static final Duration LAG = Duration.ofSeconds(2);

  private final HoldingsByHost holdings;
  private final Log log;

  /**
   * @param client with the credentials of the publication
   * @param vendors which hosts are kinds of their own
   * @param log told of each deletion
   */
  public Cleanup(RegistryClient client, VendorHosts vendors, Log log) {
    this.holdings = new HoldingsByHost(client, vendors, DistributionHoldings::new);
    this.log = log;
  }

  /** Cleans one repository up. A failure is in the result, with what went before it. */
  public RepositoryCleanup run(CleanupRequest request) throws IOException {
    return run(
        request,
        holdings.of(request.repository()),
        CleanupReport.of(request.repository().name().toString(), log));
  }

  /** What {@link #run} would do when the tags have moved, by reads alone. */
  public RepositoryCleanup plan(CleanupRequest request) throws IOException {
    return run(
        request,
        new Rehearsal(holdings.of(request.repository())),
        CleanupReport.planned(request.repository().name().toString(), request.moving(), log));
  }

  private static RepositoryCleanup run(CleanupRequest request, Holdings way, CleanupReport report) {
    Contents contents = new RegistryContents(request.repository());
    return new RepositoryRun(request, way, contents, System::nanoTime, Cleanup::pause, report)
        .run();
  }

  private static void pause() {
    try {
      Thread.sleep(LAG.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CleanupException("the clean-up was interrupted; run it again", e);
    }
  }
}
