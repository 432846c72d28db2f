package io.github.imagemaven.build;

import io.github.imagemaven.build.EngineOptions.Secret;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds what is wrong with the settings of a Containerfile before any work is done. */
final class ContainerfileCheck {
  private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern ULIMIT =
      Pattern.compile("[a-z]+=(?:-1|[0-9]{1,18})(?::(?:-1|[0-9]{1,18}))?");

  private final BuildRequest request;
  private final ContainerfileSource source;

  private ContainerfileCheck(BuildRequest request) {
    this.request = request;
    this.source = request.containerfile();
  }

  /** Checks all but what only the file itself tells, or a build has yet to make. */
  static void check(BuildRequest request, Problems problems) {
    ContainerfileCheck check = new ContainerfileCheck(request);
    problems.attempt(check::file);
    problems.attempt(check::context);
    problems.attempt(check::arguments);
    problems.attempt(check::ulimits);
    problems.attempt(check::secrets);
    problems.attempt(check::limit);
    check.source.options().cache().check(request.buildPlatforms(), problems);
  }

  private void file() {
    if (!Files.isRegularFile(source.file()) && !mayCome(source.file())) {
      throw missing(source);
    }
  }

  static ConfigurationException missing(ContainerfileSource source) {
    return new ConfigurationException(
        "image.containerfile is '"
            + source.name()
            + "', and there is no file "
            + source.file()
            + ": write it, or correct the setting; a relative path is relative to the module");
  }

  private void context() {
    Path context = source.context();
    if (!Files.isDirectory(context)) {
      if (!mayCome(context)) {
        throw missingContext(source);
      }
      return;
    }
    if (!real(context).startsWith(real(source.module()))) {
      throw new ConfigurationException(
          "image.context is '"
              + context
              + "', which is outside of the module "
              + source.module()
              + ": an image is made of what its module has; copy what it needs into the module's"
              + " target, such as with maven-resources-plugin, and set image.context to that");
    }
  }

  static ConfigurationException missingContext(ContainerfileSource source) {
    return new ConfigurationException(
        "image.context is '"
            + source.context()
            + "', and there is no such folder: make it, or leave the setting out for the module's"
            + " folder");
  }

  /** With no symbolic link in it. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.normalize(); // it goes while it is looked at, which the engine says
    }
  }

  /** What lies in {@code target} a plugin may make when its turn comes. */
  private boolean mayCome(Path path) {
    Path output = source.output().getParent();
    return output != null && path.startsWith(output);
  }

  private void ulimits() {
    for (String ulimit : source.options().ulimits()) {
      if (!ULIMIT.matcher(ulimit).matches()) {
        throw ConfigurationException.malformed(
            "image.ulimits", ulimit, "name=soft:hard, such as nofile=1024:2048");
      }
    }
  }

  private void limit() {
    Duration limit = source.options().limit();
    if (limit != null && limit.isZero()) {
      throw ConfigurationException.malformed(
          "image.buildTimeout", "0", "a time such as 30m, or nothing for no limit");
    }
  }

  private void secrets() {
    for (Map.Entry<String, Secret> entry : source.options().secrets().entrySet()) {
      String id = entry.getKey();
      if (!ID.matcher(id).matches()) {
        throw ConfigurationException.malformed(
            "the name of image.secrets." + id, id, "letters, digits, '_', '-' and '.'");
      }
      if (entry.getValue() instanceof Secret.InFile file) {
        secretFile(id, file.path());
      }
    }
  }

  private void secretFile(String id, Path file) {
    if (file.toString().indexOf(',') >= 0) {
      throw new ConfigurationException(
          "image.secrets."
              + id
              + " is a file with a comma in its path, which engines divide: "
              + file);
    }
    if (!Files.isReadable(file) && !mayCome(file)) {
      throw new ConfigurationException(
          "image.secrets."
              + id
              + " is in a file that is not there or may not be read, "
              + file
              + ": write it, or correct the setting; a relative path is relative to the module");
    }
  }

  /**
   * Looks that the secrets are there that variables hold.
   *
   * @param environment of this process
   */
  static void checkVariables(ContainerfileSource source, Map<String, String> environment) {
    for (Map.Entry<String, Secret> entry : source.options().secrets().entrySet()) {
      if (entry.getValue() instanceof Secret.InVariable variable
          && environment.getOrDefault(variable.name(), "").isEmpty()) {
        throw new ConfigurationException(
            "image.secrets."
                + entry.getKey()
                + " is in the environment variable "
                + variable.name()
                + ", which is not set or empty: set it where Maven is started, in a workflow with"
                + " env:");
      }
    }
  }

  private void arguments() {
    for (String name : source.buildArgs().keySet()) {
      if (!ARGUMENT.matcher(name).matches()) {
        throw ConfigurationException.malformed(
            "the name of image.buildArgs." + name, name, "letters, digits and '_', as ARG takes");
      }
    }
  }
}
