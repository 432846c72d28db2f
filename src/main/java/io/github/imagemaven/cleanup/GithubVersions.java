package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.VendorApi.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all versions of a package. A list of several pages is no picture of one moment: what is
 * deleted meanwhile moves a version from the page that comes next to one that was read, and a tag
 * that moves can be missed at both of its places. So it counts only when two readings, one after
 * the other, agree. {@code version_count} of the package is not used: nobody says whether it counts
 * what was deleted and could be restored.
 */
final class GithubVersions {
  private static final int PAGE = 100;

  /** What a page has where nobody asks for more. */
  private static final int DEFAULT_PAGE = 30;

  private static final int READINGS = 5;

  private final RepositoryName repository;
  private final GithubPackage source;

  GithubVersions(RepositoryName repository, GithubPackage source) {
    this.repository = repository;
    this.source = source;
  }

  /**
   * All versions.
   *
   * @param byId each once
   * @param asOf GitHub's time before the first page; null where it did not say
   * @param requests how many it took
   */
  record Reading(Map<Long, GithubVersion> byId, @Nullable Instant asOf, int requests) {}

  /**
   * Reads them, again and again while they change.
   *
   * @throws CleanupException where they do not stop, or cannot be read
   */
  Reading read() {
    int requests = 0;
    Map<Long, GithubVersion> before = null;
    for (int i = 0; i < READINGS; i++) {
      Once once = readOnce();
      requests += once.pages;
      if (once.isWhole && (once.pages == 1 || once.byId.equals(before))) {
        return new Reading(once.byId, once.asOf, requests);
      }
      before = once.isWhole ? once.byId : null;
    }
    throw new CleanupException(
        "clean-up of "
            + repository
            + " ends here: its list of versions changed each of "
            + READINGS
            + " times that it was read; run clean-up again when nothing else publishes or deletes"
            + " there",
        null);
  }

  private static final class Once {
    private final Map<Long, GithubVersion> byId = new LinkedHashMap<>();
    private @Nullable Instant asOf;
    private int pages;
    private boolean isWhole = true;
  }

  private Once readOnce() {
    Once once = new Once();
    String next = null;
    int found;
    do {
      once.pages++;
      Answer answer = next == null ? page(once.pages) : source.follow(next);
      JsonNode versions = versions(answer);
      if (once.pages == 1) {
        once.asOf = answer.date();
      }
      for (JsonNode each : versions) {
        GithubVersion version = GithubVersion.of(repository.toString(), each);
        // Twice means that something came in front of it, so that others may be missed as well.
        once.isWhole &= once.byId.put(version.id(), version) == null;
      }
      found = versions.size();
      next = answer.next();
      // A full page may be the last; that no page follows is then seen, and not taken from Link.
    } while (once.isWhole && (next != null || found == PAGE || found == DEFAULT_PAGE));
    return once;
  }

  private Answer page(int number) {
    return source.send("GET", "/versions?per_page=" + PAGE + "&page=" + number + "&state=active");
  }

  private JsonNode versions(Answer answer) {
    JsonNode body = answer.body();
    if (!answer.isSuccessful()) {
      throw source.refused("list the versions", answer);
    }
    if (body == null || !body.isArray()) {
      throw new CleanupException(
          "clean-up of "
              + repository
              + " ends here: expected of GitHub's packages API a list of versions, found "
              + answer.description()
              + "; look whether "
              + repository.host()
              + " has the API that "
              + VendorHosts.SETTING
              + " says",
          null);
    }
    return body;
  }
}
