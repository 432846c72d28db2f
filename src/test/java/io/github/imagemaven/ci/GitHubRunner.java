package io.github.imagemaven.ci;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a step wrote as GitHub documents that its runner does: the file of outputs, and
 * commands in the step's lines.
 */
public final class GitHubRunner {
  private GitHubRunner() {}

  /** A command that the runner carries out. */
  public record Command(String name, Map<String, String> properties, String data) {}

  /** The outputs of a file; of two with one name the later. */
  public static Map<String, String> outputs(Path file) throws Exception {
    return outputs(Files.readString(file));
  }

  public static Map<String, String> outputs(String text) {
    Map<String, String> outputs = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    while (!lines.isEmpty()) {
      String line = lines.remove(0);
      if (line.isEmpty()) {
        continue;
      }
      int equals = line.indexOf('=');
      int here = line.indexOf("<<");
      if (equals >= 0 && (here < 0 || equals < here)) {
        outputs.put(line.substring(0, equals), line.substring(equals + 1));
      } else if (here > 0 && here + 2 < line.length()) {
        outputs.put(line.substring(0, here), until(line.substring(here + 2), lines));
      } else {
        throw new IllegalStateException("the runner refuses the line " + line);
      }
    }
    return outputs;
  }

  private static String until(String delimiter, List<String> lines) {
    int end = lines.indexOf(delimiter);
    if (end < 0) {
      throw new IllegalStateException("the runner finds no end " + delimiter);
    }
    String value = String.join("\n", lines.subList(0, end));
    lines.subList(0, end + 1).clear();
    return value;
  }

  /** The commands among a step's lines. */
  public static List<Command> commands(byte[] console) {
    List<Command> commands = new ArrayList<>();
    for (String any : new String(console, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
      String line = any.stripLeading();
      int end = line.indexOf("::", 2);
      if (line.startsWith("::") && end >= 0) {
        commands.add(command(line.substring(2, end), line.substring(end + 2)));
      } else if (line.contains("##[")) {
        throw new IllegalStateException("a command of the old form: " + line);
      }
    }
    return commands;
  }

  private static Command command(String info, String data) {
    int space = info.indexOf(' ');
    Map<String, String> properties = new LinkedHashMap<>();
    if (space >= 0) {
      for (String pair : info.substring(space + 1).split(",", -1)) {
        int equals = pair.indexOf('=');
        String value = pair.substring(equals + 1).replace("%3A", ":").replace("%2C", ",");
        properties.put(pair.substring(0, equals), unescaped(value));
      }
    }
    return new Command(space < 0 ? info : info.substring(0, space), properties, unescaped(data));
  }

  private static String unescaped(String text) {
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
  }
}
