package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Repository.ManifestDeletion;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import okhttp3.Response;

/**
 * DELETE of a manifest by its digest, which takes along the tags that name it when it arrives. A
 * digest never names anything else, but tags come to it: so a request that is repeated, or had to
 * wait, is preceded by the caller's look once more.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#deleting-manifests">
 * distribution-spec, deleting manifests</a>; <a
 * href="https://docs.docker.com/reference/api/registry/latest/">Docker Hub's registry API</a> for
 * 403.
 */
final class DigestDeletion {
  /** Of what was asked for itself, so that it says nothing of whether deletion is offered. */
  private static final Set<String> MALFORMED =
      Set.of("DIGEST_INVALID", "NAME_INVALID", "MANIFEST_INVALID");

  private final Exchange exchange;
  private final Manifests manifests;
  private final Digest digest;
  private final Scopes scopes;
  private final RecheckedDeletion deletion;

  /** Made when the caller has looked; one object is for one deletion and its attempts. */
  DigestDeletion(Exchange exchange, Manifests manifests, Digest digest, Recheck recheck) {
    this.deletion = new RecheckedDeletion(exchange.host().time(), recheck);
    this.exchange = exchange;
    this.manifests = manifests;
    this.digest = digest;
    this.scopes = Scopes.of(exchange.repository().path(), "pull", "push", "delete");
  }

  /** What the registry said, not yet looked into. */
  private enum Said {
    DONE,
    NOT_THERE,
    /** 404 without the word that there is no such manifest: maybe there is no such end point. */
    NOT_FOUND,
    REFERENCED,
    UNSUPPORTED
  }

  /** Asks once. */
  ManifestDeletion run() throws TransientFailure, IOException, InterruptedException {
    RepositoryName repository = exchange.repository();
    Ask ask =
        // With a body, though an empty one, so that it is not repeated without a look.
        Ask.of("DELETE", "v2/" + repository.path() + "/manifests/" + digest, scopes)
            .body(Bytes.none());
    Optional<Said> said = deletion.attempt(gate -> exchange.guarded(gate).send(ask, this::read));
    return said.isEmpty() ? ManifestDeletion.CALLED_OFF : meaning(said.get());
  }

  private ManifestDeletion meaning(Said said) throws TransientFailure, InterruptedException {
    return switch (said) {
      case DONE, NOT_THERE -> ManifestDeletion.DONE;
      case REFERENCED -> ManifestDeletion.REFERENCED;
      case UNSUPPORTED -> ManifestDeletion.UNSUPPORTED;
      case NOT_FOUND -> isThere() ? ManifestDeletion.UNSUPPORTED : ManifestDeletion.DONE;
    };
  }

  private boolean isThere() throws TransientFailure, InterruptedException {
    return manifests.seen().head(digest.toString(), scopes).isPresent();
  }

  private Said read(Response response) throws TransientFailure {
    if (response.isSuccessful()) {
      return Said.DONE;
    }
    ErrorBody body = exchange.refusals().read(response);
    int status = response.code();
    if (status == 404) {
      boolean clear = body.has("MANIFEST_UNKNOWN") || body.has("NAME_UNKNOWN");
      return clear ? Said.NOT_THERE : Said.NOT_FOUND;
    }
    if (isKept(response, body)) {
      return Said.REFERENCED;
    }
    boolean offered = body.codes().stream().anyMatch(MALFORMED::contains);
    if (status == 405 || (status == 400 && !offered)) {
      return Said.UNSUPPORTED;
    }
    throw exchange
        .refusals()
        .of(exchange.repository(), "deletion of manifest " + digest, response, body);
  }

  /**
   * Whether something refers to it, or a rule protects it: 409 and 412 say so by themselves
   * (GitLab, Harbor); 400 by Google's codes; 403 by its words alone, since it may as well be that
   * we have no right to delete.
   */
  private boolean isKept(Response response, ErrorBody body) {
    return switch (response.code()) {
      case 409, 412 -> true;
      case 400 ->
          body.codes().stream().anyMatch(code -> code.startsWith("GOOGLE_MANIFEST_DANGLING"))
              || isSaidToBeKept(body);
      case 403 -> isSaidToBeKept(body) && !exchange.refusals().isRateLimit(response, body);
      default -> false;
    };
  }

  private static boolean isSaidToBeKept(ErrorBody body) {
    return body.mentions("referenc") || body.mentions("immutab") || body.mentions("retention");
  }
}
