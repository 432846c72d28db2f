package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The jobs of a split run, one a platform, for {@code strategy.matrix:
 * fromJSON(needs.prepare.outputs.matrix)}.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/runners/github-hosted-runners">GitHub-hosted
 * runners</a>.
 *
 * @param jobs in the order of {@code image.platforms}
 */
public record RunnerMatrix(List<Job> jobs) {
  private static final String DEFAULT = "ubuntu-24.04";
  private static final String DEFAULT_ARM = "ubuntu-24.04-arm";

  /** What GitHub, and those who offer runners for it, have in labels. */
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:;/=@-]*");

  private static final String EXPECTED =
      "platform=label for each platform, separated by commas, such as"
          + " linux/arm64=ubuntu-24.04-arm; several labels of one runner as"
          + " linux/s390x=self-hosted+s390x";

  /** Copies the list. */
  public RunnerMatrix {
    jobs = List.copyOf(jobs);
  }

  /**
   * One job.
   *
   * @param platform what it builds
   * @param labels which its runner must have
   */
  public record Job(Platform platform, List<String> labels) {
    /** Copies the list. */
    public Job {
      labels = List.copyOf(labels);
    }
  }

  /**
   * A job for each platform, a platform of several images once. Without a runner of its own it has
   * GitHub's for arm, or else the one for amd64: a Java application is put together anywhere.
   *
   * @param platforms those of all images
   * @param runners {@code image.runners}; runners of other platforms are allowed
   * @throws ConfigurationException where it is malformed, or names two runners for one platform
   */
  public static RunnerMatrix of(Collection<Platform> platforms, String runners) {
    Map<Platform, List<String>> named = parse(runners);
    List<Job> jobs = new ArrayList<>();
    for (Platform platform : new LinkedHashSet<>(platforms)) {
      List<String> labels = named.get(platform);
      jobs.add(new Job(platform, labels == null ? List.of(usual(platform)) : labels));
    }
    return new RunnerMatrix(jobs);
  }

  private static String usual(Platform platform) {
    boolean arm =
        platform.os().equals("linux")
            && (platform.architecture().equals("arm64") || platform.architecture().equals("arm"));
    return arm ? DEFAULT_ARM : DEFAULT;
  }

  private static Map<Platform, List<String>> parse(String runners) {
    Map<Platform, List<String>> named = new LinkedHashMap<>();
    for (String entry : runners.split(",", -1)) {
      if (!entry.isBlank()) {
        int equals = entry.indexOf('=');
        if (equals < 0) {
          throw malformed(entry.strip());
        }
        Platform platform = platform(entry.substring(0, equals));
        List<String> labels = labels(entry, entry.substring(equals + 1));
        List<String> other = named.putIfAbsent(platform, labels);
        if (other != null && !other.equals(labels)) {
          throw new ConfigurationException(
              "image.runners names two runners for "
                  + platform
                  + ", "
                  + String.join("+", other)
                  + " and "
                  + String.join("+", labels)
                  + ": leave one of them");
        }
      }
    }
    return named;
  }

  private static Platform platform(String text) {
    try {
      return Platform.parse(text);
    } catch (ConfigurationException e) {
      throw new ConfigurationException("image.runners: " + e.getMessage());
    }
  }

  private static List<String> labels(String entry, String text) {
    List<String> labels = Arrays.stream(text.split("\\+", -1)).map(String::strip).toList();
    if (!labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
      throw malformed(entry.strip());
    }
    return labels;
  }

  private static ConfigurationException malformed(String entry) {
    return ConfigurationException.malformed("image.runners", entry, EXPECTED);
  }

  /**
   * One label as text, several as a list: {@code runs-on} takes both. The name is the platform's
   * without characters that GitHub refuses in an artifact's name.
   */
  String toJson() {
    ObjectNode node = Json.object();
    ArrayNode include = node.putArray("include");
    for (Job job : jobs) {
      ObjectNode entry = include.addObject();
      entry.put("platform", job.platform().toString());
      if (job.labels().size() == 1) {
        entry.put("runner", job.labels().get(0));
      } else {
        ArrayNode labels = entry.putArray("runner");
        job.labels().forEach(labels::add);
      }
      entry.put("buildPlatforms", job.platform().toString());
      entry.put("name", job.platform().fileName());
    }
    return new String(Json.bytes(node), UTF_8);
  }
}
