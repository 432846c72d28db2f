package io.github.imagemaven.registry.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param method the method
 * @param path the path, as it was sent
 * @param query the query as it was sent, without question mark; empty where there was none
 * @param headers by lower-case name
 * @param connection the client's port, so one number a connection
 */
public record RecordedRequest(
    String method, String path, String query, Map<String, List<String>> headers, int connection) {

  /** The first header of that name, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.get(0);
  }

  /** Requests of this method whose path contains the fragment. */
  public static Predicate<RecordedRequest> of(String method, String fragment) {
    return request -> request.method().equals(method) && request.path().contains(fragment);
  }

  /** GET or HEAD of a manifest. */
  public static Predicate<RecordedRequest> manifestRead() {
    return of("GET", "/manifests/").or(of("HEAD", "/manifests/"));
  }

  /** The PUT that carries a blob. */
  public static Predicate<RecordedRequest> blobPut() {
    return of("PUT", "/blobs/uploads/");
  }

  /** The POST that opens an upload or asks for a mount. */
  public static Predicate<RecordedRequest> uploadStart() {
    return of("POST", "/blobs/uploads/");
  }

  /** PUT of a manifest under this tag or digest. */
  public static Predicate<RecordedRequest> manifestPut(String selector) {
    return of("PUT", "/manifests/" + selector);
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
