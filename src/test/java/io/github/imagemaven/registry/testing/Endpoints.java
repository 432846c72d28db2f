package io.github.imagemaven.registry.testing;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end points of the distribution-spec.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#endpoints">
 * distribution-spec, end points</a>.
 */
final class Endpoints {
  private static final Pattern ROUTE =
      Pattern.compile("/v2/(.+)/(blobs/uploads|blobs|manifests|tags|referrers)/([^/]*)");
  private static final int MANIFEST_LIMIT = 4 << 20;

  private final RegistrySettings settings;
  private final RegistryContent content;
  private final TokenServer tokens;
  private final Uploads uploads;
  private final Listings listings;
  private final Map<String, AtomicInteger> lagging = new ConcurrentHashMap<>();

  Endpoints(
      RegistrySettings settings, RegistryContent content, TokenServer tokens, Uploads uploads) {
    this.settings = settings;
    this.content = content;
    this.tokens = tokens;
    this.uploads = uploads;
    this.listings = new Listings(settings, content);
  }

  Answer handle(RecordedRequest request, InputStream body) throws IOException {
    if (request.path().equals("/token")) {
      return tokens.token(request, body.readNBytes(65536));
    }
    Matcher route = ROUTE.matcher(request.path());
    boolean ping = request.path().equals("/v2/");
    if (!ping && !route.matches()) {
      return Answer.of(404);
    }
    String repository = ping ? "" : route.group(1);
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    String action = reads ? "pull" : request.method().equals("DELETE") ? "delete" : "push";
    Answer refusal = refusal(request, repository, action);
    if (refusal != null) {
      return refusal;
    }
    if (ping) {
      return Answer.of(200).header("Docker-Distribution-Api-Version", "registry/2.0").body("{}");
    }
    String last = route.group(3);
    return switch (route.group(2)) {
      case "blobs" -> blob(request, repository, last);
      case "blobs/uploads" -> upload(request, repository, last, body);
      case "manifests" -> manifest(request, repository, last, body);
      case "referrers" -> listings.referrers(repository, last);
      default -> listings.tags(request, repository);
    };
  }

  private @Nullable Answer refusal(RecordedRequest request, String repository, String action) {
    switch (settings.auth) {
      case NONE:
        return null;
      case BEARER:
        return tokens.refusal(request, repository, action);
      case BASIC:
        break;
    }
    String authorization = request.header("Authorization");
    if (authorization == null || !settings.isUser(authorization)) {
      return Answer.error(401, "UNAUTHORIZED", "authentication required", "")
          .header("WWW-Authenticate", "Basic realm=\"in process\"");
    }
    boolean granted = settings.grants.test("repository:" + repository + ":" + action);
    return repository.isEmpty() || granted
        ? null
        : Answer.error(403, "DENIED", "requested access to the resource is denied", "");
  }

  private Answer blob(RecordedRequest request, String repository, String last) throws IOException {
    Optional<Path> file =
        Digest.isValid(last) ? content.blob(repository, Digest.of(last)) : Optional.empty();
    if (file.isEmpty() || lags(repository, last)) {
      return Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry", last);
    }
    long size = Files.size(file.get());
    Answer found = Answer.of(200).header("Content-Type", "application/octet-stream");
    if (settings.digestHeader) {
      found = found.header("Docker-Content-Digest", last);
    }
    String range = request.header("Range");
    if (range == null) {
      return found.file(file.get(), 0);
    }
    long from = Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    return found
        .status(206)
        .header("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size))
        .file(file.get(), from);
  }

  private Answer upload(RecordedRequest request, String repository, String id, InputStream body)
      throws IOException {
    Answer answer = uploads.handle(request, repository, id, body);
    if (request.method().equals("PUT") && answer.status() == 201) {
      lagFrom(repository, first(request.query(), "digest"));
    }
    return answer;
  }

  private Answer manifest(
      RecordedRequest request, String repository, String selector, InputStream body)
      throws IOException {
    switch (request.method()) {
      case "HEAD":
      case "GET":
        if (request.method().equals("HEAD") && !settings.manifestHead) {
          return Answer.of(405);
        }
        Optional<RawManifest> manifest = content.manifest(repository, selector);
        if (manifest.isEmpty() || lags(repository, selector)) {
          return Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown", selector);
        }
        Answer found =
            Answer.of(200)
                .header("Content-Type", manifest.get().mediaType())
                .body(manifest.get().bytes());
        return settings.digestHeader
            ? found.header("Docker-Content-Digest", manifest.get().digest().toString())
            : found;
      case "PUT":
        return putManifest(request, repository, selector, body);
      case "DELETE":
        if (Digest.isValid(selector) && settings.deletesManifests) {
          return deleteManifest(repository, Digest.of(selector));
        }
        if (Digest.isValid(selector) || !settings.deletesTags) {
          return Answer.error(
              settings.refusedDeletion, "UNSUPPORTED", "The operation is unsupported.", "");
        }
        return content.removeTag(repository, selector)
            ? Answer.of(202)
            : Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown", selector);
      default:
        return Answer.of(405);
    }
  }

  private Answer deleteManifest(String repository, Digest digest) {
    if (content.manifest(repository, digest.toString()).isEmpty()) {
      return Answer.error(404, "MANIFEST_UNKNOWN", "unknown", digest.toString());
    }
    if (settings.keepsReferenced && listings.isReferenced(repository, digest)) {
      return Answer.error(403, "DENIED", "manifest is referenced by a tag or another image", "");
    }
    content.removeManifest(repository, digest);
    return Answer.of(202);
  }

  private Answer putManifest(
      RecordedRequest request, String repository, String selector, InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(MANIFEST_LIMIT + 1);
    if (bytes.length > MANIFEST_LIMIT) {
      return Answer.error(413, "SIZE_INVALID", "manifest too large", "");
    }
    RawManifest manifest = RawManifest.of(String.valueOf(request.header("Content-Type")), bytes);
    if (Digest.isValid(selector) && !manifest.digest().toString().equals(selector)) {
      return Answer.error(400, "DIGEST_INVALID", "digest does not match content", selector);
    }
    for (Descriptor reference : references(manifest)) {
      String digest = reference.digest().toString();
      boolean there =
          MediaTypes.isIndex(manifest.mediaType())
              ? content.manifest(repository, digest).isPresent()
              : content.blob(repository, reference.digest()).isPresent();
      if (!there) {
        return Answer.error(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry", digest);
      }
    }
    content.putManifest(repository, selector, manifest);
    lagFrom(repository, selector);
    Answer created = uploads.created(repository, "manifests", manifest.digest().toString());
    Optional<Digest> subject = Listings.subject(manifest);
    return settings.referrers && subject.isPresent()
        ? created.header("OCI-Subject", subject.get().toString())
        : created;
  }

  private static List<Descriptor> references(RawManifest manifest) {
    var node = Json.parseObject(manifest.bytes(), "manifest");
    List<Descriptor> references = new ArrayList<>();
    if (node.has("config")) {
      references.add(Descriptor.of(node.path("config"), "manifest"));
    }
    node.path("layers").forEach(each -> references.add(Descriptor.of(each, "manifest")));
    node.path("manifests").forEach(each -> references.add(Descriptor.of(each, "index")));
    references.removeIf(each -> !each.urls().isEmpty());
    return references;
  }

  private void lagFrom(String repository, String selector) {
    if (settings.lag > 0) {
      lagging.put(repository + "/" + selector, new AtomicInteger(settings.lag));
    }
  }

  private boolean lags(String repository, String selector) {
    AtomicInteger left = lagging.get(repository + "/" + selector);
    return left != null && left.getAndDecrement() > 0;
  }

  static String first(String query, String name) {
    List<String> values = TokenServer.values(query, name);
    return values.isEmpty() ? "" : values.get(0);
  }
}
