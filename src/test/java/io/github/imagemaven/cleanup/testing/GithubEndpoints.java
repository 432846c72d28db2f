package io.github.imagemaven.cleanup.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.imagemaven.cleanup.testing.FakeGithub.Token;
import io.github.imagemaven.cleanup.testing.GithubVersionLog.Version;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of GitHub's API that have to do with packages of containers. */
final class GithubEndpoints {
  private static final Pattern PACKAGE =
      Pattern.compile("(/user|/users/[^/]+|/orgs/[^/]+)/packages/container/([^/]+)(/.*)?");
  private static final Pattern VERSION = Pattern.compile("/versions/([0-9]+)(/restore)?");
  private static final int LIMIT = 5000;

  private final FakeGithub github;
  private final Upstream upstream;
  private final Map<String, GithubVersionLog> logs = new HashMap<>();
  FakeGithub.PageHook afterPage = page -> {};
  int mostPerPage = 100;
  boolean links = true;
  int requestsLeft = LIMIT;
  String root = "";
  String below = "";

  GithubEndpoints(FakeGithub github, Upstream upstream) {
    this.github = github;
    this.upstream = upstream;
  }

  void created(String repository, Digest digest, Instant time) throws IOException {
    log(repository).created(digest, time);
  }

  Reply answer(Request request) throws IOException {
    requestsLeft--;
    long reset = github.now().getEpochSecond() + 3000;
    return answerWithin(request)
        .header("X-RateLimit-Limit", String.valueOf(LIMIT))
        .header("X-RateLimit-Remaining", String.valueOf(Math.max(0, requestsLeft)))
        .header("X-RateLimit-Reset", String.valueOf(reset));
  }

  private Reply answerWithin(Request request) throws IOException {
    Token token = github.tokens.get(request.bearer());
    if (token == null) {
      return Reply.error(401, "Bad credentials");
    }
    if (!request.path().startsWith(below)) {
      return Reply.html(200);
    }
    String path = request.path().substring(below.length());
    if (path.equals("/user")) {
      return token.login() == null
          ? Reply.error(403, "Resource not accessible by integration")
          : GithubJson.user(token.login(), "User");
    }
    if (path.matches("/users/[^/]+")) {
      String type = github.owners.get(path.substring("/users/".length()));
      return type == null ? notFound() : GithubJson.user(path.substring("/users/".length()), type);
    }
    Matcher matcher = PACKAGE.matcher(path);
    return matcher.matches() ? ofPackage(request, token, matcher) : notFound();
  }

  private Reply ofPackage(Request request, Token token, Matcher matcher) throws IOException {
    String home = matcher.group(1);
    String owner = home.equals("/user") ? token.login() : home.replaceFirst("/[^/]+/", "");
    String type = home.startsWith("/orgs/") ? "Organization" : "User";
    if (home.equals("/user") && owner == null) {
      return Reply.error(403, "Resource not accessible by integration");
    }
    String name = URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8);
    GithubVersionLog log = log(owner + "/" + name);
    if (!type.equals(github.owners.get(owner)) || !log.exists()) {
      return notFound();
    }
    if (!token.lists()) {
      return Reply.error(403, "permission_denied: read_package");
    }
    String below = matcher.group(3) == null ? "" : matcher.group(3);
    Matcher version = VERSION.matcher(below);
    if (version.matches()) {
      long id = Long.parseLong(version.group(1));
      return ofVersion(request.method(), token, log, id, version.group(2) != null);
    }
    return below.equals("/versions") && request.method().equals("GET")
        ? list(request, log)
        : notFound();
  }

  private Reply list(Request request, GithubVersionLog log) throws IOException {
    int size = Math.min(request.number("per_page", 30), mostPerPage);
    int page = request.number("page", 1);
    List<Version> all = log.versions();
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    all.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(each -> body.add(GithubJson.version(each, github.clockOff())));
    Reply reply = Reply.json(200, body);
    if (links && page * size < all.size()) {
      String next = root + request.path() + "?per_page=" + size + "&page=" + (page + 1);
      reply = reply.header("Link", "<" + next + ">; rel=\"next\", <" + root + "/>; rel=\"last\"");
    }
    afterPage.after(page);
    return reply;
  }

  private Reply ofVersion(
      String method, Token token, GithubVersionLog log, long id, boolean restore)
      throws IOException {
    if (restore) {
      return method.equals("POST") && token.deletes() && log.restore(id)
          ? Reply.of(204)
          : notFound();
    }
    Optional<Version> found = log.versions().stream().filter(each -> each.id() == id).findFirst();
    if (found.isEmpty()) {
      return notFound();
    }
    return switch (method) {
      case "GET" -> Reply.json(200, GithubJson.version(found.get(), github.clockOff()));
      case "DELETE" -> delete(token, log, found.get());
      default -> notFound();
    };
  }

  private Reply delete(Token token, GithubVersionLog log, Version version) throws IOException {
    if (!token.deletes()) {
      return Reply.error(403, "You need at least admin access on the package to delete it.");
    }
    if (github.popular.contains(version.digest())) {
      return Reply.error(
          400,
          "Publicly visible package versions with more than 5000 downloads cannot be deleted."
              + " Contact GitHub support for further assistance.");
    }
    boolean others =
        log.versions().stream()
            .anyMatch(each -> each.id() != version.id() && !each.tags().isEmpty());
    if (!version.tags().isEmpty() && !others) {
      return Reply.error(
          400,
          "You cannot delete the last tagged version of a package. You must delete the package"
              + " instead.");
    }
    log.delete(version);
    return Reply.of(204);
  }

  private GithubVersionLog log(String repository) {
    return logs.computeIfAbsent(repository, name -> new GithubVersionLog(upstream, name));
  }

  private static Reply notFound() {
    return Reply.error(404, "Package not found.");
  }
}
