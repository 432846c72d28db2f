package io.github.imagemaven.cleanup.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a fake answers.
 *
 * @param status the status
 * @param headers by name
 * @param body empty for none
 */
public record Reply(int status, Map<String, String> headers, String body) {
  /** A status and nothing else. */
  public static Reply of(int status) {
    return new Reply(status, Map.of(), "");
  }

  /** JSON. */
  public static Reply json(int status, JsonNode body) {
    return new Reply(
        status, Map.of("Content-Type", "application/json; charset=utf-8"), body.toString());
  }

  /** An error as GitHub and Docker Hub have it, both at once. */
  public static Reply error(int status, String message) {
    return json(
        status,
        JsonNodeFactory.instance
            .objectNode()
            .put("message", message)
            .put("detail", message)
            .put("documentation_url", "https://docs.example.com/"));
  }

  /** What GitHub says to one who sends too much at a time. */
  public static Reply secondaryLimit(int status, int seconds) {
    return error(status, "You have exceeded a secondary rate limit. Please wait a few minutes.")
        .header("Retry-After", String.valueOf(seconds));
  }

  /** A page for people, as a proxy or a sign-in has it. */
  public static Reply html(int status) {
    return new Reply(
        status, Map.of("Content-Type", "text/html"), "<!DOCTYPE html><html><body>Sign in</body>");
  }

  /** With one header more. */
  public Reply header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }
}
