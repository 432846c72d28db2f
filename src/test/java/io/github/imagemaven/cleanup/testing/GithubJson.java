package io.github.imagemaven.cleanup.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.cleanup.testing.GithubVersionLog.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** GitHub's documents, with all that its OpenAPI description requires of them. */
final class GithubJson {
  private static final List<String> ADDRESSES =
      List.of(
          "avatar_url",
          "url",
          "html_url",
          "followers_url",
          "following_url",
          "gists_url",
          "starred_url",
          "subscriptions_url",
          "organizations_url",
          "repos_url",
          "events_url",
          "received_events_url");

  private GithubJson() {}

  static Reply user(String login, String type) {
    ObjectNode user = JsonNodeFactory.instance.objectNode();
    user.put("login", login).put("id", 1).put("node_id", "U_1").put("gravatar_id", "");
    for (String name : ADDRESSES) {
      user.put(name, "https://example.com/" + name);
    }
    user.put("type", type).put("site_admin", false).put("user_view_type", "public");
    for (String name : List.of("name", "company", "blog", "location", "email", "hireable", "bio")) {
      user.putNull(name);
    }
    for (String name : List.of("public_repos", "public_gists", "followers", "following")) {
      user.put(name, 0);
    }
    user.put("created_at", "2020-01-01T00:00:00Z").put("updated_at", "2020-01-01T00:00:00Z");
    return Reply.json(200, user);
  }

  static ObjectNode version(Version version, Duration clockOff) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    String url = "https://api.github.com/packages/" + version.repository() + "/" + version.id();
    node.put("id", version.id()).put("name", version.digest().toString());
    node.put("url", url).put("package_html_url", url).put("html_url", url);
    node.put("created_at", time(version.created(), clockOff));
    node.put("updated_at", time(version.updated(), clockOff));
    ObjectNode metadata = node.putObject("metadata").put("package_type", "container");
    ArrayNode tags = metadata.putObject("container").putArray("tags");
    version.tags().forEach(tags::add);
    return node;
  }

  private static String time(Instant time, Duration clockOff) {
    return time.plus(clockOff).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
