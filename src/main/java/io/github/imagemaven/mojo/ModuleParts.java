package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.GatheredParts;
import io.github.imagemaven.publish.NoImageNote;
import io.github.imagemaven.publish.PartFile;
import io.github.imagemaven.publish.PartFolder;
import io.github.imagemaven.publish.PartsException;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The part files of a module: those in its own {@code target/image/parts}, or those of its image
 * anywhere below {@code image.parts}.
 */
record ModuleParts(Run run) {
  /**
   * Those of the module's image.
   *
   * @throws PartsException where one cannot be believed, or is of an image that no module has
   */
  PartFolder of(MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    Path folder = folder(module, settings);
    if (!settings.isSet("parts")) {
      return PartFolder.find(folder); // of another image none belongs there
    }
    GatheredParts all = GatheredParts.find(folder, run.shared("image.parts"));
    Set<String> names = imageNames();
    if (!names.isEmpty()) {
      all.requireOnly(names);
    }
    return all.of(DestinationName.imageName(settings));
  }

  /**
   * Why there is nothing to join of a module; null where there is, or must be.
   *
   * @throws PartsException where neither parts are there nor word that it has no image
   */
  @Nullable String whyNone(MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    PartFolder parts = of(module);
    if (!parts.files().isEmpty() || NoImage.isInsistedOn(module) || run.isImageCertain(module)) {
      return null;
    }
    Path folder = folder(module, settings);
    String image = DestinationName.imageName(settings);
    Commit commit = run.commit(module);
    Optional<NoImageNote> note =
        NoImageNote.find(folder, image, commit == null ? null : commit.id());
    if (note.isEmpty()) {
      throw new PartsException(
          "there is no part of image "
              + image
              + " in "
              + parts.where()
              + ", and no word that "
              + module.getArtifactId()
              + " has no image: bring here what the runs that build have left in every module's"
              + " target/image/"
              + PartFile.FOLDER
              + (settings.isSet("parts") ? "" : ", or say with image.parts=DIR where it is")
              + "; a module that is to have no image says image.skip=true",
          null);
    }
    return note.get().reason() + ", says " + note.get().path();
  }

  /** Warns of parts that are not joined since this run's settings say that there is no image. */
  void sayLeftOut(MavenProject module, String reason) throws IOException {
    Settings settings = run.settings(module);
    if (settings.flag("skip")) { // a module of packaging pom may have the name of another's image
      GatheredParts all = GatheredParts.find(folder(module, settings), run.shared("image.parts"));
      PartFolder parts = all.of(DestinationName.imageName(settings));
      if (!parts.files().isEmpty()) {
        run.log()
            .warn(
                "The parts of "
                    + module.getArtifactId()
                    + " in "
                    + parts.where()
                    + " are not joined: "
                    + reason);
      }
    }
  }

  /**
   * Removes from a module's folder, which a workflow may keep from run to run, what would be
   * brought to a join and refused there: parts of other commits, and where this run does not build
   * parts, all.
   */
  void forgetOld(MavenProject module) throws IOException {
    Path folder = BuildRequests.imageDirectory(module).resolve(PartFile.FOLDER);
    Settings settings = run.settings(module);
    if (!Files.isDirectory(folder) || DryRun.isOne(settings)) {
      return;
    }
    Commit commit = run.commit(module);
    if (!PlatformSettings.isSplit(settings)) {
      PartFolder.forgetAll(folder);
    } else if (commit != null) {
      PartFolder.forgetOthers(folder, commit.id());
    }
  }

  /**
   * A relative one is seen from where Maven was started, wherever {@code -f} has the POM: one value
   * for all modules.
   */
  private Path folder(MavenProject module, Settings settings) {
    String parts = settings.optional("parts");
    if (parts == null) {
      return BuildRequests.imageDirectory(module).resolve(PartFile.FOLDER);
    }
    String start = run.session().getSystemProperties().getProperty("user.dir");
    Path from = start == null ? module.getBasedir().toPath() : Path.of(start);
    return from.resolve(parts).normalize();
  }

  /** Of every module of the reactor; none where one cannot be told. */
  private Set<String> imageNames() {
    Set<String> names = new HashSet<>();
    for (MavenProject each : run.session().getAllProjects()) {
      try {
        names.add(DestinationName.imageName(run.settings(each)));
      } catch (ImageException e) {
        run.log().debug("The image of " + each.getArtifactId() + ": " + e.getMessage());
        return Set.of();
      }
    }
    return names;
  }
}
