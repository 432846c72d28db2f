package io.github.imagemaven.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An entry of a tar, read by the letter of POSIX: ustar records and pax headers. */
record TarEntry(
    String path,
    char type,
    int mode,
    int uid,
    int gid,
    Instant modified,
    String target,
    byte[] content) {

  boolean isDirectory() {
    return type == '5';
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  static List<TarEntry> readAll(InputStream tar) throws IOException {
    List<TarEntry> entries = new ArrayList<>();
    Map<String, String> pax = new HashMap<>();
    for (byte[] header = tar.readNBytes(512); header[0] != 0; header = tar.readNBytes(512)) {
      int size = (int) number(header, 124, 12);
      byte[] content = tar.readNBytes(size);
      tar.skipNBytes(-size & 511);
      char type = (char) header[156];
      if (type == 'x') {
        readPax(new String(content, StandardCharsets.UTF_8), pax);
        continue;
      }
      String prefix = text(header, 345, 155);
      String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
      entries.add(
          new TarEntry(
              "/" + pax.getOrDefault("path", name),
              type,
              (int) number(header, 100, 8),
              (int) number(header, 108, 8),
              (int) number(header, 116, 8),
              Instant.ofEpochSecond(number(header, 136, 12)),
              pax.getOrDefault("linkpath", text(header, 157, 100)),
              content));
      pax.clear();
    }
    return entries;
  }

  /** Records {@code length key=value\n}; every text of the tests is ASCII. */
  private static void readPax(String records, Map<String, String> pax) {
    for (int start = 0; start < records.length(); ) {
      int space = records.indexOf(' ', start);
      int end = start + Integer.parseInt(records.substring(start, space));
      String[] pair = records.substring(space + 1, end - 1).split("=", 2);
      pax.put(pair[0], pair[1]);
      start = end;
    }
  }

  private static String text(byte[] header, int offset, int width) {
    int end = offset;
    while (end < offset + width && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static long number(byte[] header, int offset, int width) {
    String digits = text(header, offset, width).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
