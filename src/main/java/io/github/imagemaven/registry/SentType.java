package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import okhttp3.Response;

/** What kind of manifest a registry has sent. */
final class SentType {
  /** Of schema 1, which old repositories still hold. */
  private static final String OLD = "application/vnd.docker.distribution.manifest.v1+";

  private final Exchange exchange;
  private final boolean destination;

  /**
   * @param destination whether we are going to push there: what is to be replaced may be of a kind
   *     that nothing can be built from
   */
  SentType(Exchange exchange, boolean destination) {
    this.exchange = exchange;
    this.destination = destination;
  }

  /** What the header says, without parameters. */
  static String header(Response response) {
    String header = String.valueOf(response.header("Content-Type"));
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
  }

  /** Whether a HEAD that says so needs no GET. */
  boolean suffices(String header) {
    return isKnown(header) || isOld(header);
  }

  private static boolean isKnown(String type) {
    return MediaTypes.isIndex(type) || MediaTypes.isManifest(type);
  }

  /**
   * Whether it is of schema 1, in a destination. The digest of such a one is that of its bytes
   * without their signatures (<a
   * href="https://distribution.github.io/distribution/spec/deprecated-schema-v1/">Distribution,
   * schema 1</a>).
   */
  boolean isOld(String header) {
    return destination && header.startsWith(OLD);
  }

  /**
   * The media type of a manifest's bytes: what the header says if it is known, else what they say
   * of themselves, else what they look like.
   *
   * @throws RegistryException where header and bytes disagree, or nothing says what they are
   */
  String of(String selector, byte[] bytes, Response response) {
    String header = header(response);
    ObjectNode node = Json.parseObject(bytes, exchange.repository() + ": manifest " + selector);
    String member = node.path("mediaType").asText("");
    if (isKnown(header)) {
      if (!member.isEmpty() && !member.equals(header)) {
        throw exchange.contradiction(
            "manifest %s calls itself '%s' and is sent as '%s'"
                .formatted(selector, member, header));
      }
      return header;
    }
    if (!member.isEmpty()) {
      return member;
    }
    if (node.path("manifests").isArray()) {
      return MediaTypes.OCI_INDEX;
    }
    if (node.path("layers").isArray()) {
      return MediaTypes.OCI_MANIFEST;
    }
    if (destination && node.path("schemaVersion").asInt() == 1) {
      return header;
    }
    throw exchange.contradiction(
        "manifest %s is sent as '%s' and is of no kind this plugin knows"
            .formatted(selector, header));
  }
}
