package io.github.imagemaven.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The content of a pax extended header: {@code "<length> <key>=<value>\n"} for each key. */
final class PaxRecords {
  private final Map<String, String> values = new TreeMap<>();

  void put(String key, String value) {
    values.put(key, value);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    values.forEach(
        (key, value) -> {
          byte[] rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
          out.writeBytes(
              Integer.toString(lengthWithItself(rest.length)).getBytes(StandardCharsets.US_ASCII));
          out.writeBytes(rest);
        });
    return out.toByteArray();
  }

  /** The length of a record, whose own digits count. */
  private static int lengthWithItself(int rest) {
    int length = rest + 1;
    while (length != rest + Integer.toString(length).length()) {
      length++;
    }
    return length;
  }
}
