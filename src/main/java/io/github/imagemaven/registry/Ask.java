package io.github.imagemaven.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * A request to a registry before it is known where the host answers and what authorises it.
 *
 * @param method the method
 * @param path relative to the host's base, without leading slash; not used where there is a URL
 * @param url an upload's location, which may be anywhere; null for the host's own end points
 * @param scopes the rights it needs
 * @param headers besides those that every request has
 * @param body can be written again after a challenge; null where there is none
 * @param silence how long the server may be silent
 * @param whole how long the answer's headers may take, unless a blob is sent, and then its body,
 *     unless that is a blob
 */
record Ask(
    String method,
    String path,
    @Nullable HttpUrl url,
    Scopes scopes,
    Map<String, String> headers,
    @Nullable RequestBody body,
    Duration silence,
    Duration whole) {

  static Ask of(String method, String path, Scopes scopes) {
    return new Ask(
        method, path, null, scopes, Map.of(), null, HttpStack.SILENCE, WholeAnswer.LIMIT);
  }

  static Ask of(String method, HttpUrl url, Scopes scopes) {
    return new Ask(method, "", url, scopes, Map.of(), null, HttpStack.SILENCE, WholeAnswer.LIMIT);
  }

  Ask header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, path, url, scopes, more, body, silence, whole);
  }

  Ask body(RequestBody newBody) {
    return new Ask(method, path, url, scopes, headers, newBody, silence, whole);
  }

  Ask within(Duration newSilence) {
    return new Ask(method, path, url, scopes, headers, body, newSilence, whole);
  }

  Ask wholeWithin(Duration newWhole) {
    return new Ask(method, path, url, scopes, headers, body, silence, newWhole);
  }

  /** Where it goes. */
  HttpUrl at(HttpUrl base) {
    HttpUrl resolved = url != null ? url : base.resolve("/" + path);
    if (resolved == null) {
      throw new IllegalStateException("no URL: " + path);
    }
    return resolved;
  }
}
