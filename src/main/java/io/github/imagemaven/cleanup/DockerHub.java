package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.VendorApi.Answer;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A repository of Docker Hub: tags by Hub's API, manifests by its registry, which keeps what a tag
 * or another image refers to. What has no tag is not listed.
 *
 * <p>Source: <a
 * href="https://docs.docker.com/reference/api/registry/latest/#tag/Manifests/operation/DeleteImageManifest">Docker
 * Hub's registry, delete image manifest</a>. The deletion of tags is not in Hub's OpenAPI document;
 * its token reference names it ("Tags: list, get, and delete") below {@code /v2/namespaces}, and
 * older scripts use it below {@code /v2/repositories}.
 */
final class DockerHub implements Holdings {
  /** Its limit is one a minute: what is waited for anyway is no reason to refuse. */
  private static final int MOST_WAIT_SECONDS = 120;

  private final Repository repository;
  private final HubApi api;
  private final String path;
  private final String oldPath;
  private int requestsPerList = 1;

  /**
   * Sends nothing.
   *
   * @param client with the credentials of the registry, which the API is given too
   * @param root of Docker Hub's API
   */
  DockerHub(RegistryClient client, Repository repository, URI root) {
    this.repository = repository;
    this.api = new HubApi(client, repository.name(), root);
    String whole = repository.name().path();
    int slash = whole.indexOf('/');
    String namespace = slash < 0 ? "library" : whole.substring(0, slash);
    String name = whole.substring(slash + 1).replace("/", "%2F");
    this.path = "/v2/namespaces/" + namespace + "/repositories/" + name;
    this.oldPath = "/v2/repositories/" + namespace + "/" + name;
  }

  @Override
  public String way() {
    return "Docker Hub's API";
  }

  @Override
  public boolean listsUntagged() {
    return false;
  }

  @Override
  public Listing list() {
    HubTags.Reading reading = new HubTags(api, repository, path).read();
    requestsPerList = reading.requests();
    return Listing.of(reading.entries(), false, reading.asOf());
  }

  @Override
  public void checkBudget(int lists, int reads, int deletions) {
    OptionalInt readsLeft = repository.readsLeft();
    if (readsLeft.isPresent() && readsLeft.getAsInt() < reads) {
      throw exceeded(reads + " manifests to be read", readsLeft.getAsInt(), "within six hours");
    }
    OptionalInt left = api.quota().left();
    OptionalInt wait = api.quota().secondsToReset();
    long needed = (long) lists * requestsPerList + 2L * deletions;
    if (left.isPresent()
        && left.getAsInt() < needed
        && wait.isPresent()
        && wait.getAsInt() > MOST_WAIT_SECONDS) {
      throw exceeded(
          needed + " requests to its API",
          left.getAsInt(),
          "in " + ((wait.getAsInt() + 59) / 60) + " min");
    }
  }

  @Override
  public Deletion delete(Entry entry, Asker asker) throws IOException {
    for (String tag : new TreeSet<>(entry.tags())) {
      Objection objection = new Objection(asker, () -> moved(tag, entry.digest()));
      if (!objection.isNoneNow() || !deleteTag(tag, objection)) {
        return objection.deletion();
      }
      asker.untagged(tag);
    }
    Objection objection = new Objection(asker);
    // Nobody knows how long the tags took.
    return entry.isTagged() && !objection.mayStillGo()
        ? objection.deletion()
        : deleteManifest(entry, objection);
  }

  private Optional<Deletion> moved(String tag, Digest from) {
    Optional<Descriptor> now = repository.headManifest(tag);
    return now.isPresent() && !now.get().digest().equals(from)
        ? Optional.of(Deletion.kept("the tag " + tag + " names something else by now"))
        : Optional.empty();
  }

  @Override
  public void restore(RawManifest manifest, Set<String> tags) {
    repository.putManifest(manifest);
    new LostTags(repository).giveBack(manifest, tags);
  }

  /** False where it may not go any more. */
  private boolean deleteTag(String tag, Objection objection) throws IOException {
    Optional<Answer> answer = api.delete(path + "/tags/" + tag, objection);
    if (answer.isPresent() && (answer.get().status() == 404 || answer.get().status() == 405)) {
      // A tag that is gone, or a way that is not offered: the old way tells which.
      if (objection.isOld() && !objection.mayStillGo()) {
        return false;
      }
      answer = api.delete(oldPath + "/tags/" + tag + "/", objection);
    }
    // The old way refuses an organization's token also where there is nothing to delete any more.
    boolean done = answer.isEmpty() || answer.get().isSuccessful() || answer.get().status() == 404;
    if (!done && repository.headManifest(tag).isPresent()) {
      throw api.refused("delete the tag " + tag, answer.get());
    }
    return answer.isPresent();
  }

  private Deletion deleteManifest(Entry entry, Objection objection) throws IOException {
    try {
      return switch (repository.deleteManifest(entry.digest(), objection)) {
        case DONE -> Deletion.DONE;
        case REFERENCED -> Deletion.kept("Docker Hub says that something refers to it");
        case UNSUPPORTED ->
            Deletion.unsupported("Docker Hub's registry does not offer the deletion of manifests");
        case CALLED_OFF -> objection.deletion();
      };
    } catch (RegistryException e) {
      if (e.code() == Code.CREDENTIALS) {
        throw new CleanupException(
            repository.name()
                + ": Docker Hub does not delete "
                + entry.digest()
                + ", "
                + e.getMessage()
                + "; unless something refers to it, "
                + HubApi.RIGHTS,
            e);
      }
      // A deletion that is answered with 500 may go on, and be done by now.
      if (e.isInDoubt() && !repository.hasManifest(entry.digest())) {
        return Deletion.DONE;
      }
      throw e;
    }
  }

  private CleanupException exceeded(String what, int left, String when) {
    return new CleanupException(
        "clean-up of "
            + repository.name()
            + " ends here: expected that Docker Hub allows for "
            + what
            + ", found that it allows "
            + left
            + " more now and all of them again "
            + when
            + "; Docker Hub lists nothing that has no tag, so what was displaced has to be removed"
            + " by hand",
        null);
  }
}
