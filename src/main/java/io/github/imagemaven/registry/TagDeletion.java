package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import java.util.Optional;

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
  private final Digest expected;
  private final Scopes push;
  private final TagLook look;

  /**
   * @param expected what the tag named when the caller looked
   */
  TagDeletion(
      Exchange exchange,
      Manifests manifests,
      Retries retries,
      Lag lag,
      String tag,
      Digest expected) {
    this.exchange = exchange;
    this.manifests = manifests;
    this.retries = retries;
    this.lag = lag;
    this.tag = tag;
    this.expected = expected;
    this.push = Scopes.of(exchange.repository().path(), "pull", "push");
    this.look = new TagLook(exchange, manifests, tag, push);
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
   * @throws TagMovedException where it is seen to name something else than expected
   * @throws RegistryException where the registry refuses for another reason than that it does not
   *     offer this, or the look fails
   */
  boolean run() {
    String unit = "tag " + tag;
    Said said = retries.runOnline(unit, last -> look.attempt(new Deletion()));
    return said != Said.UNSUPPORTED && retries.runOnline(unit, last -> isGone(said, last));
  }

  private final class Deletion implements TagLook.Change<Said> {
    /** A tag that is not seen may be shown late: it is deleted all the same, and then looked at. */
    @Override
    public void check(Manifests looking) throws TransientFailure, InterruptedException {
      isThere(look.names(looking));
    }

    @Override
    public Said send(Exchange guarded) throws TransientFailure, InterruptedException {
      exchange.host().tags().ask(exchange.repository(), tag, Optional.empty());
      return ask(guarded);
    }
  }

  private Said ask(Exchange guarded) throws TransientFailure, InterruptedException {
    RepositoryName repository = exchange.repository();
    Scopes delete = Scopes.of(repository.path(), "pull", "push", "delete");
    return guarded.send(
        // With a body, though an empty one, so that it is not repeated without a look.
        Ask.of("DELETE", "v2/" + repository.path() + "/manifests/" + tag, delete)
            .body(Bytes.none()),
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
    boolean gone = !isThere(manifests.head(tag, push).map(Descriptor::digest));
    if (!gone && !last && said == Said.ACCEPTED) {
      throw lag.of("the tag that was just deleted is still seen");
    }
    return gone;
  }

  private boolean isThere(Optional<Digest> now) {
    if (now.isPresent() && !now.get().equals(expected)) {
      throw look.moved(expected + ", or nothing once it is deleted", now);
    }
    return now.isPresent();
  }
}
