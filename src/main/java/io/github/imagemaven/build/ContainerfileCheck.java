package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds what is wrong with the settings of a Containerfile before any work is done. */
final class ContainerfileCheck {
  private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

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
    Path output = request.directory().getParent();
    return output != null && path.startsWith(output);
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
