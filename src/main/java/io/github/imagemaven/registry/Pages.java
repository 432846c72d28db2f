package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A list that a registry gives page by page, read to its end or not at all: a list that is cut off
 * somewhere looks like a whole one.
 */
final class Pages {
  private static final int MOST_PAGES = 1000;

  /** Of all pages together. */
  private static final long MOST_BYTES = 64L << 20;

  private final Exchange exchange;
  private final String what;
  private final Ask first;
  private final Absence absence;
  private final Set<HttpUrl> seen = new HashSet<>();
  private long bytes;

  /**
   * One page.
   *
   * @param content a JSON object
   * @param contentType as the answer says, maybe empty
   * @param url where it was read
   * @param next where the next is; null at the last one
   */
  record Page(JsonNode content, String contentType, HttpUrl url, @Nullable HttpUrl next) {}

  /** Tells the refusals of a first page that mean that there is no list. */
  interface Absence {
    /** Whether this refusal does. */
    boolean is(Response refusal, ErrorBody body);
  }

  /**
   * @param what the list, for messages: "list of tags"
   * @param first asks for the first page
   */
  Pages(Exchange exchange, String what, Ask first, Absence absence) {
    this.exchange = exchange;
    this.what = what;
    this.first = first;
    this.absence = absence;
  }

  /**
   * The first page.
   *
   * @return empty where there is no list
   */
  Optional<Page> first() throws TransientFailure, InterruptedException {
    seen.add(first.at(exchange.host().base()));
    return exchange.send(first, response -> read(response, true));
  }

  /**
   * The page at an address of this registry.
   *
   * @throws RegistryException where it was read before, is elsewhere, or is one too many
   */
  Page at(HttpUrl url) throws TransientFailure, InterruptedException {
    if (!exchange.host().isHome(url)) {
      throw contradiction(
          "goes on at " + Addresses.withPort(url) + ", which is another host and is not asked");
    }
    if (!seen.add(url)) {
      throw contradiction("leads in a circle");
    }
    if (seen.size() > MOST_PAGES) {
      throw contradiction("has more than " + MOST_PAGES + " pages");
    }
    Ask ask = Ask.of(first.method(), url, first.scopes());
    for (var header : first.headers().entrySet()) {
      ask = ask.header(header.getKey(), header.getValue());
    }
    return exchange.send(ask, response -> read(response, false)).orElseThrow();
  }

  private Optional<Page> read(Response response, boolean mayBeAbsent)
      throws TransientFailure, IOException {
    if (!response.isSuccessful()) {
      ErrorBody body = exchange.refusals().read(response);
      if (mayBeAbsent && absence.is(response, body)) {
        return Optional.empty();
      }
      throw exchange.refusals().of(exchange.repository(), what, response, body);
    }
    byte[] content = response.body().byteStream().readNBytes(Manifests.LIMIT + 1);
    if (content.length > Manifests.LIMIT) {
      throw contradiction("has a page larger than 4 MiB");
    }
    bytes += content.length;
    if (bytes > MOST_BYTES) {
      throw contradiction("is larger than 64 MiB");
    }
    String contentType = String.valueOf(response.header("Content-Type", ""));
    return Optional.of(
        new Page(parse(content), contentType, response.request().url(), next(response)));
  }

  private JsonNode parse(byte[] content) {
    try {
      return Json.parseObject(content, what);
    } catch (MalformedContentException e) {
      throw exchange.contradiction("its " + e.getMessage());
    }
  }

  private @Nullable HttpUrl next(Response response) {
    try {
      String next = Links.next(response);
      return next == null
          ? null
          : Locations.checked(
              exchange.host(), exchange.repository(), response.request().url(), next);
    } catch (Links.UnreadableException e) {
      throw contradiction("has more pages, but " + e.getMessage());
    }
  }

  /**
   * Says what is wrong with the list.
   *
   * @param how the rest of the sentence after "its list of tags"
   */
  RegistryException contradiction(String how) {
    return exchange.contradiction("its " + what + " " + how);
  }
}
