package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.NoMainClassException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Builds the module's image for {@code image.buildPlatforms} into {@code target/image/layout}, an
 * OCI image layout, and says in {@code target/image/build.json} what it built. Beside the
 * parameters it reads the properties {@code image.env.NAME}, {@code image.labels.KEY}, {@code
 * image.annotations.KEY}, {@code image.buildArgs.NAME} and {@code image.secrets.ID}.
 */
@Mojo(
    name = "build-multiarch",
    defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class BuildMultiarchMojo extends ImageMojo {
  /**
   * @param decrypter Maven's own
   */
  @Inject
  public BuildMultiarchMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    String reason = NoImage.reason(settings, module);
    Leftover.forget(module);
    if (reason != null) {
      noImage(run, module, reason);
      return;
    }
    new SessionCheck(run).checkLate(module);
    Problems problems = new Problems();
    PlatformSettings platforms = SessionPlatforms.of(run, module, problems);
    problems.throwIfAny();
    if (platforms.isNothingHere()) {
      String elsewhere = platforms.elsewhere();
      Leftover.noImage(module, elsewhere);
      noImage(run, module, elsewhere);
      return;
    }
    try (Connections connections = run.connect(settings, module)) {
      BuildRequest request = ModuleRequest.of(run, module, settings, platforms, connections);
      Greeting greeting = Greeting.of(run, module, settings);
      Runnable begun =
          () -> {
            Offline.checkBase(run.session(), request);
            checkDestinations(run, module);
            greeting.send(connections);
          };
      BuildRecord record = build(run, module, connections, request, begun);
      if (record != null) {
        run.state(module).built(run.elapsed());
        if (!greeting.destinations().isEmpty()) {
          run.keep(module, connections);
        }
        run.say(Summary.built(record));
      }
    }
  }

  /**
   * Before the base is asked for; a library, which needs no destination, does not come this far.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where this session publishes the
   *     image, and there is no destination, or one that cannot be published to
   */
  private static void checkDestinations(Run run, MavenProject module) {
    if (run.modules().isReached(module, "push-all")) {
      Offline.checkDestinations(run.session(), Destinations.checked(run, module));
    }
  }

  private static @Nullable BuildRecord build(
      Run run, MavenProject module, Connections connections, BuildRequest request, Runnable begun)
      throws IOException {
    try {
      return Builders.build(run, module, connections, request, begun);
    } catch (NoMainClassException e) {
      if (e.isIncomplete() || NoImage.isInsistedOn(module)) {
        throw e;
      }
      Leftover.noImage(module, NoImage.LIBRARY);
      noImage(run, module, NoImage.LIBRARY);
      return null;
    }
  }

  private static void noImage(Run run, MavenProject module, String reason) {
    run.state(module).noImage(reason);
    NoImage.say(run, module, reason);
  }
}
