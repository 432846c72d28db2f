package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API that a registry's vendor has beside the distribution-spec: JSON over HTTPS, with the
 * connections, limits, waits and retries that registries have.
 */
public final class VendorApi {
  private VendorApi() {}

  /**
   * An answer of a status that is the caller's matter: any but 429, 5xx, and 403 that speaks of a
   * rate limit, which are tried again.
   *
   * @param status the HTTP status
   * @param body the JSON; null where there is none, as in 204
   * @param next the address of the next page by the {@code Link} header; null at the last one
   * @param date the server's time; null where it did not say
   * @param headers by lower-case name, the first value of each
   * @param description status and what the body says, one line for people, without secrets
   */
  public record Answer(
      int status,
      @Nullable JsonNode body,
      @Nullable String next,
      @Nullable Instant date,
      Map<String, String> headers,
      String description) {
    /** Copies the map. */
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** Whether the status is 2xx. */
    public boolean isSuccessful() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param method GET, POST, DELETE
   * @param path below the API's root, or an address that {@link Answer#next} gave, which is refused
   *     where it is on another host
   * @param headers besides {@code Accept}, {@code User-Agent} and {@code Authorization}
   * @param json the body; null where there is none
   * @throws RegistryException where it cannot be reached, or answers something that is no JSON
   */
  public Answer send(
      String method, String path, Map<String, String> headers, @Nullable JsonNode json) {
    throw new UnsupportedOperationException();
  }
}
