package io.github.imagemaven.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rights to ask a token server for, in order: what we push to comes first, because some servers
 * read the first scope only.
 *
 * <p>Source: <a href="https://distribution.github.io/distribution/spec/auth/scope/">Distribution,
 * token scope</a>.
 *
 * @param actions by resource, {@code repository:acme/app} to {@code pull}, {@code push}
 */
record Scopes(Map<String, Set<String>> actions) {
  Scopes {
    actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
  }

  static Scopes none() {
    return new Scopes(Map.of());
  }

  static Scopes of(String repository, String... actions) {
    return new Scopes(Map.of("repository:" + repository, new TreeSet<>(List.of(actions))));
  }

  /** Reads the {@code scope} of a challenge: {@code type:name:action,…}, several between blanks. */
  static Scopes parse(String text) {
    Map<String, Set<String>> parsed = new LinkedHashMap<>();
    for (String each : text.split(" ", -1)) {
      int colon = each.lastIndexOf(':');
      if (colon > 0 && colon < each.length() - 1) {
        Set<String> rights = parsed.computeIfAbsent(each.substring(0, colon), k -> new TreeSet<>());
        rights.addAll(List.of(each.substring(colon + 1).split(",", -1)));
      }
    }
    return new Scopes(parsed);
  }

  Scopes plus(Scopes others) {
    Map<String, Set<String>> merged = new LinkedHashMap<>();
    actions.forEach((resource, rights) -> merged.put(resource, new TreeSet<>(rights)));
    others.actions.forEach(
        (resource, rights) ->
            merged.computeIfAbsent(resource, k -> new TreeSet<>()).addAll(rights));
    return new Scopes(merged);
  }

  boolean covers(Scopes wanted) {
    return wanted.actions.entrySet().stream()
        .allMatch(
            each -> actions.getOrDefault(each.getKey(), Set.of()).containsAll(each.getValue()));
  }

  /** One {@code scope} parameter each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    actions.forEach((resource, rights) -> lines.add(resource + ":" + String.join(",", rights)));
    return lines;
  }
}
