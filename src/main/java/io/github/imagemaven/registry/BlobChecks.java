package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What an answer about content must not contradict. */
final class BlobChecks {
  private BlobChecks() {}

  /**
   * The answer to a HEAD or GET of a blob: true for a success that says nothing else than the
   * descriptor. A HEAD without a length, or with 0, says nothing of it: proxies drop it so.
   */
  static boolean found(Exchange exchange, Descriptor blob, Response response)
      throws TransientFailure {
    if (!response.isSuccessful()) {
      throw exchange
          .refusals()
          .of(exchange.repository(), "look-up of blob " + blob.digest(), response);
    }
    String length = response.header("Content-Length");
    boolean unsaid =
        length == null || (length.equals("0") && response.request().method().equals("HEAD"));
    if (!unsaid && !length.equals(String.valueOf(blob.size()))) {
      throw exchange.contradiction(
          "blob %s has %s bytes there, expected %d".formatted(blob.digest(), length, blob.size()));
    }
    return true;
  }

  /** {@code Docker-Content-Digest}, where it is sent. */
  static void digest(Exchange exchange, Digest expected, Response response) {
    String said = response.header("Docker-Content-Digest");
    if (said != null && !said.equals(expected.toString())) {
      throw exchange.contradiction("it stored %s as '%s'".formatted(expected, said));
    }
  }

  /** Where an upload goes on. */
  static HttpUrl uploadLocation(Exchange exchange, Response response) {
    String location = response.header("Location");
    if (location == null) {
      throw exchange.contradiction("it opened an upload and did not say where (no Location)");
    }
    return Locations.checked(
        exchange.host(), exchange.repository(), response.request().url(), location);
  }
}
