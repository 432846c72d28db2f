package io.github.imagemaven.registry.testing;

import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The upload sessions of a registry, and mounts, which are asked for by opening one. */
final class Uploads {
  private final RegistrySettings settings;
  private final RegistryContent content;
  private final TokenServer tokens;
  private final String host;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(String repository, Path file) {}

  Uploads(RegistrySettings settings, RegistryContent content, TokenServer tokens, String host) {
    this.settings = settings;
    this.content = content;
    this.tokens = tokens;
    this.host = host;
  }

  int openSessions() {
    return sessions.size();
  }

  void dropSessions() {
    sessions.clear();
  }

  Answer handle(RecordedRequest request, String repository, String id, InputStream body)
      throws IOException {
    String digest = Endpoints.first(request.query(), "digest");
    switch (request.method()) {
      case "POST":
        String mount = Endpoints.first(request.query(), "mount");
        String from = Endpoints.first(request.query(), "from");
        if (!mount.isEmpty() && settings.mounts && !from.isEmpty()) {
          Optional<Path> there = content.blob(from, Digest.of(mount));
          boolean readable =
              settings.auth != RegistrySettings.Auth.BEARER || tokens.allows(request, from, "pull");
          if (there.isPresent() && readable) {
            content.putBlob(repository, Digest.of(mount), there.get());
            return created(repository, "blobs", mount);
          }
        }
        String newId = UUID.randomUUID().toString();
        sessions.put(newId, new Session(repository, content.newFile()));
        return accepted(repository, newId);
      case "PATCH":
      case "PUT":
        Session session = sessions.get(id);
        if (session == null || !request.query().contains("_state=a%2Fb%3D")) {
          return Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry", id);
        }
        receive(body, session.file());
        return request.method().equals("PATCH")
            ? accepted(repository, id).header("Range", "0-" + (Files.size(session.file()) - 1))
            : finish(repository, id, session, digest);
      case "DELETE":
        if (!settings.cancels) {
          return Answer.error(405, "UNSUPPORTED", "The operation is unsupported.", "");
        }
        return Answer.of(sessions.remove(id) == null ? 404 : 204);
      default:
        return Answer.of(405);
    }
  }

  private static void receive(InputStream body, Path file) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      body.transferTo(out);
    }
  }

  private Answer finish(String repository, String id, Session session, String digest)
      throws IOException {
    sessions.remove(id);
    if (!Digest.isValid(digest)) {
      return Answer.error(400, "DIGEST_INVALID", "no digest", digest);
    }
    MessageDigest hasher = Digest.of(digest).hasher();
    try (OutputStream hash = new DigestOutputStream(OutputStream.nullOutputStream(), hasher)) {
      Files.copy(session.file(), hash);
    }
    if (!Digest.of(digest).reachedBy(hasher)) {
      return Answer.error(
          400, "DIGEST_INVALID", "provided digest did not match uploaded content", digest);
    }
    content.putBlob(repository, Digest.of(digest), session.file());
    return created(repository, "blobs", digest);
  }

  private Answer accepted(String repository, String id) {
    String path = "/v2/" + repository + "/blobs/uploads/" + id + "?_state=a%2Fb%3D";
    String other = settings.locationHost;
    boolean whole = other != null && other.contains("://");
    String location =
        whole
            ? other + path
            : settings.relativeLocation
                ? path
                : settings.scheme + "://" + (other == null ? host : other) + path;
    return Answer.of(202)
        .header("Location", location)
        .header("Range", "0-0")
        .header("Docker-Upload-UUID", id);
  }

  Answer created(String repository, String kind, String digest) {
    Answer created =
        Answer.of(201).header("Location", "/v2/" + repository + "/" + kind + "/" + digest);
    return settings.digestHeader ? created.header("Docker-Content-Digest", digest) : created;
  }
}
