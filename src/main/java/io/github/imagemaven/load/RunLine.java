package io.github.imagemaven.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Platform;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The command that starts a container of an image, with its ports at those of this machine. */
final class RunLine {
  /** Ports below need a right that users of a rootless engine do not have. */
  private static final int PRIVILEGED = 1024;

  private static final int MOVED = 8000;

  private RunLine() {}

  /**
   * The command.
   *
   * @param program {@code docker}
   * @param name what the engine calls the image
   * @param config the image's
   * @param platform the image's, where the engine would take another; else null
   * @param isRootless whether the engine is of a user who may not open every port
   */
  static String of(
      String program,
      String name,
      JsonNode config,
      @Nullable Platform platform,
      boolean isRootless) {
    List<String> words = new ArrayList<>(List.of(program, "run", "--rm"));
    if (platform != null) {
      words.add("--platform");
      words.add(platform.toString());
    }
    ports(config.path("config").path("ExposedPorts"), isRootless)
        .forEach(
            each -> {
              words.add("-p");
              words.add(each);
            });
    words.add(name);
    return String.join(" ", words);
  }

  /** {@code 8080:8080}, {@code 53:53/udp}; ports that follow each other as one range. */
  private static List<String> ports(JsonNode exposed, boolean isRootless) {
    TreeMap<String, TreeSet<Integer>> ports = new TreeMap<>();
    exposed
        .fieldNames()
        .forEachRemaining(
            each -> {
              String[] parts = each.split("/", 2);
              String protocol = parts.length == 1 || parts[1].equals("tcp") ? "" : "/" + parts[1];
              String[] ends = parts[0].split("-", 2);
              for (int port = number(ends[0]); port <= number(ends[ends.length - 1]); port++) {
                ports.computeIfAbsent(protocol, any -> new TreeSet<>()).add(port);
              }
            });
    List<String> words = new ArrayList<>();
    ports.forEach((protocol, numbers) -> addRanges(words, protocol, numbers, isRootless));
    return words;
  }

  /** 0 where it is none, which an image that an engine has made does not have. */
  private static int number(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }

  private static void addRanges(
      List<String> words, String protocol, TreeSet<Integer> numbers, boolean isRootless) {
    Iterator<Integer> each = numbers.iterator();
    Integer next = each.hasNext() ? each.next() : null;
    while (next != null) {
      int first = next;
      int last = next;
      next = each.hasNext() ? each.next() : null;
      while (next != null && next == last + 1 && (next >= PRIVILEGED) == (first >= PRIVILEGED)) {
        last = next;
        next = each.hasNext() ? each.next() : null;
      }
      int moved = isRootless && first < PRIVILEGED ? moved(numbers, first, last) : 0;
      words.add(range(first + moved, last + moved) + ":" + range(first, last) + protocol);
    }
  }

  /** By how much, so that none of them is where another port of the container is. */
  private static int moved(TreeSet<Integer> numbers, int first, int last) {
    int moved = MOVED;
    while (!numbers.subSet(first + moved, true, last + moved, true).isEmpty()) {
      moved += 1000;
    }
    return moved;
  }

  private static String range(int first, int last) {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
