package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.RequestCheck;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.ImageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.project.MavenProject;

/**
 * Checks every module of the session before the first of them is compiled: Maven finishes one
 * module before it validates the next.
 */
final class SessionCheck {
  private static final String CHECKED = "image.checked";
  private static final String WARNED = "image.warned";

  private final Run run;

  SessionCheck(Run run) {
    this.run = run;
  }

  /**
   * Checks all modules, once a session; whoever comes second waits, and fails as the first did.
   *
   * @throws ImageException naming the module where a setting cannot be used, or the host that does
   *     not take our push
   */
  void once() {
    ConcurrentMap<String, String> outcome = run.shared(CHECKED);
    synchronized (outcome) {
      String code = outcome.get("code");
      if (code != null) {
        throw new KnownFailure(Code.valueOf(code), String.valueOf(outcome.get("message")));
      }
      if (outcome.putIfAbsent("done", "") == null) {
        try {
          check();
        } catch (ImageException e) {
          outcome.put("code", e.code().name());
          outcome.put("message", e.getMessage());
          throw e;
        }
      }
    }
  }

  private void check() {
    Map<RepositoryName, MavenProject> hosts = new LinkedHashMap<>();
    for (MavenProject module : run.modules().withPlugin()) {
      settings(module).forEach(repository -> hosts.putIfAbsent(repository, module));
    }
    checkPush(hosts);
  }

  /** What the first module found, for the others; JDK types keep it meanwhile. */
  private static final class KnownFailure extends ImageException {
    KnownFailure(Code code, String message) {
      super(code, message, null);
    }
  }

  /** One module's settings; answers the repositories it would push to. */
  private List<RepositoryName> settings(MavenProject module) {
    try {
      Settings settings = run.settings(module);
      warnings(run, module, settings);
      if (NoImage.reason(settings, module) != null) {
        return List.of();
      }
      BuildRequest request =
          BuildRequests.of(
              settings,
              module,
              Applications.planned(settings, module),
              run.revision(module)); // asked now, before the build changes any file
      RequestCheck.check(request);
      TagList.of(settings);
      run.options(settings);
      Mirror.of(settings);
      settings.flag("publishAtEnd");
      if (!Destinations.areSet(settings) && mayBeLibrary(settings, module)) {
        return List.of();
      }
      List<DestinationName> destinations = Destinations.toPublish(settings);
      Offline.checkBase(run.session(), request);
      Offline.checkDestinations(run.session(), destinations);
      return destinations.stream()
          .filter(destination -> !destination.optional())
          .flatMap(destination -> java.util.stream.Stream.ofNullable(destination.repository()))
          .toList();
    } catch (ConfigurationException e) {
      throw new ConfigurationException(module.getArtifactId() + ": " + e.getMessage());
    }
  }

  /**
   * A library needs no destination; whether it is one is known when it is compiled. Where no module
   * has a destination, somebody forgot it.
   */
  private boolean mayBeLibrary(Settings settings, MavenProject module) {
    return module.getPackaging().equals("jar")
        && settings.optional("mainClass") == null
        && !NoImage.isInsistedOn(module)
        && run.modules().withPlugin().stream()
            .anyMatch(other -> Destinations.areSet(run.settings(other)));
  }

  /** Each host once: fifty modules have one registry. */
  private void checkPush(Map<RepositoryName, MavenProject> repositories) {
    Map<String, RepositoryName> hosts = new LinkedHashMap<>();
    for (Map.Entry<RepositoryName, MavenProject> entry : repositories.entrySet()) {
      Settings settings = run.settings(entry.getValue());
      if (settings.flag("checkPush")
          && hosts.putIfAbsent(entry.getKey().host(), entry.getKey()) == null) {
        try (Connections connections = run.connect(settings, entry.getValue())) {
          connections.registries().repository(entry.getKey()).checkPush();
        }
      }
    }
  }

  /** Says once a session what in a module's settings looks like a mistake. */
  static void warnings(Run run, MavenProject module, Settings settings) {
    Map<String, Object> warned = run.shared(WARNED);
    for (String warning : settings.warnings()) {
      if (warned.putIfAbsent(warning, Boolean.TRUE) == null) {
        run.log().warn(warning);
      }
    }
    for (String element : run.modules().unknownElements(module)) {
      if (warned.putIfAbsent(element, Boolean.TRUE) == null) {
        run.log()
            .warn(
                "there is no element <"
                    + element
                    + "> in this plugin's <configuration>; environment, labels and annotations"
                    + " are properties, image.env.NAME");
      }
    }
    if (Destinations.hasCapitals(settings)
        && warned.putIfAbsent("capitals", Boolean.TRUE) == null) {
      run.log()
          .info(
              "registries have no capitals: "
                  + module.getArtifactId()
                  + " is published in lower case");
    }
  }
}
