package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a repository, page by page.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags">
 * distribution-spec, listing tags</a>.
 */
final class TagList {
  private static final int MOST_PAGES = 1000;
  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

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
    Ask ask = Ask.of("GET", "v2/" + exchange.repository().path() + "/tags/list?n=1000", scopes);
    for (int page = 0; page < MOST_PAGES; page++) {
      Page read = exchange.send(ask, response -> read(tag, response));
      if (read.found() || read.next() == null) {
        return read.found();
      }
      ask = Ask.of("GET", read.next(), scopes);
    }
    throw exchange.contradiction("its list of tags has more than " + MOST_PAGES + " pages");
  }

  private record Page(boolean found, @Nullable HttpUrl next) {}

  private Page read(String tag, Response response) throws TransientFailure, IOException {
    if (!response.isSuccessful()) {
      ErrorBody body = exchange.refusals().read(response);
      if (response.code() == 404
          && body.has("NAME_UNKNOWN")
          && !exchange.host().hasPushedTo(exchange.repository())) {
        return new Page(false, null);
      }
      throw exchange.refusals().of(exchange.repository(), "list of tags", response, body);
    }
    byte[] bytes = response.body().byteStream().readNBytes(Manifests.LIMIT + 1);
    if (bytes.length > Manifests.LIMIT) {
      throw exchange.contradiction("a page of its list of tags is larger than 4 MiB");
    }
    JsonNode tags = Json.parseObject(bytes, exchange.repository() + ": list of tags").path("tags");
    for (JsonNode each : tags) {
      if (each.asText().equals(tag)) {
        return new Page(true, null);
      }
    }
    return new Page(false, next(response));
  }

  private @Nullable HttpUrl next(Response response) {
    for (String link : response.headers("Link")) {
      Matcher matcher = NEXT.matcher(link);
      if (matcher.find()) {
        return Locations.checked(
            exchange.host(), exchange.repository(), response.request().url(), matcher.group(1));
      }
    }
    return null;
  }
}
