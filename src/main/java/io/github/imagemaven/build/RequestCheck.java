package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a request before any work is done. */
public final class RequestCheck {
  private static final Pattern USER =
      Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]*\\$?(?::[a-zA-Z0-9_][a-zA-Z0-9_.-]*\\$?)?");

  private static final Pattern ENV_NAME = Pattern.compile("[^=\\s\\p{Cntrl}]+");
  private static final Pattern SIGNAL =
      Pattern.compile(
          "(?:SIG)?(?:ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR"
              + "|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH"
              + "|XCPU|XFSZ|RTMIN(?:\\+[0-9]{1,2})?|RTMAX(?:-[0-9]{1,2})?)"
              + "|[1-9]|[1-5][0-9]|6[0-4]");
  private static final Pattern ABSOLUTE =
      Pattern.compile("/|(?:/(?!\\.{1,2}(?:/|$))[^/\\x00]+)+/?");
  private static final Pattern CLASS =
      Pattern.compile(
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");
  private static final Instant LAST = Instant.parse("2242-01-01T00:00:00Z");

  private final Problems problems;

  private RequestCheck(Problems problems) {
    this.problems = problems;
  }

  /**
   * Checks everything that can be checked without reading the application or the base.
   *
   * @throws ConfigurationException naming the setting that is malformed or contradicts another, its
   *     value, and the form expected
   * @throws io.github.imagemaven.report.SeveralProblems where there is more than one
   */
  public static void check(BuildRequest request) {
    Problems problems = new Problems();
    check(request, problems);
    problems.throwIfAny();
  }

  /** The same for somebody who has more to check. */
  public static void check(BuildRequest request, Problems problems) {
    RequestCheck check = new RequestCheck(problems);
    problems.attempt(() -> PlatformCheck.check(request));
    check.time("the creation time", request.created());
    check.time("the time of files", request.modified());
    problems.attempt(() -> checkFormat(request));
    check.container(request.container(), request.description());
    if (request.content() instanceof JavaApplication application) {
      check.application(application, request.container());
    } else {
      ContainerfileCheck.check(request, problems);
    }
  }

  private void time(String what, Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      malformed(what, time.toString(), "a time from 1970 to 2241, which a tar can hold");
    }
  }

  private static void checkFormat(BuildRequest request) {
    if (request.container().healthcheck() != null) {
      Healthchecks.check(request.container().healthcheck());
    }
    boolean oci = request.format() == Format.OCI;
    if (oci && Healthchecks.isEffective(request.container().healthcheck())) {
      throw new ConfigurationException(
          "image.healthcheck and image.format=oci contradict each other: an OCI config has no"
              + " health check; leave out one of them (image.format=auto takes Docker's format)");
    }
    if (oci && request.dockerIndex()) {
      throw new ConfigurationException(
          "image.index=docker and image.format=oci contradict each other: a Docker list holds"
              + " Docker manifests; leave out one of them");
    }
    if (request.dockerIndex() && !request.description().annotations().isEmpty()) {
      throw new ConfigurationException(
          "image.annotations."
              + request.description().annotations().keySet().iterator().next()
              + " and image.index=docker contradict each other: a Docker list has no annotations;"
              + " use image.labels, or leave out image.index");
    }
  }

  private void container(ContainerSettings container, Description description) {
    problems.attempt(() -> Ports.parse(container.ports()));
    for (Map.Entry<String, String> variable : container.env().entrySet()) {
      env(variable.getKey(), variable.getValue());
    }
    keys("image.labels", description.labels());
    keys("image.annotations", description.annotations());
    for (String volume : container.volumes()) {
      volume(volume);
    }
    absolute("image.workdir", container.workdir());
    form("image.user", container.user(), USER, "user or user:group, by name or number");
    form(
        "image.stopSignal",
        container.stopSignal(),
        SIGNAL,
        "a signal such as SIGTERM, SIGRTMIN+3 or 15");
  }

  private void env(String name, String value) {
    if (!ENV_NAME.matcher(name).matches()) {
      malformed("the name of image.env." + name, name, "no space and no '='");
    }
    if (value.indexOf('\0') >= 0) {
      // The value may be a secret, however little it should be one.
      problems.add(new ConfigurationException("image.env." + name + " holds a zero character"));
    }
  }

  private void keys(String setting, Map<String, String> family) {
    for (String key : family.keySet()) {
      if (key.isBlank()) {
        malformed("the name of " + setting, key, "at least one letter");
      }
    }
  }

  private void volume(String path) {
    int colon = path.indexOf(':');
    if (colon < 0) {
      absolute("image.volumes", path);
      return;
    }
    String inside = path.substring(colon + 1).replaceFirst(":.*", "");
    malformed(
        "image.volumes",
        path,
        "the path in the container alone"
            + (inside.startsWith("/") ? ", " + inside : "")
            + "; what is put there is said where the container is started");
  }

  private void application(JavaApplication application, ContainerSettings container) {
    absolute("image.appRoot", application.appRoot());
    problems.attempt(() -> Owner.parse(application.owner()));
    form("image.mainClass", application.mainClass(), CLASS, "a class name such as com.acme.Main");
    if (application.javaRelease() < 8) {
      malformed("the Java release", String.valueOf(application.javaRelease()), "8 or later");
    }
    boolean war = application.packaging() == JavaApplication.Packaging.WAR;
    if (!war && application.root().contains(":")) {
      malformed(
          "image.appRoot", application.root(), "a path without ':', which divides a class path");
    }
    if (war && application.mainClass() != null) {
      problems.add(
          new ConfigurationException(
              "image.mainClass is '"
                  + application.mainClass()
                  + "' and has no place in a war's image, whose servlet container starts it: leave"
                  + " it empty in this module"));
    }
    flags(war, application, container);
  }

  private void flags(boolean war, JavaApplication application, ContainerSettings container) {
    if (!application.jvmFlags().isEmpty() && (war || !Command.isPlanned(container))) {
      problems.add(
          new ConfigurationException(
              "image.jvmFlags has no place in "
                  + (war ? "a war's image" : "an image with image.entrypoint")
                  + ", whose command is not ours: put the flags into "
                  + (war ? "image.env.JDK_JAVA_OPTIONS" : "image.entrypoint")
                  + " and leave image.jvmFlags empty in this module"));
    }
  }

  private void absolute(String setting, @Nullable String path) {
    form(setting, path, ABSOLUTE, "an absolute path without '.', '..' and '//'");
  }

  private void form(String setting, @Nullable String value, Pattern form, String expected) {
    if (value != null && !form.matcher(value).matches()) {
      malformed(setting, value, expected);
    }
  }

  private void malformed(String what, String value, String expected) {
    problems.add(ConfigurationException.malformed(what, value, expected));
  }
}
