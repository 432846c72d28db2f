package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.VendorApi.Answer;
import io.github.imagemaven.report.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads all tags of a repository of Docker Hub. As on GHCR several pages are no picture of one
 * moment, so they count when two readings agree, and have as many tags as each page says there are.
 */
final class HubTags {
  private static final int PAGE = 100;
  private static final int READINGS = 5;

  private final HubApi api;
  private final Repository repository;
  private final String path;

  /**
   * @param path of the repository in the API
   */
  HubTags(HubApi api, Repository repository, String path) {
    this.api = api;
    this.repository = repository;
    this.path = path;
  }

  /**
   * All tags.
   *
   * @param byName each once
   * @param asOf Docker Hub's time before the first page; null where it did not say
   * @param requests how many it took
   */
  record Reading(Map<String, HubTag> byName, @Nullable Instant asOf, int requests) {
    List<Entry> entries() {
      Map<Digest, Set<String>> names = new LinkedHashMap<>();
      Map<Digest, Instant> touched = new LinkedHashMap<>();
      byName.forEach(
          (name, tag) -> {
            names.computeIfAbsent(tag.digest, digest -> new HashSet<>()).add(name);
            if (tag.pushed != null) {
              touched.merge(tag.digest, tag.pushed, (a, b) -> a.isAfter(b) ? a : b);
            }
          });
      return names.entrySet().stream()
          .map(each -> new Entry(each.getKey(), each.getValue(), touched.get(each.getKey())))
          .toList();
    }
  }

  /**
   * What a tag names.
   *
   * @param pushed when it last was given to something; null where nobody says
   */
  record HubTag(Digest digest, @Nullable Instant pushed) {}

  /**
   * Reads them, again and again while they change.
   *
   * @throws CleanupException where they do not stop, or cannot be read
   */
  Reading read() {
    int requests = 0;
    String missing = "";
    Map<String, JsonNode> before = null;
    for (int i = 0; i < READINGS; i++) {
      Once once = readOnce();
      requests += once.pages;
      if (once.isWhole && (once.pages == 1 || once.byName.equals(before))) {
        Map<String, HubTag> named = named(once.byName);
        if (named.keySet().containsAll(once.byName.keySet())) {
          return new Reading(named, once.asOf, requests);
        }
        missing =
            once.byName.keySet().stream()
                .filter(each -> !named.containsKey(each))
                .findFirst()
                .get();
      }
      before = once.isWhole ? once.byName : null;
    }
    if (!missing.isEmpty()) {
      throw DistributionHoldings.nothingUnder(repository, missing);
    }
    throw new CleanupException(
        "clean-up of "
            + repository.name()
            + " ends here: its list of tags changed each of "
            + READINGS
            + " times that it was read; run clean-up again when nothing else publishes there",
        null);
  }

  private static final class Once {
    private final Map<String, JsonNode> byName = new LinkedHashMap<>();
    private @Nullable Instant asOf;
    private int pages;
    private boolean isWhole = true;
  }

  private Once readOnce() {
    Once once = new Once();
    String next = path + "/tags?page=1&page_size=" + PAGE;
    while (next != null && once.isWhole) {
      once.pages++;
      Answer answer = api.send("GET", next);
      JsonNode page = page(answer);
      if (once.pages == 1) {
        once.asOf = answer.date();
      }
      for (JsonNode tag : page.path("results")) {
        // What a page may say otherwise each time, such as the last pull, does not count.
        once.isWhole &= once.byName.put(name(tag), kept(tag)) == null;
      }
      next = page.path("next").isTextual() ? page.path("next").textValue() : null;
      once.isWhole &= next != null || once.byName.size() == page.path("count").asInt();
    }
    return once;
  }

  private JsonNode page(Answer answer) {
    JsonNode page = answer.body();
    if (!answer.isSuccessful()) {
      throw api.refused("list the tags", answer);
    }
    if (page == null || !page.path("results").isArray() || !page.path("count").isInt()) {
      throw strange("a list of tags and their count", answer.description());
    }
    return page;
  }

  private String name(JsonNode tag) {
    String name = tag.path("name").asText();
    if (!Tag.isValid(name)) {
      throw strange("tags with names", name.isEmpty() ? "one without" : Quoted.of(name));
    }
    return name;
  }

  private static JsonNode kept(JsonNode tag) {
    return tag.isObject() ? tag.<ObjectNode>deepCopy().retain("digest", "tag_last_pushed") : tag;
  }

  private Map<String, HubTag> named(Map<String, JsonNode> byName) {
    Map<String, HubTag> tags = new LinkedHashMap<>();
    byName.forEach(
        (name, tag) ->
            digest(name, tag)
                .ifPresent(
                    digest ->
                        tags.put(
                            name,
                            new HubTag(digest, instant(tag.path("tag_last_pushed").asText())))));
    return tags;
  }

  /** By the list, else by the registry, which may show late what a tag names. */
  private Optional<Digest> digest(String name, JsonNode tag) {
    String said = tag.path("digest").asText();
    return Digest.isValid(said)
        ? Optional.of(Digest.of(said))
        : repository.headManifest(name).map(Descriptor::digest);
  }

  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notSaid) {
      return null;
    }
  }

  private CleanupException strange(String expected, String found) {
    return new CleanupException(
        "clean-up of "
            + repository.name()
            + " ends here: expected of Docker Hub "
            + expected
            + ", found "
            + found
            + "; look at https://www.dockerstatus.com and run again",
        null);
  }
}
