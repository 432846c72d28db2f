package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;

/**
 * DELETE of a tag, and a look whether it is gone, since a 404 to DELETE says either that the tag
 * does not exist or that nobody can delete one here.
 */
final class TagDeletion {
  private final Exchange exchange;
  private final Manifests manifests;
  private final Retries retries;
  private final Lag lag;
  private final String tag;

  TagDeletion(Exchange exchange, Manifests manifests, Retries retries, Lag lag, String tag) {
    this.exchange = exchange;
    this.manifests = manifests;
    this.retries = retries;
    this.lag = lag;
    this.tag = tag;
  }

  /** What a registry says to it. */
  private enum Said {
    /** It does it. */
    ACCEPTED,
    /** 404: there is no such tag, or there is no such end point, as at Amazon's ECR. */
    NOT_FOUND,
    /** It does not offer it. */
    UNSUPPORTED
  }

  /**
   * Deletes. Where the registry accepted and still shows the tag, it is asked again within this
   * unit of retry.
   *
   * @return true where the tag is seen to be gone
   * @throws RegistryException where the registry refuses for another reason than that it does not
   *     offer this, or the look fails
   */
  boolean run() {
    String unit = "tag " + tag;
    Said said = retries.runOnline(unit, last -> ask());
    return said != Said.UNSUPPORTED && retries.runOnline(unit, last -> isGone(said, last));
  }

  private Said ask() throws TransientFailure, InterruptedException {
    RepositoryName repository = exchange.repository();
    Scopes delete = Scopes.of(repository.path(), "pull", "push", "delete");
    return exchange.send(
        Ask.of("DELETE", "v2/" + repository.path() + "/manifests/" + tag, delete),
        response -> {
          if (response.code() == 400 || response.code() == 405) {
            return Said.UNSUPPORTED;
          }
          if (response.code() == 404) {
            return Said.NOT_FOUND;
          }
          if (response.isSuccessful()) {
            return Said.ACCEPTED;
          }
          throw exchange.refusals().of(repository, "deletion of tag " + tag, response);
        });
  }

  private boolean isGone(Said said, boolean last) throws TransientFailure, InterruptedException {
    Scopes push = Scopes.of(exchange.repository().path(), "pull", "push");
    boolean gone = manifests.head(tag, push).isEmpty();
    if (!gone && !last && said == Said.ACCEPTED) {
      throw lag.of("the tag that was just deleted is still seen");
    }
    return gone;
  }
}
