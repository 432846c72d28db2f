package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a folder a plugin's {@code <includes>} and {@code <excludes>} take. Maven's own
 * matcher is no part of its API: since 3.9 a plugin does not find it at run time.
 *
 * <p>Source: <a href="https://ant.apache.org/manual/dirtasks.html#patterns">Ant, Patterns</a>, and
 * for {@code %ant[…]} and {@code %regex[…]} the documentation of plexus-utils' {@code
 * DirectoryScanner}.
 */
public final class AntPatterns {
  private AntPatterns() {}

  /**
   * The files, by relative paths with slashes.
   *
   * @param includes empty for all
   * @param excludes win
   * @throws ConfigurationException where a {@code %regex[…]} is none
   */
  public static Predicate<String> of(List<String> includes, List<String> excludes) {
    List<Pattern> in = includes.stream().map(AntPatterns::pattern).toList();
    List<Pattern> out = excludes.stream().map(AntPatterns::pattern).toList();
    return path ->
        (in.isEmpty() || in.stream().anyMatch(each -> each.matcher(path).matches()))
            && out.stream().noneMatch(each -> each.matcher(path).matches());
  }

  private static Pattern pattern(String written) {
    String text = written.strip();
    if (text.startsWith("%regex[") && text.endsWith("]")) {
      return regex(text.substring("%regex[".length(), text.length() - 1));
    }
    if (text.startsWith("%ant[") && text.endsWith("]")) {
      text = text.substring("%ant[".length(), text.length() - 1);
    }
    text = text.replace('\\', '/');
    // Maven's archiver passes over a slash at the beginning, and over all but one of several.
    text = (text.endsWith("/") ? text + "**" : text).replaceAll("/+", "/").replaceFirst("^/", "");
    StringBuilder regex = new StringBuilder();
    String separator = "";
    for (String segment : text.split("/", -1)) {
      if (segment.equals("**")) {
        // With what stands before it also the folder itself, and at the beginning nothing at all.
        regex.append(separator.isEmpty() ? "(?:.*/)?" : "(?:/.*)?");
        separator = separator.isEmpty() ? "" : "/";
      } else {
        regex.append(separator).append(segment(segment));
        separator = "/";
      }
    }
    // Only ** leaves a slash at its end, which no file's path has.
    return Pattern.compile(text.matches("(\\*\\*/?)+") ? ".*" : regex.toString(), Pattern.DOTALL);
  }

  private static Pattern regex(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw ConfigurationException.malformed(
          "the pattern", "%regex[" + regex + "]", "a regular expression; " + e.getDescription());
    }
  }

  private static String segment(String segment) {
    StringBuilder regex = new StringBuilder();
    for (char c : segment.toCharArray()) {
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}
