package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.NoMainClassException;
import io.github.imagemaven.load.LoadChoice;
import io.github.imagemaven.load.Loaded;
import io.github.imagemaven.load.Loading;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * At a desk: compiles, tests and packages, builds the image for this machine's platform ({@code
 * -Dimage.buildPlatforms=all} for all), loads it into Docker or podman if one answers, and prints
 * the command that runs it. Needs no registry and publishes nothing. For the command line, {@code
 * mvn image:build}, and not to be bound to a phase.
 *
 * <p>It has a folder of its own, {@code target/image/desk}, so that what {@code build-multiarch}
 * has left for {@code push-all} stays as it is.
 */
@Mojo(name = Desk.GOAL, requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
@Execute(phase = LifecyclePhase.PACKAGE)
public final class BuildMojo extends ImageMojo {
  @Parameter(defaultValue = "${executedProject}", readonly = true)
  private @Nullable MavenProject executedProject;

  /**
   * @param decrypter Maven's own
   */
  @Inject
  public BuildMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) throws IOException {
    Desk.refuseBound(run.execution(), module);
    Desk.bring(executedProject, module);
    Settings settings = run.settings(module);
    String reason = NoImage.reason(settings, module);
    if (reason != null) {
      NoImage.say(run, module, reason);
      return;
    }
    new SessionCheck(run).checkLate(module);
    Problems problems = new Problems();
    PlatformSettings platforms = PlatformSettings.atDesk(settings, problems);
    LoadChoice choice = problems.orElse(() -> choice(settings), LoadChoice.NONE);
    problems.throwIfAny();
    Path directory = BuildRequests.imageDirectory(module).resolve("desk");
    try (Connections connections = run.connect(settings, module)) {
      BuildRequest request =
          ModuleRequest.of(run, module, settings, platforms, connections).in(directory);
      Loading loading = Loading.into(choice, run.environment(), run.log());
      BuildRecord record = build(run, module, connections, request);
      if (record != null) {
        run.say(Summary.built(record));
        Loaded loaded =
            loading.load(directory, name(run, module), connections::openBase, connections.cache());
        run.say(DeskLines.of(loaded, directory.resolve(BuildRecord.LAYOUT), run.elapsed()));
      }
    }
  }

  private static LoadChoice choice(Settings settings) {
    String word = settings.oneOf("load", "auto", "docker", "podman", "none");
    return LoadChoice.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Of no registry: it is published nowhere, and must not pass for what is. */
  private static String name(Run run, MavenProject module) {
    String tag = run.releaseTags(module).tags().get(0);
    return DestinationName.imageName(run.settings(module)) + ":" + tag;
  }

  private static @Nullable BuildRecord build(
      Run run, MavenProject module, Connections connections, BuildRequest request)
      throws IOException {
    try {
      return Builders.build(
          run, module, connections, request, () -> Offline.checkBase(run.session(), request));
    } catch (NoMainClassException e) {
      if (e.isIncomplete() || NoImage.isInsistedOn(module)) {
        throw e;
      }
      NoImage.say(run, module, NoImage.LIBRARY);
      return null;
    }
  }
}
