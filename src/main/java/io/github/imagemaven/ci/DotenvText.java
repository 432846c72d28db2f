package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Variables as GitLab's dotenv report takes them.
 *
 * <p>Source: <a
 * href="https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv">artifacts,
 * reports, dotenv</a>. Of its limits the narrowest are kept, those of a GitLab that nobody has
 * configured, since one variable too many makes GitLab refuse the whole file and fail the job.
 *
 * @param text the file
 * @param left names of variables that are not in it
 */
record DotenvText(String text, List<String> left) {
  private static final int MOST_VARIABLES = 20;

  /** The file has to be smaller. */
  private static final int SIZE = 5120;

  /** As many as there is room for, in order. */
  static DotenvText of(Map<String, String> variables) {
    StringBuilder text = new StringBuilder();
    List<String> left = new ArrayList<>();
    int size = 0;
    int count = 0;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String line = variable.getKey() + "=" + variable.getValue() + "\n";
      int bytes = line.getBytes(UTF_8).length;
      if (!isPossible(variable.getValue()) || count == MOST_VARIABLES || size + bytes >= SIZE) {
        left.add(variable.getKey());
      } else {
        text.append(line);
        size += bytes;
        count++;
      }
    }
    return new DotenvText(text.toString(), left);
  }

  /**
   * One line, without spaces around it, which GitLab would take away, and without a dollar sign:
   * the job that gets the variable would see another one's value there, maybe a secret's.
   */
  private static boolean isPossible(String value) {
    return value.equals(value.strip())
        && value.indexOf('$') < 0
        && value.chars().noneMatch(Character::isISOControl);
  }
}
