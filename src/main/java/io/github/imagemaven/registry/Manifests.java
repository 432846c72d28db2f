package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Response;

/** The manifests of one repository; each method is one request and what its answer means. */
final class Manifests {
  /** What both sides must expect at least, and what we take at most. */
  static final int LIMIT = 4 << 20;

  private static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.OCI_INDEX,
          MediaTypes.DOCKER_LIST,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_MANIFEST);

  /** The length of something that is no manifest, or of none, is as good as none. */
  private static final Pattern LENGTH = Pattern.compile("[1-9][0-9]{0,8}");

  /** What a header can carry. */
  private static final Pattern HEADER = Pattern.compile("[\\t -~]*");

  private final Exchange exchange;
  private final boolean destination;
  private final boolean seen;
  private final SentType types;
  private final String manifests;

  /**
   * @param destination whether we are going to push there
   */
  Manifests(Exchange exchange, boolean destination) {
    this(exchange, destination, false);
  }

  private Manifests(Exchange exchange, boolean destination, boolean seen) {
    this.exchange = exchange;
    this.destination = destination;
    this.seen = seen;
    this.types = new SentType(exchange, destination);
    this.manifests = "v2/" + exchange.repository().path() + "/manifests/";
  }

  /** The same where what is asked for was there before: a 403 does not say that it has gone. */
  Manifests seen() {
    return new Manifests(exchange, destination, true);
  }

  /** The same by way of another exchange with the repository. */
  Manifests through(Exchange other) {
    return new Manifests(other, destination, seen);
  }

  Optional<Descriptor> head(String selector, Scopes scopes)
      throws TransientFailure, InterruptedException {
    Head head =
        exchange.send(
            Ask.of("HEAD", manifests + selector, scopes).header("Accept", ACCEPT),
            response -> head(selector, response));
    if (head.complete()) {
      return head.descriptor();
    }
    return get(selector, scopes).map(RawManifest::descriptor);
  }

  /**
   * What a HEAD told.
   *
   * @param complete whether there is no need for a GET
   */
  private record Head(boolean complete, Optional<Descriptor> descriptor) {}

  private Head head(String selector, Response response) throws TransientFailure {
    if (response.code() == 404 || isHidden(selector, response)) {
      return new Head(true, Optional.empty());
    }
    if (response.code() == 405) {
      return new Head(false, Optional.empty());
    }
    if (!response.isSuccessful()) {
      throw refusal("look-up of manifest " + selector, response);
    }
    String digest = response.header("Docker-Content-Digest");
    String length = response.header("Content-Length");
    String type = SentType.header(response);
    boolean complete =
        digest != null
            && Digest.isValid(digest)
            && length != null
            && LENGTH.matcher(length).matches()
            && types.suffices(type);
    if (!complete) {
      return new Head(false, Optional.empty());
    }
    if (Digest.isValid(selector) && !selector.equals(digest)) {
      throw exchange.contradiction("asked for %s it answers with '%s'".formatted(selector, digest));
    }
    return new Head(
        true, Optional.of(Descriptor.of(type, Digest.of(digest), Long.parseLong(length))));
  }

  /**
   * Whether we are to push here and may not look (403). Artifactory answers so for what is not
   * there: content is sent then, and the registry will tell; but a tag that may be there is no tag
   * that is not, nor has content gone that was there. What a policy keeps from being pulled (412)
   * is there, whatever we call it.
   */
  private boolean isHidden(String selector, Response response) throws TransientFailure {
    boolean forbidden = response.code() == 403;
    if (!destination || (!forbidden && response.code() != 412)) {
      return false;
    }
    try {
      throw refusal("look-up of manifest " + selector, response);
    } catch (RegistryException e) {
      if (forbidden && Digest.isValid(selector) && !seen) {
        return true;
      }
      throw new HiddenTagException(e, !forbidden);
    }
  }

  Optional<RawManifest> get(String selector, Scopes scopes)
      throws TransientFailure, InterruptedException {
    return exchange.send(
        Ask.of("GET", manifests + selector, scopes).header("Accept", ACCEPT),
        response -> get(selector, response));
  }

  private Optional<RawManifest> get(String selector, Response response)
      throws TransientFailure, IOException {
    if (response.code() == 404 || isHidden(selector, response)) {
      return Optional.empty();
    }
    if (!response.isSuccessful()) {
      throw refusal("download of manifest " + selector, response);
    }
    byte[] bytes = response.body().byteStream().readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw exchange.contradiction("manifest " + selector + " is larger than 4 MiB");
    }
    if (Digest.isValid(selector) && !Digest.of(selector).matches(bytes)) {
      if (types.isOld(SentType.header(response))) {
        throw new HiddenTagException(unverifiable(selector), false);
      }
      throw exchange.contradiction(
          "asked for manifest %s it sent bytes of %s".formatted(selector, Digest.ofBytes(bytes)));
    }
    // Docker-Content-Digest of a GET by tag is not looked at: too many registries have it wrong.
    return Optional.of(RawManifest.of(types.of(selector, bytes, response), bytes));
  }

  private RegistryException unverifiable(String selector) {
    return new RegistryException(
        Code.PUBLICATION,
        "%s: manifest %s is of schema 1, whose digest is not that of its bytes: it can be replaced and not be put back."
            .formatted(exchange.repository(), selector),
        null);
  }

  boolean put(String selector, RawManifest manifest, Scopes scopes)
      throws TransientFailure, InterruptedException {
    String type = manifest.mediaType();
    if (!HEADER.matcher(type).matches()) {
      throw new RegistryException(
          Code.PUBLICATION,
          "%s: manifest %s has the media type '%s', which no request can carry: it must be made anew."
              .formatted(
                  exchange.repository(), manifest.digest(), type.replaceAll("[^\\t -~]", "?")),
          null);
    }
    return exchange.send(
        Ask.of("PUT", manifests + selector, scopes)
            // As it is and not as a parsed type: a manifest copied from elsewhere may have an odd
            // one.
            .header("Content-Type", type)
            .body(new Bytes(null, manifest.bytes())),
        response -> put(selector, manifest, response));
  }

  private boolean put(String selector, RawManifest manifest, Response response)
      throws TransientFailure {
    if (response.code() >= 200 && response.code() <= 202) {
      BlobChecks.digest(exchange, manifest.digest(), response);
      return true;
    }
    ErrorBody body = exchange.refusals().read(response);
    String doing = "publication of manifest " + selector;
    if (isAboutMissingContent(response, body)) {
      Set<Digest> missing = body.digests();
      missing.remove(manifest.digest());
      throw new BlobUnknownException(
          "%s: %s was refused: %s. It lacks something the manifest refers to; running again sends it."
              .formatted(exchange.repository(), doing, body.description()),
          missing);
    }
    throw exchange.refusals().of(exchange.repository(), doing, response, body);
  }

  private static boolean isAboutMissingContent(Response response, ErrorBody body) {
    return response.code() >= 400
        && response.code() < 500
        && (body.has("MANIFEST_BLOB_UNKNOWN")
            || body.has("BLOB_UNKNOWN")
            || body.has("MANIFEST_UNKNOWN")
            || body.mentions("unknown blob")
            || body.mentions("blob unknown"));
  }

  private TransientFailure refusal(String doing, Response response) {
    return exchange.refusals().of(exchange.repository(), doing, response);
  }
}
