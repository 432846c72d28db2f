package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.VendorApi.Answer;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A package on GHCR, by GitHub's packages API: the registry itself deletes nothing. A version is
 * deleted with all its tags and can be restored for thirty days.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/packages/learn-github-packages/deleting-and-restoring-a-package">Deleting
 * and restoring a package</a>.
 */
final class GithubPackages implements Holdings {
  private static final String LAST_TAGGED =
      "GitHub deletes no package's last version that has a tag; delete the package instead";

  private final RegistryClient client;
  private final Repository repository;
  private final URI root;
  private final Map<Digest, GithubVersion> deleted = new HashMap<>();
  private @Nullable GithubPackage known;
  private Map<Digest, GithubVersion> versions = Map.of();
  private int requestsPerList = 1;

  /**
   * Sends nothing.
   *
   * @param client with the credentials of the registry, which the API is given too
   * @param root of GitHub's REST API
   */
  GithubPackages(RegistryClient client, Repository repository, URI root) {
    this.client = client;
    this.repository = repository;
    this.root = root;
  }

  @Override
  public String way() {
    return "GitHub's packages API";
  }

  @Override
  public boolean listsUntagged() {
    return true;
  }

  @Override
  public Listing list() {
    GithubVersions.Reading reading = new GithubVersions(name(), source()).read();
    Map<Digest, GithubVersion> byDigest = new HashMap<>();
    for (GithubVersion version : reading.byId().values()) {
      if (byDigest.put(version.digest(), version) != null) {
        throw new CleanupException(
            "clean-up of "
                + name()
                + " ends here: GitHub's packages API lists two versions of "
                + version.digest()
                + "; ask GitHub's support",
            null);
      }
    }
    versions = byDigest;
    requestsPerList = reading.requests();
    List<Entry> entries = byDigest.values().stream().map(GithubVersion::entry).toList();
    return Listing.of(entries, true, reading.asOf());
  }

  @Override
  public void checkBudget(int lists, int reads, int deletions) {
    OptionalInt left = source().quota().left();
    // A look before each deletion, and perhaps one after it.
    long needed = (long) lists * requestsPerList + 3L * deletions;
    if (left.isPresent() && left.getAsInt() < needed) {
      OptionalInt seconds = source().quota().secondsToReset();
      String when =
          seconds.isPresent() ? "in " + ((seconds.getAsInt() + 59) / 60) + " min" : "later";
      throw new CleanupException(
          "clean-up of "
              + name()
              + " ends here: it may take "
              + needed
              + " requests to GitHub's API, which allows "
              + left.getAsInt()
              + " more now and all of them again "
              + when
              + "; run image:cleanup-latest then, or use a personal access token, which is allowed"
              + " 5000 an hour where a workflow's token is allowed 1000",
          null);
    }
  }

  @Override
  public Deletion delete(Entry entry, Asker asker) throws IOException {
    GithubVersion listed = versions.get(entry.digest());
    if (listed == null) {
      return repository.hasManifest(entry.digest())
          ? Deletion.kept("GitHub's packages API does not list it")
          : Deletion.DONE;
    }
    if (entry.isTagged() && othersWithTags(listed) == 0) {
      return Deletion.kept(LAST_TAGGED);
    }
    Objection objection = new Objection(asker, () -> now(listed, entry));
    return objection.isNoneNow() ? delete(listed, objection) : objection.deletion();
  }

  /** What has come of it meanwhile: it is gone, or has changed; empty where it has not. */
  private Optional<Deletion> now(GithubVersion listed, Entry entry) {
    Optional<GithubVersion> now = look(listed);
    if (now.isEmpty()) {
      return Optional.of(done(listed));
    }
    if (!now.get().digest().equals(entry.digest())) {
      throw new CleanupException(
          name() + ": GitHub has given version " + listed.id() + " to another manifest", null);
    }
    if (!now.get().tags().equals(entry.tags())) {
      return Optional.of(Deletion.kept("it has other tags by now: " + tags(now.get())));
    }
    return Objects.equals(now.get().touched(), entry.touched())
        ? Optional.empty()
        : Optional.of(Deletion.kept("somebody pushed it again meanwhile"));
  }

  @Override
  public void restore(RawManifest manifest, Set<String> tags) {
    restore(manifest);
    new LostTags(repository).giveBack(manifest, tags);
  }

  private void restore(RawManifest manifest) {
    GithubVersion version = deleted.remove(manifest.digest());
    // Restored it has its tags again, and they may be somebody else's by now.
    if (version != null && version.tags().isEmpty() && isRestored(version)) {
      return;
    }
    try {
      // A version of another number then, which is all the same to whoever pulls it.
      repository.putManifest(manifest);
    } catch (BlobUnknownException e) { // what it refers to may have gone with it
      if (version == null
          || !new LostTags(repository).areFree(version.tags())
          || !isRestored(version)) {
        throw e;
      }
    }
  }

  private boolean isRestored(GithubVersion version) {
    Answer answer = source().send("POST", "/versions/" + version.id() + "/restore");
    if (answer.status() == 403) {
      throw source().refused("restore " + version.digest(), answer);
    }
    return answer.isSuccessful() && repository.hasManifest(version.digest());
  }

  private Deletion delete(GithubVersion version, Objection objection) throws IOException {
    Optional<Answer> sent = source().delete("/versions/" + version.id(), objection);
    if (sent.isEmpty()) {
      return objection.deletion();
    }
    Answer answer = sent.get();
    String said = said(answer);
    if (answer.isSuccessful() || (answer.status() == 404 && look(version).isEmpty())) {
      return done(version);
    }
    if (said.contains("last tagged version")) {
      return Deletion.kept(LAST_TAGGED);
    }
    // Which status this has is not documented; only the sentence is known.
    if (said.contains("downloads")) {
      return Deletion.kept(
          "GitHub deletes no public version that was downloaded more than 5000 times; make the"
              + " package private for the clean-up, or ask GitHub's support");
    }
    throw source()
        .refused("delete version " + version.id() + " (" + version.digest() + ")", answer);
  }

  private Deletion done(GithubVersion version) {
    deleted.put(version.digest(), version);
    return Deletion.DONE;
  }

  /** The version as it is now; empty where it is gone. */
  private Optional<GithubVersion> look(GithubVersion version) {
    Answer answer = source().send("GET", "/versions/" + version.id());
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccessful() || answer.body() == null) {
      throw source().refused("show version " + version.id(), answer);
    }
    return Optional.of(GithubVersion.of(name().toString(), answer.body()));
  }

  private long othersWithTags(GithubVersion version) {
    return versions.values().stream()
        .filter(each -> each.id() != version.id() && !each.tags().isEmpty())
        .count();
  }

  private GithubPackage source() {
    if (known == null) {
      Credential credential =
          client
              .credential(name().host())
              .orElseThrow(
                  () ->
                      new CleanupException(
                          "clean-up of "
                              + name()
                              + " needs the credentials that "
                              + name().host()
                              + " is pushed to with, found none; in a workflow set the variable"
                              + " GITHUB_TOKEN to secrets.GITHUB_TOKEN, elsewhere use docker login"
                              + " with a classic personal access token that has read:packages and"
                              + " delete:packages",
                          null));
      GithubToken token = GithubToken.of(name().host(), credential);
      known =
          new GithubPackage(
              client.vendorApi(root, Optional.of(token.authorization())), root, token, name());
    }
    return known;
  }

  private RepositoryName name() {
    return repository.name();
  }

  private static String said(Answer answer) {
    JsonNode body = answer.body();
    return body == null ? "" : body.path("message").asText().toLowerCase(Locale.ROOT);
  }

  private static String tags(GithubVersion version) {
    return version.tags().isEmpty()
        ? "none"
        : Quoted.list(List.copyOf(new TreeSet<>(version.tags())));
  }
}
