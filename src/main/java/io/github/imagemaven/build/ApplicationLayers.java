package io.github.imagemaven.build;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerEntry.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jib's layers as layer entries, each path once, and the class path in its exact order. */
final class ApplicationLayers {
  /** As Jib calls it. */
  private static final String MODULES = "project dependencies";

  private final ApplicationContent content;
  private final Owner owner;
  private final Map<Path, Library> libraries = new HashMap<>();
  private final Set<String> severalTimes = new HashSet<>();
  private final Map<Path, String> libraryPaths = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, List<LayerEntry>> layers = new LinkedHashMap<>();

  private ApplicationLayers(ApplicationContent content, Owner owner) {
    this.content = content;
    this.owner = owner;
    Set<String> names = new HashSet<>();
    for (Library library : content.libraries()) {
      libraries.put(library.file(), library);
      if (!names.add(library.name())) {
        severalTimes.add(library.name());
      }
    }
  }

  /** Plans the layers of the application's files. */
  static ApplicationLayers of(ApplicationContent content, Owner owner) throws IOException {
    ApplicationLayers plan = new ApplicationLayers(content, owner);
    LayersIndex index = content.index();
    if (index != null) {
      plan.takeOver(index);
    }
    for (FileEntriesLayer layer : JibModel.layers(content)) {
      for (FileEntry entry : layer.getEntries()) {
        plan.add(layer.getName(), entry);
      }
    }
    return plan;
  }

  /**
   * Spring Boot's layers, and below the one with the classes another for the modules of the build:
   * Spring Boot knows them as such only where they are built in the same session, and puts them
   * elsewhere with {@code -pl} or {@code -rf}, which would make another image.
   */
  private void takeOver(LayersIndex index) {
    String classes = index.layerOf(content.folders().packed());
    for (String name : index.names()) {
      if (name.equals(classes)) {
        layers.put(MODULES, new ArrayList<>());
      }
      layers.put(name, new ArrayList<>());
    }
  }

  private String layerOf(LayersIndex index, @Nullable Library library, String archivePath) {
    return library != null && library.kind() == JavaApplication.Kind.PROJECT
        ? MODULES
        : index.layerOf(archivePath);
  }

  private void add(String layer, FileEntry entry) throws IOException {
    Path file = entry.getSourceFile();
    if (Files.isDirectory(file)) {
      return; // parents are added when the layer is written; an empty folder is no input
    }
    Library library = libraries.get(file);
    String path = entry.getExtractionPath().toString();
    String archivePath;
    if (library == null) {
      archivePath = content.index() == null ? path : content.archivePath().apply(file);
    } else {
      path = unique(BaseFolders.parent(path) + "/" + name(library));
      libraryPaths.put(file, path);
      archivePath = library.archivePath();
    }
    LayersIndex index = content.index();
    String name = index == null ? layer : layerOf(index, library, archivePath);
    layers
        .computeIfAbsent(name, unused -> new ArrayList<>())
        .add(
            new LayerEntry(
                path,
                new Content.File(file),
                entry.getPermissions().getPermissionBits(),
                owner.uid(),
                owner.gid()));
  }

  /** Jars of one name are told apart by their size, as Jib does. */
  private String name(Library library) throws IOException {
    return severalTimes.contains(library.name())
        ? numbered(library.name(), Files.size(library.file()))
        : library.name();
  }

  /** Those of one size as well would still meet. A colon would end the entry of a class path. */
  private String unique(String path) {
    String clean = path.replace(':', '_');
    String candidate = clean;
    for (int number = 2; !taken.add(candidate); number++) {
      candidate = numbered(clean, number);
    }
    return candidate;
  }

  private static String numbered(String path, long number) {
    int dot = path.lastIndexOf('.');
    int end = dot > path.lastIndexOf('/') ? dot : path.length();
    return path.substring(0, end) + "-" + number + path.substring(end);
  }

  /** The layers that have anything in them, lowest first. */
  List<LayerPlan> plans() {
    List<LayerPlan> plans = new ArrayList<>();
    layers.forEach(
        (name, entries) -> {
          if (!entries.isEmpty()) {
            boolean jarsOnly =
                entries.stream()
                    .allMatch(e -> e.content() instanceof Content.File f && isLibrary(f.file()));
            plans.add(new LayerPlan(name, OwnedFolders.with(entries, owner), jarsOnly));
          }
        });
    return plans;
  }

  private boolean isLibrary(Path file) {
    return libraries.containsKey(file);
  }

  /** Resources, classes, then the libraries in their given order. */
  List<String> classPath() {
    List<String> classPath = new ArrayList<>();
    for (String folder : List.of(content.folders().resources(), content.folders().classes())) {
      String path = content.root().equals("/") ? "/" + folder : content.root() + "/" + folder;
      boolean used =
          layers.values().stream()
              .flatMap(List::stream)
              .anyMatch(entry -> entry.path().startsWith(path + "/"));
      if (used) {
        classPath.add(path);
      }
    }
    for (Library library : content.libraries()) {
      String path = libraryPaths.get(library.file());
      if (path != null) {
        classPath.add(path);
      }
    }
    return classPath;
  }
}
