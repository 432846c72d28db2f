package io.github.imagemaven.registry;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The blobs of one repository; each method is one unit of retry. */
final class Blobs {
  private final Exchange exchange;
  private final RegistryHost host;
  private final RepositoryName repository;
  private final Retries retries;
  private final int attempts;
  private final Lag lag;
  private final Progress progress;

  /**
   * @param attempts how often a download may break in a row
   */
  Blobs(Exchange exchange, Retries retries, int attempts, Lag lag, Progress progress) {
    this.exchange = exchange;
    this.host = exchange.host();
    this.repository = exchange.repository();
    this.retries = retries;
    this.attempts = attempts;
    this.lag = lag;
    this.progress = progress;
  }

  private Ask ask(String method, Descriptor blob, Scopes scopes) {
    return Ask.of(method, "v2/" + repository.path() + "/blobs/" + blob.digest(), scopes);
  }

  private static String unit(Descriptor blob) {
    return "blob " + blob.digest();
  }

  /** {@link Repository#hasBlob}. */
  boolean has(Descriptor blob, Scopes read) {
    Ask ask = ask("HEAD", blob, read);
    return retries.runOnline(
        unit(blob),
        last -> {
          boolean there =
              exchange.send(
                  ask,
                  response -> response.code() != 404 && BlobChecks.found(exchange, blob, response));
          return awaited(there ? Optional.of(blob) : Optional.empty(), blob, last).isPresent();
        });
  }

  /** {@link Repository#openBlob}. */
  Optional<InputStream> open(Descriptor blob, Scopes read) throws IOException {
    BlobDownload.Opening opening =
        new BlobDownload.Opening(exchange, retries, attempts, ask("GET", blob, read), blob);
    return retries.run(unit(blob), last -> awaited(opening.open(), blob, last));
  }

  private <T> Optional<T> awaited(Optional<T> found, Descriptor blob, boolean last)
      throws TransientFailure {
    return lag.awaited(found, blob.digest().toString(), last);
  }

  /** {@link Repository#putBlob}. */
  Transfer put(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    BlobUpload upload = new BlobUpload(exchange, blob, source, from(blob, mountFrom), progress);
    boolean done = false;
    try {
      Transfer transfer = retries.run(unit(blob), upload);
      done = true;
      if (transfer != Transfer.PRESENT) {
        host.rememberPushed(repository, blob.digest().toString());
      }
      return transfer;
    } finally {
      if (!done) {
        upload.abandon();
      }
    }
  }

  /** The repository to ask for a mount from; null where none is, or a mount has been lost. */
  private @Nullable RepositoryName from(Descriptor blob, Collection<RepositoryName> mountFrom) {
    if (host.wasPushed(repository, blob.digest().toString())) {
      return null;
    }
    return mountFrom.stream()
        .filter(each -> each.host().equals(repository.host()) && !each.equals(repository))
        .findFirst()
        .orElse(null);
  }
}
