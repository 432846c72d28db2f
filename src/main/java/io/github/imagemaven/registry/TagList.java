package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a repository, page by page.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags">
 * distribution-spec, listing tags</a>.
 */
final class TagList {
  private static final int PAGE = 1000;

  /** Nobody cuts a list shorter than this. */
  private static final int LEAST_LIMIT = 10;

  private final Exchange exchange;
  private final Scopes scopes;

  TagList(Exchange exchange, Scopes scopes) {
    this.exchange = exchange;
    this.scopes = scopes;
  }

  /**
   * Whether the list has the tag. A repository that does not exist has none; that there is no list
   * (404) says nothing else, least of all once something has been pushed there.
   */
  boolean has(String tag) throws TransientFailure, InterruptedException {
    return read(tags -> tags.contains(tag)).contains(tag);
  }

  /** All of them; none where the repository does not exist, as {@link #has}. */
  List<String> all() throws TransientFailure, InterruptedException {
    return List.copyOf(read(tags -> false));
  }

  /**
   * Reads pages.
   *
   * @param enough whether no other page is needed after these tags
   */
  private Set<String> read(Predicate<List<String>> enough)
      throws TransientFailure, InterruptedException {
    Pages pages =
        new Pages(
            exchange,
            "list of tags",
            Ask.of("GET", "v2/" + exchange.repository().path() + "/tags/list?n=" + PAGE, scopes),
            (refusal, body) ->
                refusal.code() == 404
                    && body.has("NAME_UNKNOWN")
                    && !exchange.host().hasPushedTo(exchange.repository()));
    Set<String> all = new LinkedHashSet<>();
    Optional<Pages.Page> page = pages.first();
    while (page.isPresent()) {
      List<String> tags = tags(pages, page.get());
      boolean isNew = all.addAll(tags);
      if (enough.test(tags)) {
        return all;
      }
      HttpUrl linked = page.get().next();
      if (linked != null && !isNew && !tags.isEmpty()) {
        throw pages.contradiction("has a page that says what a page before it said");
      }
      HttpUrl next = linked != null ? linked : isNew ? unlinked(page.get(), tags) : null;
      page = next == null ? Optional.empty() : Optional.of(pages.at(next));
    }
    return all;
  }

  /**
   * Where a page may go on though no link says so: a full one, which the specification allows, and
   * any that some limit of the registry's own may have cut. A registry that does not know {@code
   * last} says the same once more, and one that says more than it was asked for has said all.
   */
  private static @Nullable HttpUrl unlinked(Pages.Page page, List<String> tags) {
    return tags.size() >= LEAST_LIMIT && tags.size() <= PAGE
        ? page.url().newBuilder().setQueryParameter("last", tags.get(tags.size() - 1)).build()
        : null;
  }

  private static List<String> tags(Pages pages, Pages.Page page) {
    JsonNode tags = page.content().path("tags");
    if (!tags.isArray() && !tags.isNull()) {
      throw pages.contradiction("has a page without tags");
    }
    List<String> read = new ArrayList<>();
    for (JsonNode tag : tags) {
      if (!tag.isTextual() || !Tag.isValid(tag.textValue())) {
        throw pages.contradiction("holds something that is no tag");
      }
      read.add(tag.textValue());
    }
    return read;
  }
}
