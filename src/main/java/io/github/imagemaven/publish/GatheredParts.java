package io.github.imagemaven.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;

/**
 * The part files of many runners and modules in one folder and those below it ({@code image.parts})
 * and which image each is of. That is learnt once a session; what a part says besides is read, and
 * believed, only where its own image is joined.
 */
public final class GatheredParts {
  private final Path directory;
  private final Map<Path, String> images;

  private GatheredParts(Path directory, Map<Path, String> images) {
    this.directory = directory;
    this.images = images;
  }

  /**
   * Looks for part files, and reads those that nobody has read or that have changed since.
   *
   * @param known which image the files are of that have been read; shared by all modules of a
   *     session, so JDK types only
   * @return without files where there is no such folder
   * @throws PartsException where one that is read cannot be believed
   */
  public static GatheredParts find(Path directory, ConcurrentMap<String, String> known)
      throws IOException {
    Map<Path, String> images = new LinkedHashMap<>();
    for (Path path : PartFolder.paths(directory)) {
      images.put(path, image(path, known));
    }
    return new GatheredParts(directory, images);
  }

  private static String image(Path path, ConcurrentMap<String, String> known) throws IOException {
    String state = state(path); // before it is read, so that a change meanwhile makes another
    String image = known.get(state);
    if (image == null) {
      image = PartFile.read(path).part().image();
      known.put(state, image);
    }
    return image;
  }

  private static String state(Path path) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    return file.fileKey() + " " + file.size() + " " + file.lastModifiedTime() + " " + path;
  }

  /**
   * Refuses parts of images that nobody here has.
   *
   * @param known {@code image.name} of every module
   * @throws PartsException naming the files
   */
  public void requireOnly(Collection<String> known) {
    List<String> foreign = new ArrayList<>();
    images.forEach(
        (path, image) -> {
          if (!known.contains(image)) {
            foreign.add(path + " is a part of " + image);
          }
        });
    if (!foreign.isEmpty()) {
      throw new PartsException(
          String.join("; ", foreign)
              + ", and this build has no such image, only "
              + String.join(", ", new TreeSet<>(known))
              + ": in a build of several modules start Maven at their root (-pl picks some of"
              + " them); else remove what is not of this build");
    }
  }

  /**
   * Reads those of one image.
   *
   * @throws PartsException where one of them cannot be believed any more
   */
  public PartFolder of(String image) throws IOException {
    List<PartFile> files = new ArrayList<>();
    for (Map.Entry<Path, String> entry : images.entrySet()) {
      if (entry.getValue().equals(image)) {
        files.add(PartFile.read(entry.getKey()));
      }
    }
    return new PartFolder(directory, files);
  }
}
