package io.github.imagemaven.cleanup.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a fake was asked.
 *
 * @param method GET and others
 * @param target path and query as they were sent, nothing decoded
 * @param headers by lower-case name
 * @param body what was sent with it
 */
public record Request(String method, String target, Map<String, String> headers, String body) {
  /** The path without query, nothing decoded. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query's values by name. */
  public Map<String, String> query() {
    Map<String, String> values = new LinkedHashMap<>();
    int query = target.indexOf('?');
    if (query >= 0) {
      for (String pair : target.substring(query + 1).split("&")) {
        int equals = pair.indexOf('=');
        values.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  /** A number of the query. */
  public int number(String name, int otherwise) {
    String text = query().get(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  /** What follows {@code Bearer}; empty where nothing does. */
  public String bearer() {
    String header = headers.getOrDefault("authorization", "");
    return header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
  }

  /** Requests of a method whose target matches a pattern in full. */
  public static Predicate<Request> of(String method, String pattern) {
    return request -> request.method.equals(method) && request.target.matches(pattern);
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
