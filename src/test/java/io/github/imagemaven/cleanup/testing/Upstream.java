package io.github.imagemaven.cleanup.testing;

import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The real registry behind a fake.
 *
 * @param root where it answers
 * @param data its root directory
 * @param login {@code user:password}; empty where it asks for none
 */
public record Upstream(URI root, Path data, String login) {
  StoredRepository repository(String name) {
    return new StoredRepository(data, name);
  }

  /** DELETE of a manifest by its digest, with all its tags. */
  void delete(String name, Digest digest) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve("/v2/" + name + "/manifests/" + digest)).DELETE();
    if (!login.isEmpty()) {
      byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    try {
      int status =
          HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
      if (status != 202 && status != 404) {
        throw new IOException("the registry answers " + status + " to " + request.build());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
