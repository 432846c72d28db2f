package io.github.imagemaven.registry;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The distribution-spec's end points for one repository. Safe for use by many threads.
 *
 * <p>Each call is one unit of retry: what is transient is tried again as often as {@link
 * RegistryOptions#attempts} says, within it and nowhere else. A thread that is interrupted gets a
 * {@link RegistryException} with its interrupt status set.
 */
public final class Repository {
  private final RegistryHost host;
  private final RepositoryName name;
  private final Exchange exchange;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Tags tags;
  private final Retries retries;
  private final Lag lag;
  private final Log log;
  private final Scopes push;
  private volatile Scopes read;

  Repository(
      Exchange exchange,
      Retries retries,
      RegistryOptions options,
      Log log,
      Progress progress,
      boolean destination) {
    this.exchange = exchange;
    this.host = exchange.host();
    this.name = exchange.repository();
    this.manifests = new Manifests(exchange, destination);
    this.retries = retries;
    this.lag = new Lag(host, name, options.firstDelay());
    this.tags = new Tags(exchange, manifests, retries, lag);
    this.blobs = new Blobs(exchange, retries, options.attempts(), lag, progress);
    this.log = log;
    this.push = Scopes.of(name.path(), "pull", "push");
    this.read = destination ? push : Scopes.of(name.path(), "pull");
  }

  /** Which repository this is. */
  public RepositoryName name() {
    return name;
  }

  /**
   * Whether the registry knows us and would let us push here, found out without leaving anything
   * behind: an upload is opened and cancelled.
   *
   * @throws RegistryException with {@code IMG-6} where it does not, naming every place where a
   *     credential was looked for; with {@code IMG-4} where it cannot be reached or refuses the
   *     repository's name
   */
  public void checkPush() {
    retries.runOnline("check of the right to push", last -> new PushCheck(exchange, log).run());
    read = push;
  }

  /**
   * HEAD of a manifest by tag or digest; falls back to GET where a registry does not know HEAD or
   * leaves out type, length or digest.
   *
   * @return empty where there is none; something put in this run is waited for. In a {@linkplain
   *     RegistryClient#destination destination} a digest that it is forbidden to look at (403) is
   *     not there
   * @throws HiddenTagException in a destination, where it is forbidden to look at the tag, or a
   *     policy keeps what tag or digest names from being pulled
   * @throws RegistryException where the registry refuses or contradicts itself
   */
  public Optional<Descriptor> headManifest(String selector) {
    return tags.look(selector, last -> manifests.head(selector, read));
  }

  /**
   * Whether a manifest is there, whether or not it may be pulled; one put in this run is waited
   * for.
   *
   * @throws RegistryException where the registry refuses or contradicts itself
   */
  public boolean hasManifest(Digest digest) {
    try {
      return headManifest(digest.toString()).isPresent();
    } catch (HiddenTagException e) {
      return true;
    }
  }

  /**
   * Whether a manifest that has been seen here is still here.
   *
   * @throws HiddenTagException in a destination, where it is forbidden (403) to look at it
   * @throws RegistryException where the registry refuses or contradicts itself
   */
  public boolean stillHasManifest(Digest manifest) {
    String digest = manifest.toString();
    return retries
        .runOnline(
            "manifest " + digest,
            last -> lag.awaited(manifests.seen().head(digest, read), digest, last))
        .isPresent();
  }

  /**
   * Whether the list of tags has this one. The list is long in an old repository: for a tag that
   * cannot be {@linkplain #headManifest looked at}. A repository that does not exist has none.
   *
   * @throws RegistryException where there is no list (404) of a repository that may exist, or the
   *     registry refuses or contradicts itself
   */
  public boolean lists(String tag) {
    return tags.lists(tag, read);
  }

  /**
   * GET of a manifest by tag or digest, at most 4 MiB, checked against a digest selector.
   *
   * @return empty where there is none; something put in this run is waited for. In a {@linkplain
   *     RegistryClient#destination destination} a digest that it is forbidden to look at (403) is
   *     not there
   * @throws HiddenTagException in a destination, where it is forbidden to look at the tag, or a
   *     policy keeps what tag or digest names from being pulled
   * @throws RegistryException where the registry refuses or contradicts itself
   * @throws io.github.imagemaven.oci.MalformedContentException where it is no JSON
   */
  public Optional<RawManifest> getManifest(String selector) {
    return tags.look(selector, last -> manifests.get(selector, read));
  }

  /**
   * PUT of a manifest under its own digest.
   *
   * @throws BlobUnknownException where the registry says that it lacks what the manifest refers to:
   *     check blobs and children again, then put again
   * @throws RegistryException where the registry refuses or contradicts itself
   */
  public void putManifest(RawManifest manifest) {
    String digest = manifest.digest().toString();
    retries.runOnline("manifest " + digest, last -> manifests.put(digest, manifest, push));
    read = push;
    host.rememberPushed(name, digest);
  }

  /**
   * PUT of a manifest under a tag. The caller has looked just before; where the request has to be
   * repeated, or the host has everybody wait, the tag is looked at again.
   *
   * @param seen what the caller saw the tag name; null where it did not exist, or could not be seen
   * @return whether an attempt before the one that was answered is in doubt, as a failure's {@link
   *     RegistryException#isInDoubt}: it may take effect later, even once the tag names something
   *     else again
   * @throws BlobUnknownException as {@link #putManifest}
   * @throws TagMovedException where the tag is seen to name neither that nor the manifest
   * @throws RegistryException where the registry refuses or contradicts itself
   */
  public boolean putTag(String tag, RawManifest manifest, @Nullable Digest seen) {
    boolean inDoubt = tags.put(tag, manifest, Optional.ofNullable(seen), push);
    read = push;
    return inDoubt;
  }

  /**
   * DELETE of a tag, and a look whether it is gone, since a 404 to DELETE says either that the tag
   * does not exist or that nobody can delete one here. Where the registry accepted the deletion and
   * still shows the tag, it is asked again within this unit of retry. Before a request is repeated
   * the tag is looked at again.
   *
   * @param expected what the caller saw the tag name just before
   * @return true where the tag is seen to be gone; false where it stands: the registry does not
   *     offer its deletion (400, 404, 405), or did not do what it accepted
   * @throws TagMovedException where the tag is seen to name something else
   * @throws RegistryException where it refuses for another reason, or the look fails
   */
  public boolean deleteTag(String tag, Digest expected) {
    return tags.delete(tag, expected);
  }

  /**
   * Every tag of the repository.
   *
   * @return empty where the repository does not exist
   * @throws RegistryException where the list cannot be had in full
   */
  public List<String> tags() {
    return retries.runOnline("list of tags", last -> new TagList(exchange, read).all());
  }

  /** What a registry answered to the deletion of a manifest. */
  public enum ManifestDeletion {
    /** It is gone (202), or was not there (404). */
    DONE,
    /** The registry keeps it, since something refers to it, or a rule protects it. */
    REFERENCED,
    /** It does not offer deletion (400, 405). */
    UNSUPPORTED,
    /**
     * It may not go any more, as the caller's look has found when the request was to be repeated;
     * an attempt before may have been done all the same.
     */
    CALLED_OFF
  }

  /**
   * DELETE of a manifest by its digest, with all tags that name it. A manifest that is not there is
   * as good as deleted. Nothing is awaited and nothing looked at before: callers have looked. But
   * where the request has to be repeated, or to wait, they look again. A 404 that does not say what
   * is unknown is looked into, since a registry without this end point gives it as well.
   *
   * @param recheck the caller's look
   * @throws IOException where the look fails so
   * @throws RegistryException with {@code IMG-6} where we may not; else where the registry refuses
   */
  public ManifestDeletion deleteManifest(Digest manifest, Recheck recheck) throws IOException {
    host.forgetPushed(name, manifest.toString());
    DigestDeletion deletion = new DigestDeletion(exchange, manifests, manifest, recheck);
    return retries.run("deletion of manifest " + manifest, last -> deletion.run());
  }

  /**
   * The manifests whose subject is this one, by the referrers API.
   *
   * @return empty where the registry has no such API (404), which leaves the tag {@code sha256-…}
   * @throws RegistryException where it has, and the list cannot be had in full
   */
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return retries.runOnline(
        "referrers of " + subject, last -> new Referrers(exchange, read).of(subject));
  }

  /**
   * How many more manifests may be read here before the registry refuses, by its header {@code
   * ratelimit-remaining}; empty where it did not say.
   */
  public OptionalInt readsLeft() {
    return host.readsLeft();
  }

  /**
   * HEAD of a blob.
   *
   * @return false where it is not there; one put in this run is waited for
   * @throws RegistryException where the registry refuses, or has it with another size
   */
  public boolean hasBlob(Descriptor blob) {
    return blobs.has(blob, read);
  }

  /**
   * GET of a blob. A broken connection is resumed where it broke; the stream fails at its end, with
   * a {@link RegistryException}, where size or digest differ. It must be closed: a host has few
   * downloads at a time.
   *
   * @return empty where it is not there; one put in this run is waited for
   * @throws RegistryException where the registry refuses, or has it with another size
   */
  public Optional<InputStream> openBlob(Descriptor blob) throws IOException {
    return blobs.open(blob, read);
  }

  /**
   * HEAD; where absent a mount from one of the repositories of this host; else POST and one PUT. A
   * blob that was mounted or put before in this run, and is absent, is sent: registries are about
   * that say that they have mounted what they have not.
   *
   * <p>Progress: {@link Progress#expect} is called with the blob's size when it begins to be sent,
   * once, and not at all where it is present or mounted; {@link Progress#moved} as bytes go out,
   * with a negative number when an attempt is thrown away. A caller calls neither.
   *
   * @param source opened for each attempt, on another thread; a failure of it, an {@link
   *     IOException} or {@link io.github.imagemaven.report.ImageException}, is thrown as it is and
   *     never retried
   * @param mountFrom repositories that hold the blob; those of other hosts are passed over, and of
   *     the rest the first is asked for
   * @throws IOException where the source cannot be read
   * @throws io.github.imagemaven.report.EnvironmentException where the source has another size than
   *     the descriptor
   * @throws RegistryException where the registry refuses, contradicts itself, or all attempts
   *     failed
   */
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    Transfer transfer = blobs.put(blob, source, mountFrom);
    read = push;
    return transfer;
  }
}
