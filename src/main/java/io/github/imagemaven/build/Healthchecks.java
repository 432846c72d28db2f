package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.report.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Docker's health checks, in settings and in configs.
 *
 * <p>Source: <a href="https://github.com/moby/docker-image-spec/blob/main/spec.md">Docker image
 * specification</a>: test words as in {@link Healthcheck}, durations in nanoseconds, zero for the
 * engine's default.
 */
final class Healthchecks {
  private static final String SETTING = "image.healthcheck";

  /** What engines can read: 63 bits of nanoseconds. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Healthchecks() {}

  /** Whether a config's node makes an engine check anything: {@code NONE} and empty do not. */
  static boolean isEffective(JsonNode node) {
    JsonNode first = node.path("Test").path(0);
    return first.isTextual() && !first.asText().equals("NONE");
  }

  /** Whether a setting makes an engine check anything. */
  static boolean isEffective(@Nullable Healthcheck healthcheck) {
    return healthcheck != null && !healthcheck.test().get(0).equals("NONE");
  }

  /** The setting as a config holds it. */
  static ObjectNode toJson(Healthcheck healthcheck) {
    ObjectNode node = Json.object();
    ArrayNode test = node.putArray("Test");
    healthcheck.test().forEach(test::add);
    put(node, "Interval", healthcheck.interval());
    put(node, "Timeout", healthcheck.timeout());
    put(node, "StartPeriod", healthcheck.startPeriod());
    put(node, "StartInterval", healthcheck.startInterval());
    if (healthcheck.retries() != null) {
      node.put("Retries", healthcheck.retries());
    }
    return node;
  }

  private static void put(ObjectNode node, String name, @Nullable Duration duration) {
    if (duration != null) {
      node.put(name, duration.toNanos());
    }
  }

  /**
   * Checks a setting.
   *
   * @throws ConfigurationException where an engine would refuse it
   */
  static void check(Healthcheck healthcheck) {
    List<String> test = healthcheck.test();
    boolean wellFormed =
        switch (test.isEmpty() ? "" : test.get(0)) {
          case "NONE" -> test.size() == 1;
          case "CMD-SHELL" -> test.size() == 2;
          case "CMD" -> test.size() >= 2;
          default -> false;
        };
    if (!wellFormed) {
      throw ConfigurationException.malformed(
          SETTING,
          String.join(" ", test),
          "CMD and the words of a command, CMD-SHELL and one line, or NONE");
    }
    check("interval", healthcheck.interval());
    check("timeout", healthcheck.timeout());
    check("start period", healthcheck.startPeriod());
    check("start interval", healthcheck.startInterval());
    Integer retries = healthcheck.retries();
    if (retries != null && retries < 1) {
      throw ConfigurationException.malformed(SETTING + " retries", retries.toString(), "1 or more");
    }
  }

  private static void check(String what, @Nullable Duration duration) {
    if (duration != null && duration.compareTo(LONGEST) > 0) {
      throw ConfigurationException.malformed(
          SETTING + " " + what, duration.toString(), "at most 2562047h, such as 30s");
    }
    if (duration != null && duration.compareTo(Duration.ofMillis(1)) < 0) {
      throw ConfigurationException.malformed(
          SETTING + " " + what, duration.toString(), "at least one millisecond, such as 30s");
    }
  }
}
