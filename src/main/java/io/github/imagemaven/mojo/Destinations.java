package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Which of a module's destinations this run publishes to. */
final class Destinations {
  private Destinations() {}

  /**
   * Where a run publishes a module's image.
   *
   * @throws io.github.imagemaven.report.ImageException where its tags or destinations are malformed
   */
  static List<DestinationName> of(Run run, MavenProject module) {
    return toPublish(run.settings(module), run.releaseTags(module).mayPublish());
  }

  /**
   * The same, looked at by a session that gets as far as publishing.
   *
   * @throws io.github.imagemaven.report.ImageException as {@link #of} and {@link
   *     #toPublish(Settings, MavenProject, boolean, boolean)}
   */
  static List<DestinationName> checked(Run run, MavenProject module) {
    boolean mayPublish = run.releaseTags(module).mayPublish();
    return toPublish(run.settings(module), module, mayPublish, true);
  }

  /**
   * Whether the run may publish a module's image to registries, however they are written, and does
   * not only look what that would do.
   */
  static boolean mayReachRegistry(Run run, MavenProject module) {
    Settings settings = run.settings(module);
    return areSet(settings)
        && whyNone(settings) == null
        && !DryRun.isOne(settings)
        && run.releaseTags(module).mayPublish();
  }

  /**
   * All where the run may publish, else directories only; none with {@code image.skipPush}, or
   * where the execution that publishes is skipped.
   *
   * @param mayPublish as {@link io.github.imagemaven.release.ReleaseTags} has it
   */
  static List<DestinationName> toPublish(Settings settings, boolean mayPublish) {
    if (whyNone(settings) != null) {
      return List.of();
    }
    List<DestinationName> all = DestinationName.of(settings);
    return mayPublish
        ? all
        : all.stream().filter(destination -> destination.repository() == null).toList();
  }

  /**
   * The same, looked at from the module's folder, where directories are.
   *
   * @param mayPublish as {@link io.github.imagemaven.release.ReleaseTags} has it
   * @param isReached whether this session gets as far as publishing
   * @throws io.github.imagemaven.report.ConfigurationException where two are one place, or a
   *     directory that is going to be written cannot be
   */
  static List<DestinationName> toPublish(
      Settings settings, MavenProject module, boolean mayPublish, boolean isReached) {
    List<DestinationName> published = toPublish(settings, mayPublish);
    if (whyNone(settings) == null) {
      Path basedir = module.getBasedir().toPath();
      Problems problems = new Problems();
      problems.attempt(
          () -> DestinationPlaces.checkDistinct(DestinationName.of(settings), basedir));
      Path layout = BuildRequests.imageDirectory(module).resolve(BuildRecord.LAYOUT);
      problems.attempt(() -> DestinationPlaces.checkNotBuilt(published, basedir, layout));
      if (isReached) {
        problems.attempt(() -> DestinationPlaces.checkWritable(published, basedir));
      }
      problems.throwIfAny();
    }
    return published;
  }

  /**
   * One sentence about the destinations that this run leaves out; empty where it leaves none.
   *
   * @param whyNot why it leaves out registries where nobody has said so
   */
  static Optional<String> left(Settings settings, List<DestinationName> published, String whyNot) {
    if (!areSet(settings)) {
      return Optional.empty();
    }
    List<String> left =
        DestinationName.of(settings).stream()
            .map(DestinationName::text)
            .filter(text -> published.stream().noneMatch(name -> name.text().equals(text)))
            .toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    String none = whyNone(settings);
    String why = none != null ? none : whyNot;
    return Optional.of("Built and not published to " + String.join(", ", left) + ": " + why);
  }

  /** Of two ways to say that nothing is published, neither undoes the other. */
  private static @Nullable String whyNone(Settings settings) {
    if (settings.flag("skipPush")) {
      return "image.skipPush is true";
    }
    return settings.isPublicationSkipped() ? "<skip> of its execution of push-all is true" : null;
  }

  /** Whether any destination is written down. */
  static boolean areSet(Settings settings) {
    return settings.isSet("registries") || settings.isSet("optionalRegistries");
  }

  /** The names written with capitals that registries get in lower case. */
  static List<String> withCapitals(Settings settings) {
    List<String> names = new ArrayList<>();
    for (String setting : List.of("registries", "optionalRegistries")) {
      String written = settings.optional(setting);
      if (written != null && written.indexOf('@') < 0) { // with it refused, and never repeated
        names.addAll(settings.list(setting));
      }
    }
    names.removeIf(name -> name.startsWith("oci:"));
    names.add(settings.text("name"));
    names.removeIf(name -> name.equals(name.toLowerCase(Locale.ROOT)));
    names.removeIf(name -> !Quoted.isPlain(name)); // refused as well
    return names;
  }
}
