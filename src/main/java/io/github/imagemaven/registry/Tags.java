package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import java.util.Optional;

/** The tags of one repository, and what the host's {@link TagMemory} is to keep of them. */
final class Tags {
  private final Exchange exchange;
  private final RegistryHost host;
  private final RepositoryName repository;
  private final Manifests manifests;
  private final Retries retries;
  private final Lag lag;

  Tags(Exchange exchange, Manifests manifests, Retries retries, Lag lag) {
    this.exchange = exchange;
    this.host = exchange.host();
    this.repository = exchange.repository();
    this.manifests = manifests;
    this.retries = retries;
    this.lag = lag;
  }

  /**
   * Looks at what a tag or a digest names: waits for what was put in this run, and remembers of a
   * tag whether it could be seen.
   */
  <T> Optional<T> look(String selector, Retries.Attempt<Optional<T>> look) {
    try {
      Optional<T> found =
          retries.runOnline(
              "manifest " + selector, last -> lag.awaited(look.run(last), selector, last));
      host.tags().show(repository, selector);
      return found;
    } catch (HiddenTagException e) {
      host.tags().hide(repository, selector);
      throw e;
    }
  }

  /** {@link Repository#lists}. */
  boolean lists(String tag, Scopes read) {
    boolean has = retries.runOnline("list of tags", last -> new TagList(exchange, read).has(tag));
    if (!has) {
      host.tags().show(repository, tag);
    }
    return has;
  }

  /** {@link Repository#putTag}. */
  boolean put(String tag, RawManifest manifest, Optional<Digest> seen, Scopes push) {
    boolean inDoubt =
        retries.runOnline(
            "manifest " + tag, new TagPut(exchange, manifests, lag, tag, manifest, seen, push));
    host.tags().show(repository, tag);
    host.rememberPushed(repository, tag);
    host.rememberPushed(repository, manifest.digest().toString());
    return inDoubt;
  }

  /** {@link Repository#deleteTag}. */
  boolean delete(String tag, Digest expected) {
    host.forgetPushed(repository, tag);
    return new TagDeletion(exchange, manifests, retries, lag, tag, expected).run();
  }
}
