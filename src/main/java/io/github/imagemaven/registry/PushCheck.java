package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import okhttp3.HttpUrl;

/** Whether we may push: an upload is opened and cancelled, and nothing stays behind. */
final class PushCheck {
  private final Exchange exchange;
  private final Log log;
  private final Scopes push;

  PushCheck(Exchange exchange, Log log) {
    this.exchange = exchange;
    this.log = log;
    this.push = Scopes.of(exchange.repository().path(), "pull", "push");
  }

  boolean run() throws TransientFailure, InterruptedException {
    ping();
    HttpUrl session = open();
    cancel(session);
    return true;
  }

  /** Whether there is a registry at all; also teaches what it asks for. */
  private void ping() throws TransientFailure, InterruptedException {
    if (exchange.host().introduction().isDone()) {
      return;
    }
    RepositoryName repository = exchange.repository();
    exchange.send(
        Ask.of("GET", "v2/", push),
        response -> {
          if (response.code() == 404) {
            throw new RegistryException(
                Code.PUBLICATION,
                "%s: no registry answers at %s (GET /v2/: 404). Is the host right?"
                    .formatted(repository, response.request().url().host()),
                null);
          }
          if (!response.isSuccessful()) {
            throw exchange.refusals().of(repository, "GET /v2/", response);
          }
          return true;
        });
  }

  private HttpUrl open() throws TransientFailure, InterruptedException {
    RepositoryName repository = exchange.repository();
    return exchange.send(
        Ask.of("POST", "v2/" + repository.path() + "/blobs/uploads/", push).body(Bytes.none()),
        response -> {
          if (response.code() != 202) {
            throw exchange.refusals().of(repository, "an upload (to see whether we may)", response);
          }
          return BlobChecks.uploadLocation(exchange, response);
        });
  }

  /** Best effort: a registry that does not know cancelling drops idle uploads by itself. */
  private void cancel(HttpUrl session) throws InterruptedException {
    try {
      int status = exchange.send(Ask.of("DELETE", session, push), response -> response.code());
      if (status >= 400) {
        log.debug(exchange.repository() + ": cancelling the upload was answered " + status);
      }
    } catch (TransientFailure | RegistryException e) {
      log.debug(exchange.repository() + ": cancelling the upload failed: " + e.getMessage());
    }
  }
}
