package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import java.util.Optional;

/** The PUT of a manifest under a tag, and whether an attempt at it is still on its way. */
final class TagPut implements Retries.Attempt<Boolean> {
  private final RepositoryName repository;
  private final TagMemory memory;
  private final Manifests manifests;
  private final Lag lag;
  private final String tag;
  private final RawManifest manifest;
  private final Optional<Digest> ours;
  private final Scopes scopes;
  private final TagLook look;
  private Optional<Digest> seen;
  private boolean unknown;
  private final boolean mayBeOurs;
  private boolean inDoubt;

  /**
   * @param seen what the tag named when the caller looked; empty also where it {@linkplain
   *     TagMemory#isHidden could not be seen}
   */
  TagPut(
      Exchange exchange,
      Manifests manifests,
      Lag lag,
      String tag,
      RawManifest manifest,
      Optional<Digest> seen,
      Scopes scopes) {
    this.repository = exchange.repository();
    this.memory = exchange.host().tags();
    this.manifests = manifests;
    this.lag = lag;
    this.tag = tag;
    this.manifest = manifest;
    this.ours = Optional.of(manifest.digest());
    this.seen = seen;
    this.unknown = seen.isEmpty() && memory.isHidden(repository, tag);
    this.mayBeOurs = memory.isAsked(repository, tag);
    this.scopes = scopes;
    this.look = new TagLook(exchange, manifests, tag, scopes);
  }

  /**
   * Puts it once, unless the caller's look is old by now and somebody else has moved the tag.
   *
   * @return whether an attempt before this one, which was answered, had no clear answer
   * @throws TagMovedException where somebody has
   */
  @Override
  public Boolean run(boolean last) throws TransientFailure, InterruptedException {
    try {
      look.attempt(
          new TagLook.Change<Boolean>() {
            @Override
            public void check(Manifests looking) throws TransientFailure, InterruptedException {
              checkNotMoved(looking, last);
            }

            @Override
            public Boolean send(Exchange guarded) throws TransientFailure, InterruptedException {
              memory.ask(repository, tag, ours);
              return manifests.through(guarded).put(tag, manifest, scopes);
            }
          });
      return inDoubt;
    } catch (TransientFailure failure) {
      inDoubt |= failure.isInDoubt();
      throw failure;
    }
  }

  private void checkNotMoved(Manifests looking, boolean last)
      throws TransientFailure, InterruptedException {
    Optional<Digest> now;
    try {
      now = look.names(looking);
    } catch (HiddenTagException e) {
      if (e.isByPolicy() && !unknown && !mayBeOurs && !inDoubt) {
        // It was seen, and this run has changed nothing: another's, or a scanner looks again.
        if (last) {
          throw e;
        }
        throw lag.of("a policy hides what tag " + tag + " names by now");
      }
      // No more is known than the caller knew, or our own manifest is what a policy hides.
      return;
    }
    if (unknown) {
      // The first that is seen of it; what it was before, nobody could say.
      seen = now;
      unknown = false;
    }
    if (!now.equals(seen) && !now.equals(ours) && !memory.isAsked(repository, tag, now)) {
      lag.awaited(now, tag, last);
      String before = seen.map(Digest::toString).orElse("nothing");
      throw look.moved(before + " yet, or " + manifest.digest() + " as put there", now);
    }
  }
}
