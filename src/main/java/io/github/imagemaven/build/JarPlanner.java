package io.github.imagemaven.build;

import io.github.imagemaven.build.ApplicationContent.Folders;
import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class path application.
 *
 * @param mainClass null where the entry point is none of ours
 */
record JarPlanner(
    JavaApplication application,
    SpringBootArchive artifact,
    List<Library> libraries,
    @Nullable String mainClass)
    implements ApplicationPlanner {

  JarPlanner {
    libraries = List.copyOf(libraries);
  }

  static JarPlanner prepare(BuildRequest request, Path unpacked, Log log) throws IOException {
    JavaApplication application = request.application();
    SpringBootArchive artifact = SpringBootArchive.read(application.artifact());
    List<Library> libraries =
        artifact.repackaged()
            ? Libraries.packed(
                application.dependencies(),
                artifact,
                entries -> Unpacked.sync(application.artifact(), unpacked, entries::contains),
                log)
            : Libraries.of(application.dependencies(), log);
    String mainClass =
        Command.isPlanned(request.container())
            ? MainClass.of(
                application.mainClass(),
                artifact.mainClass(),
                new MainClass.Places(
                    application.classes(), application.artifact(), libraries, application.inJar()),
                application.javaRelease(),
                log)
            : null;
    return new JarPlanner(application, artifact, libraries, mainClass);
  }

  @Override
  public ApplicationPlan plan() throws IOException {
    Owner owner = Owner.parse(application.owner());
    ApplicationLayers layers = ApplicationLayers.of(content(), owner);
    List<String> classPath = layers.classPath();
    List<LayerPlan> plans = new ArrayList<>(layers.plans());
    plans.addAll(ExtraDirectory.layers(application.extraDirectories(), owner));
    List<LayerEntry> arguments = List.of(argumentFile(classPath, owner));
    plans.add(new LayerPlan("class path", OwnedFolders.with(arguments, owner), false));
    return new ApplicationPlan(plans, mainClass == null ? null : command(mainClass, classPath));
  }

  private ApplicationContent content() {
    Path classes = application.classes();
    return new ApplicationContent(
        application.root(),
        Folders.JAR,
        libraries,
        classes,
        file -> !ApplicationContent.isClass(file) && Files.isRegularFile(file) && isInJar(file),
        classes,
        file -> ApplicationContent.isClass(file) && isInJar(file),
        artifact.layers(),
        file -> Folders.JAR.packed() + ApplicationContent.slashes(classes.relativize(file)));
  }

  private boolean isInJar(Path file) {
    Path relative = application.classes().relativize(file);
    return application.inJar().test(ApplicationContent.slashes(relative));
  }

  private LayerEntry argumentFile(List<String> classPath, Owner owner) {
    return new LayerEntry(
        application.below(ArgumentFile.NAME),
        new Content.Bytes(ArgumentFile.of(classPath)),
        0644,
        owner.uid(),
        owner.gid());
  }

  private List<String> command(String main, List<String> classPath) {
    List<String> words = new ArrayList<>();
    words.add("java");
    words.addAll(application.jvmFlags());
    if (application.javaRelease() >= ArgumentFile.SINCE) {
      words.add("@" + application.below(ArgumentFile.NAME));
    } else {
      words.add("-cp");
      words.add(String.join(":", classPath));
    }
    words.add(main);
    return words;
  }
}
