package io.github.imagemaven.registry;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Progress;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One blob on its way into one repository. Each attempt begins by asking whether the blob is there,
 * which also settles what became of an attempt that ended without an answer.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs">
 * distribution-spec, pushing blobs</a>: POST, then one PUT with the length and without {@code
 * Content-Range}, which GHCR refuses above 4 MiB.
 */
final class BlobUpload implements Retries.Attempt<Transfer> {
  private final Exchange exchange;
  private final Descriptor blob;
  private final BlobSource source;
  private final Progress progress;
  private final String blobs;
  private final String doing;
  private final Scopes push;
  private @Nullable RepositoryName mountFrom;
  private boolean mountAsked;
  private boolean expected;

  BlobUpload(
      Exchange exchange,
      Descriptor blob,
      BlobSource source,
      @Nullable RepositoryName mountFrom,
      Progress progress) {
    this.exchange = exchange;
    this.blob = blob;
    this.source = source;
    this.mountFrom = mountFrom;
    this.progress = progress;
    String path = exchange.repository().path();
    blobs = "v2/" + path + "/blobs/";
    doing = "upload of blob " + blob.digest();
    push = Scopes.of(path, "pull", "push");
  }

  @Override
  public Transfer run(boolean last) throws TransientFailure, IOException, InterruptedException {
    if (isThere()) {
      return settled();
    }
    HttpUrl session = null;
    if (mountFrom != null) {
      Mount mount = mount(mountFrom);
      if (mount.done()) {
        return Transfer.MOUNTED;
      }
      session = mount.session();
    }
    // A blob that has to be fetched first must not keep a connection open that long.
    source.prepare();
    send(session == null ? begin() : session);
    return Transfer.UPLOADED;
  }

  /** Takes back what was promised to the progress and will not be sent any more. */
  void abandon() {
    if (expected) {
      progress.expect(-blob.size());
    }
  }

  private Transfer settled() {
    if (expected) {
      progress.moved(blob.size());
      return Transfer.UPLOADED;
    }
    return mountAsked ? Transfer.MOUNTED : Transfer.PRESENT;
  }

  private Scopes scopes() {
    RepositoryName from = mountFrom;
    return from == null ? push : push.plus(Scopes.of(from.path(), "pull"));
  }

  private boolean isThere() throws TransientFailure, InterruptedException {
    try {
      return head();
    } catch (RegistryException e) {
      if (mountFrom == null || e.code() != Code.CREDENTIALS) {
        throw e;
      }
      // The token server may have refused the source of the mount, which we can do without.
      mountFrom = null;
      return head();
    }
  }

  private boolean head() throws TransientFailure, InterruptedException {
    return exchange.send(
        Ask.of("HEAD", blobs + blob.digest(), scopes()),
        response -> {
          // Artifactory answers 403 for what is not there; the POST will tell.
          if (response.code() == 404 || (response.code() == 403 && !isRateLimit(response))) {
            return false;
          }
          return BlobChecks.found(exchange, blob, response);
        });
  }

  private boolean isRateLimit(Response response) {
    Refusals refusals = exchange.refusals();
    return refusals.isRateLimit(response, refusals.read(response));
  }

  /**
   * What came of asking for a mount.
   *
   * @param done whether the blob is there
   * @param session an upload that the registry opened instead; null where it did not
   */
  private record Mount(boolean done, @Nullable HttpUrl session) {}

  private Mount mount(RepositoryName from) throws TransientFailure, InterruptedException {
    String query = "?mount=" + encoded() + "&from=" + from.path();
    Ask ask = Ask.of("POST", blobs + "uploads/" + query, scopes()).body(Bytes.none());
    mountAsked = true;
    try {
      Mount mount = exchange.send(ask, this::mounted);
      mountFrom = null;
      return mount;
    } catch (TransientFailure e) {
      if (!e.isOfTheHost()) {
        mountFrom = null;
      }
      throw e;
    } catch (RegistryException e) {
      if (e.code() != Code.CREDENTIALS) {
        throw e;
      }
      mountFrom = null;
      return new Mount(false, null);
    }
  }

  private Mount mounted(Response response) throws TransientFailure {
    int status = response.code();
    if (status == 201) {
      BlobChecks.digest(exchange, blob.digest(), response);
      return new Mount(true, null);
    }
    mountAsked = false;
    if (status == 202) {
      return new Mount(false, location(response));
    }
    boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
    if (!refused) {
      throw exchange.refusals().of(exchange.repository(), doing, response);
    }
    ErrorBody body = exchange.refusals().read(response);
    if (exchange.refusals().isRateLimit(response, body)) {
      throw exchange.refusals().of(exchange.repository(), doing, response, body);
    }
    // Harbor says 401 for a source it does not know, others 404 or 405: an upload does it as well.
    return new Mount(false, null);
  }

  private HttpUrl begin() throws TransientFailure, InterruptedException {
    return exchange.send(
        Ask.of("POST", blobs + "uploads/", push).body(Bytes.none()),
        response -> {
          if (response.code() != 202) {
            throw exchange.refusals().of(exchange.repository(), doing, response);
          }
          return location(response);
        });
  }

  private HttpUrl location(Response response) {
    return BlobChecks.uploadLocation(exchange, response);
  }

  private void send(HttpUrl session) throws TransientFailure, IOException, InterruptedException {
    if (!expected) {
      expected = true;
      progress.expect(blob.size());
    }
    HttpUrl url = session.newBuilder().addEncodedQueryParameter("digest", encoded()).build();
    UploadBody body = new UploadBody(blob, source, progress);
    boolean done = false;
    try {
      exchange.send(Ask.of("PUT", url, push).body(body).within(HttpStack.COMMIT), this::stored);
      done = true;
    } catch (TransientFailure e) {
      body.throwSourceFailure();
      throw e;
    } finally {
      if (!done) {
        body.takeBack();
      }
    }
  }

  private boolean stored(Response response) throws TransientFailure {
    if (response.isSuccessful()) {
      BlobChecks.digest(exchange, blob.digest(), response);
      return true;
    }
    if (response.code() == 404 || response.code() == 416) {
      throw TransientFailure.of("the upload session is lost, " + response.code(), null);
    }
    throw exchange.refusals().of(exchange.repository(), doing, response);
  }

  private String encoded() {
    return blob.digest().toString().replace(":", "%3A");
  }
}
