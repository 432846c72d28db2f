package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Containerfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Arguments and secrets that a Containerfile does not know, or wants and does not get: engines say
 * the one where nobody reads it, and the other in the middle of a step, if at all.
 */
final class UnusedSettings {
  /**
   * Known in every file.
   *
   * <p>Source: <a href="https://docs.docker.com/reference/dockerfile/#predefined-args">Dockerfile
   * reference</a>, "Predefined ARGs", "BuildKit built-in build args".
   */
  private static final Pattern PREDEFINED =
      Pattern.compile(
          "(?i:(?:HTTPS?|FTP|NO|ALL)_PROXY)|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)"
              + "|BUILDKIT_.*|SOURCE_DATE_EPOCH");

  private UnusedSettings() {}

  /** A sentence for each. A file that a preprocessor has yet to make is not looked at. */
  static List<String> remarks(ContainerfileSource source, Containerfile file) {
    if (source.name().endsWith(".in")) {
      return List.of();
    }
    List<String> remarks = new ArrayList<>();
    Set<String> arguments = file.arguments();
    for (String name : source.buildArgs().keySet()) {
      if (!arguments.contains(name) && !PREDEFINED.matcher(name).matches()) {
        remarks.add(
            "image.buildArgs."
                + name
                + " is used nowhere: "
                + source.name()
                + " has no ARG "
                + name
                + (arguments.isEmpty() ? " and no other" : ", only " + arguments));
      }
    }
    Set<String> given = source.options().secrets().keySet();
    Set<String> read = file.secrets();
    for (String id : read) {
      if (!given.contains(id)) {
        remarks.add(
            "a step of "
                + source.name()
                + " mounts the secret "
                + id
                + ", and image.secrets."
                + id
                + " does not say where it is"
                + (given.isEmpty() ? "" : ", only that of " + new TreeSet<>(given)));
      }
    }
    for (String id : given) {
      if (!read.contains(id)) {
        remarks.add(
            "image.secrets."
                + id
                + " is used nowhere: no step of "
                + source.name()
                + " has --mount=type=secret,id="
                + id);
      }
    }
    return remarks;
  }
}
