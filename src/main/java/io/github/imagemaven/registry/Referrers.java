package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The manifests that name another as their subject, by the API for it.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">
 * distribution-spec, listing referrers</a>.
 */
final class Referrers {
  private final Exchange exchange;
  private final Scopes scopes;

  Referrers(Exchange exchange, Scopes scopes) {
    this.exchange = exchange;
    this.scopes = scopes;
  }

  /**
   * All of them, each once.
   *
   * @return empty where the registry has no such end point: 404, or 405 where it knows the path as
   *     something else
   */
  Optional<List<Descriptor>> of(Digest subject) throws TransientFailure, InterruptedException {
    String path = "v2/" + exchange.repository().path() + "/referrers/" + subject;
    Pages pages =
        new Pages(
            exchange,
            "list of referrers of " + subject,
            Ask.of("GET", path, scopes).header("Accept", MediaTypes.OCI_INDEX),
            (refusal, body) -> refusal.code() == 404 || refusal.code() == 405);
    Optional<Pages.Page> page = pages.first();
    if (page.isEmpty()) {
      return Optional.empty();
    }
    Map<Digest, Descriptor> all = new LinkedHashMap<>();
    while (true) {
      add(pages, page.get(), all);
      if (page.get().next() == null) {
        return Optional.of(List.copyOf(all.values()));
      }
      page = Optional.of(pages.at(page.get().next()));
    }
  }

  /** Some registries answer 200 to any path: what is no index does not say that there are none. */
  private static void add(Pages pages, Pages.Page page, Map<Digest, Descriptor> all) {
    JsonNode manifests = page.content().path("manifests");
    if (!isIndex(page) || !(manifests.isArray() || manifests.isNull())) {
      throw pages.contradiction("is no OCI index");
    }
    for (JsonNode each : manifests) {
      try {
        Descriptor referrer = Descriptor.of(each, "it");
        all.put(referrer.digest(), referrer);
      } catch (MalformedContentException e) {
        throw pages.contradiction("is malformed: " + e.getMessage());
      }
    }
  }

  private static boolean isIndex(Pages.Page page) {
    String type = page.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String inside = page.content().path("mediaType").asText("");
    return (inside.isEmpty() ? type : inside).equals(MediaTypes.OCI_INDEX);
  }
}
