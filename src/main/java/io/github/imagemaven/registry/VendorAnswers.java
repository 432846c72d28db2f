package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link VendorApi} answers. */
final class VendorAnswers {
  private static final int LIMIT = 4 << 20;

  private final RegistryHost host;

  VendorAnswers(RegistryHost host) {
    this.host = host;
  }

  /**
   * One with a status of 2xx.
   *
   * @throws RegistryException where it is too large, or no JSON, or has none though it is to a GET
   */
  VendorApi.Answer success(Response response) throws IOException {
    byte[] bytes = response.body().byteStream().readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw contradiction("gives an answer larger than 4 MiB");
    }
    boolean expected = response.request().method().equals("GET") && response.code() != 204;
    JsonNode body = bytes.length == 0 && !expected ? null : json(bytes, response);
    return answer(response, body, String.valueOf(response.code()));
  }

  private JsonNode json(byte[] bytes, Response response) {
    try {
      return Json.parse(bytes, "the answer");
    } catch (MalformedContentException e) {
      String type = host.secrets().hide(response.header("Content-Type", "none"));
      throw contradiction(
          "answers %d with something that is no JSON (content type %s); look whether the address is right, and whether a proxy or a login page answers in its place"
              .formatted(response.code(), Quoted.of(type)));
    }
  }

  /** One with another status; a body that is no JSON is none. */
  VendorApi.Answer refusal(Response response, ErrorBody error) {
    JsonNode body;
    try {
      body = Json.parse(error.text().getBytes(StandardCharsets.UTF_8), "the refusal");
    } catch (MalformedContentException e) {
      body = null;
    }
    return answer(response, body, error.description());
  }

  private VendorApi.Answer answer(Response response, @Nullable JsonNode body, String description) {
    Map<String, String> headers = new HashMap<>();
    for (String name : response.headers().names()) {
      headers.put(name.toLowerCase(Locale.ROOT), response.headers().values(name).get(0));
    }
    return new VendorApi.Answer(
        response.code(), body, next(response), date(response), headers, description);
  }

  private @Nullable String next(Response response) {
    try {
      String next = Links.next(response);
      if (next == null) {
        return null;
      }
      HttpUrl url = response.request().url().resolve(next);
      // What is no address of http is refused as one of another host when it is sent.
      return url == null ? next : url.toString();
    } catch (Links.UnreadableException e) {
      throw contradiction("has more pages, but " + e.getMessage());
    }
  }

  /** The server's time; null where it did not say. */
  static @Nullable Instant date(Response response) {
    return response.headers().getInstant("Date");
  }

  /**
   * Says what is wrong with the API.
   *
   * @param how the rest of the sentence after the host's name
   */
  RegistryException contradiction(String how) {
    RegistryException failure =
        new RegistryException(
            Code.PUBLICATION,
            "The API at %s %s.".formatted(host.name(), host.secrets().hide(how)),
            null);
    failure.putInDoubt();
    return failure;
  }
}
