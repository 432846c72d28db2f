package io.github.imagemaven.cleanup.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of Docker Hub's API that have to do with tags. */
final class HubEndpoints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TAGS =
      Pattern.compile("/v2/namespaces/([^/]+)/repositories/([^/]+)/tags(?:/([^/]+))?");
  private static final Pattern OLD_TAG =
      Pattern.compile("/v2/repositories/([^/]+)/([^/]+)/tags/([^/]+)/");
  private static final int LIMIT = 180;

  final Upstream upstream;
  final Map<String, Account> accounts = new HashMap<>();
  final Map<String, Account> tokens = new HashMap<>();
  FakeGithub.PageHook afterPage = page -> {};
  Supplier<Clock> clock = Clock::systemUTC;
  Duration clockOff = Duration.ZERO;
  Duration untilReset = Duration.ofMinutes(1);
  String root = "";
  boolean saysDigest = true;
  boolean newDeletion = true;
  int mostPerPage = 100;
  int requestsLeft = LIMIT;
  private int given;

  /** Who may log in. */
  record Account(String secret, boolean deletes) {}

  HubEndpoints(Upstream upstream) {
    this.upstream = upstream;
  }

  Reply answer(Request request) throws IOException {
    requestsLeft--;
    long reset = clock.get().instant().plus(untilReset).getEpochSecond();
    return answerWithin(request)
        .header("X-RateLimit-Limit", String.valueOf(LIMIT))
        .header("X-RateLimit-Remaining", String.valueOf(Math.max(0, requestsLeft)))
        .header("X-RateLimit-Reset", String.valueOf(reset));
  }

  private Reply answerWithin(Request request) throws IOException {
    if (request.path().equals("/v2/auth/token") && request.method().equals("POST")) {
      return logIn(request);
    }
    Account account = tokens.get(request.bearer());
    if (account == null) {
      return Reply.error(401, "unauthorized");
    }
    Matcher tags = TAGS.matcher(request.path());
    if (tags.matches()) {
      String name = tags.group(1) + "/" + tags.group(2);
      StoredRepository stored = upstream.repository(name);
      if (!stored.exists()) {
        return Reply.error(404, "object not found");
      }
      if (tags.group(3) == null) {
        return request.method().equals("GET") ? list(request, name, stored) : Reply.of(405);
      }
      return request.method().equals("DELETE") && newDeletion
          ? delete(account, stored, tags.group(3))
          : Reply.of(405);
    }
    Matcher old = OLD_TAG.matcher(request.path());
    return old.matches() && request.method().equals("DELETE")
        ? delete(account, upstream.repository(old.group(1) + "/" + old.group(2)), old.group(3))
        : Reply.error(404, "object not found");
  }

  private Reply logIn(Request request) throws IOException {
    JsonNode who = JSON.readTree(request.body());
    Account account = accounts.get(who.path("identifier").asText());
    if (account == null || !account.secret.equals(who.path("secret").asText())) {
      return Reply.error(401, "incorrect authentication credentials");
    }
    String token = "jwt-" + ++given;
    tokens.put(token, account);
    return Reply.json(200, JsonNodeFactory.instance.objectNode().put("access_token", token));
  }

  private Reply list(Request request, String name, StoredRepository stored) throws IOException {
    int size = Math.min(request.number("page_size", 10), mostPerPage);
    int page = request.number("page", 1);
    Map<String, Digest> named = stored.tags();
    List<String> tags = new ArrayList<>(named.keySet());
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("count", tags.size());
    String path = root + request.path() + "?page_size=" + size + "&page=";
    if (page * size < tags.size()) {
      body.put("next", path + (page + 1));
    } else {
      body.putNull("next");
    }
    if (page > 1) {
      body.put("previous", path + (page - 1));
    } else {
      body.putNull("previous");
    }
    ArrayNode results = body.putArray("results");
    for (String tag : tags.stream().skip((long) (page - 1) * size).limit(size).toList()) {
      String pushed = stored.tagged(tag).plus(clockOff).toString();
      ObjectNode result = results.addObject().put("name", tag).put("id", 1);
      result.put("tag_last_pushed", pushed).put("last_updated", pushed);
      result.put("tag_status", "active").put("full_size", 1000).putArray("images");
      if (saysDigest) {
        result.put("digest", String.valueOf(named.get(tag)));
      }
    }
    afterPage.after(page);
    return Reply.json(200, body);
  }

  private static Reply delete(Account account, StoredRepository stored, String tag)
      throws IOException {
    if (!account.deletes) {
      return Reply.error(403, "access denied");
    }
    if (!stored.tags().containsKey(tag)) {
      return Reply.error(404, "tag not found");
    }
    stored.deleteTag(tag);
    return Reply.of(204);
  }
}
