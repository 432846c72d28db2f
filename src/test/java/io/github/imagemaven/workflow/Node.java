package io.github.imagemaven.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A piece of YAML that is a map or a list of maps; what is missing is an empty one.
 *
 * @param name its key, or where it stands in a list
 */
record Node(String name, Object yaml) {
  /** The whole of a file. */
  static Node parse(String yaml) {
    Load load = new Load(LoadSettings.builder().build());
    return new Node("the workflow", load.loadFromString(yaml));
  }

  /** Refuses all other keys. */
  void allow(String... keys) {
    for (String key : map().keySet()) {
      if (!Set.of(keys).contains(key)) {
        throw new IllegalArgumentException("the kit does not know " + key + " in " + name);
      }
    }
  }

  /** Also where nothing stands behind the key. */
  boolean has(String key) {
    return map().containsKey(key);
  }

  Node child(String key) {
    return new Node(key, map().get(key));
  }

  List<Node> children() {
    List<Node> children = new ArrayList<>();
    if (yaml instanceof List<?> list) {
      list.forEach(each -> children.add(new Node(name + " " + children.size(), each)));
    } else {
      map().forEach((key, value) -> children.add(new Node(key, value)));
    }
    return children;
  }

  /** A scalar, list or map as YAML has it, numbers as expressions have them; null if missing. */
  Object value(String key) {
    return plain(map().get(key));
  }

  /** Itself, where it is one value; numbers as expressions have them. */
  Object scalar() {
    return plain(yaml instanceof Map || yaml instanceof List ? scalar(yaml) : yaml);
  }

  private static Object plain(Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }

  /** A scalar; null if it is missing. */
  String text(String key) {
    Object value = map().get(key);
    return value == null ? null : scalar(value);
  }

  /** One scalar, or several. */
  List<String> list(String key) {
    Object value = map().get(key);
    if (value instanceof List<?> list) {
      return list.stream().map(Node::scalar).toList();
    }
    return value == null ? List.of() : List.of(scalar(value));
  }

  /** A map of scalars. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    child(key).map().forEach((each, value) -> texts.put(each, value == null ? "" : scalar(value)));
    return texts;
  }

  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (yaml instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }

  private static String scalar(Object value) {
    if (value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException("expected one value, found " + value);
    }
    return String.valueOf(value);
  }
}
