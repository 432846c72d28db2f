package io.github.imagemaven.mojo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.oci.JsonTree;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.healthcheck} in the words of a Containerfile.
 *
 * <p>Grammar: <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile
 * reference, HEALTHCHECK</a>: {@code [--interval=T] [--timeout=T] [--start-period=T]
 * [--start-interval=T] [--retries=N] CMD command}, {@code CMD ["program", "argument"]}, or {@code
 * NONE}. A zero is the engine's default, as it is there.
 */
final class HealthcheckText {
  private static final String WHAT = "image.healthcheck";
  private static final String EXPECTED =
      "[--interval=30s] [--timeout=3s] [--start-period=10s] [--start-interval=1s] [--retries=3]"
          + " CMD command, or NONE";

  private HealthcheckText() {}

  /**
   * Reads the setting.
   *
   * @throws ConfigurationException where it has another form
   */
  static Healthcheck parse(String text) {
    String rest = text.strip();
    Duration interval = null;
    Duration timeout = null;
    Duration startPeriod = null;
    Duration startInterval = null;
    Integer retries = null;
    while (rest.startsWith("--")) {
      String option = rest.split("\\s", 2)[0];
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.substring(0, Math.max(0, option.indexOf('=')))) {
        case "--interval" -> interval = duration("--interval", value);
        case "--timeout" -> timeout = duration("--timeout", value);
        case "--start-period" -> startPeriod = duration("--start-period", value);
        case "--start-interval" -> startInterval = duration("--start-interval", value);
        case "--retries" -> retries = retries(value);
        default -> throw malformed("there is no option " + option.replaceFirst("=.*", "=…"));
      }
      rest = rest.substring(option.length()).stripLeading();
    }
    return new Healthcheck(test(rest), interval, timeout, startPeriod, startInterval, retries);
  }

  private static @Nullable Duration duration(String option, String value) {
    Duration duration = GoDuration.parse(value);
    if (duration == null) {
      throw ConfigurationException.malformed(
          WHAT + " " + option, value, "a time such as 30s, 1m30s, 1.5s or 500ms");
    }
    return duration.isZero() ? null : duration;
  }

  private static @Nullable Integer retries(String value) {
    if (!value.matches("[0-9]{1,4}")) {
      throw ConfigurationException.malformed(WHAT + " --retries", value, EXPECTED);
    }
    Integer retries = Integer.valueOf(value);
    return retries == 0 ? null : retries;
  }

  private static List<String> test(String rest) {
    if (rest.equalsIgnoreCase("NONE")) {
      return List.of("NONE");
    }
    String[] parts = rest.split("\\s+", 2);
    if (!parts[0].equalsIgnoreCase("CMD")) {
      throw malformed("no CMD stands before the command");
    }
    if (parts.length < 2) {
      throw malformed("no command stands behind CMD");
    }
    List<String> exec = execForm(parts[1]);
    return exec != null ? exec : List.of("CMD-SHELL", parts[1]);
  }

  /** The command, which may hold a password, is not repeated. */
  private static ConfigurationException malformed(String why) {
    return new ConfigurationException(WHAT + " is not valid, " + why + ": expected " + EXPECTED);
  }

  /** As for Docker, what is not a JSON list of strings is a line for the shell. */
  private static @Nullable List<String> execForm(String command) {
    if (!command.startsWith("[")) {
      return null;
    }
    try (JsonParser parser = new JsonFactory().createParser(command)) {
      JsonNode node = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        return null;
      }
      List<String> words = new ArrayList<>(List.of("CMD"));
      for (JsonNode word : node) {
        if (!word.isTextual()) {
          return null;
        }
        words.add(word.asText());
      }
      return words.size() > 1 ? words : null;
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }
}
