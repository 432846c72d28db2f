package io.github.imagemaven.registry.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the registry is about to send.
 *
 * @param status the status
 * @param headers by name
 * @param body null where a file is sent
 * @param file sent from {@code offset} on; null where {@code body} is
 * @param offset where in the file to begin
 */
public record Answer(
    int status,
    Map<String, String> headers,
    byte @Nullable [] body,
    @Nullable Path file,
    long offset) {

  /** A status and nothing else. */
  public static Answer of(int status) {
    return new Answer(status, Map.of(), new byte[0], null, 0);
  }

  /** An error of the distribution-spec. */
  public static Answer error(int status, String code, String message, String detail) {
    String json =
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\",\"detail\":\"%s\"}]}"
            .formatted(code, message, detail);
    return of(status).body(json).header("Content-Type", "application/json");
  }

  /** This answer with another status. */
  public Answer status(int newStatus) {
    return new Answer(newStatus, headers, body, file, offset);
  }

  /** This answer with one header more. */
  public Answer header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body, file, offset);
  }

  /** This answer without a header. */
  public Answer without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(headers);
    fewer.keySet().removeIf(name::equalsIgnoreCase);
    return new Answer(status, fewer, body, file, offset);
  }

  /** This answer with a text as its body. */
  public Answer body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** This answer with these bytes as its body. */
  public Answer body(byte[] bytes) {
    return new Answer(status, headers, bytes, null, 0);
  }

  /** This answer with a file as its body. */
  public Answer file(Path path, long from) {
    return new Answer(status, headers, null, path, from);
  }
}
