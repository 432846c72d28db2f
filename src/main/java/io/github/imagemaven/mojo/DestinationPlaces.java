package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a module's destinations are: each in a place of its own, each directory one to write. */
final class DestinationPlaces {
  private DestinationPlaces() {}

  /**
   * Looks whether each is a place of its own.
   *
   * @param basedir what a relative directory is relative to; absolute
   * @throws ConfigurationException where two are one place
   */
  static void checkDistinct(List<DestinationName> destinations, Path basedir) {
    Problems problems = new Problems();
    Map<String, DestinationName> taken = new HashMap<>();
    for (DestinationName destination : destinations) {
      problems.attempt(
          () -> {
            DestinationName other = taken.putIfAbsent(place(destination, basedir), destination);
            if (other != null) {
              throw twice(other, destination);
            }
          });
    }
    problems.throwIfAny();
  }

  /**
   * Looks whether each directory is there or can be made, and is ours to write to. Nothing is made.
   *
   * @param basedir what a relative directory is relative to; absolute
   * @throws ConfigurationException where one is not
   */
  static void checkWritable(List<DestinationName> destinations, Path basedir) {
    Problems problems = new Problems();
    for (DestinationName destination : destinations) {
      Path directory = destination.directory(basedir);
      if (directory != null) {
        problems.attempt(() -> checkDirectory(destination, directory));
      }
    }
    problems.throwIfAny();
  }

  /**
   * Looks whether a directory is the one that the build writes, whose index names what was built
   * and nothing else.
   *
   * @param layout the build's; absolute
   * @throws ConfigurationException where one is
   */
  static void checkNotBuilt(List<DestinationName> destinations, Path basedir, Path layout) {
    for (DestinationName destination : destinations) {
      Path directory = destination.directory(basedir);
      if (directory != null && layout.toAbsolutePath().normalize().equals(real(directory))) {
        throw new ConfigurationException(
            "the destination "
                + destination.text()
                + " is "
                + layout
                + ", where the build writes the image that is published: name another directory,"
                + " such as oci:target/registry");
      }
    }
  }

  /** The same for the same place, however it is written and whatever links lead there. */
  static String place(DestinationName destination, Path basedir) {
    RepositoryName repository = destination.repository();
    if (repository != null) {
      return repository.toString().replaceFirst("^([^/]*):443/", "$1/"); // the port of https
    }
    return "oci:" + real(destination.directory(basedir));
  }

  private static @Nullable Path real(@Nullable Path directory) {
    Path there = directory == null ? null : nearest(directory);
    if (there == null) {
      return directory;
    }
    try {
      return there.toRealPath().resolve(there.relativize(directory)).normalize();
    } catch (IOException e) {
      return directory; // a link to nothing, or a folder closed to us: it is looked at below
    }
  }

  /** The directory, or the first above it that there is; a link to nothing is there. */
  private static @Nullable Path nearest(Path directory) {
    Path there = directory;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    return there;
  }

  private static ConfigurationException twice(DestinationName first, DestinationName second) {
    boolean alike = first.text().equals(second.text());
    return new ConfigurationException(
        "the destination "
            + second.text()
            + (alike ? "" : ", which is " + first.text() + ",")
            + " stands twice in image.registries and image.optionalRegistries: remove one, or"
            + " write the other place that was meant");
  }

  private static void checkDirectory(DestinationName destination, Path directory) {
    Path there = nearest(directory);
    if (there == null) {
      return; // no root: the disk itself is not there, and what writes says so
    }
    String wrong = null;
    if (!Files.isDirectory(there)) {
      wrong = Files.exists(there) ? "is a file and no folder" : "is a link to nothing";
    } else if (!Files.isWritable(there)) {
      wrong = "is a folder that this user may not write to";
    }
    if (wrong != null) {
      throw new ConfigurationException(
          "the destination "
              + destination.text()
              + " cannot be written: "
              + there
              + " "
              + wrong
              + "; expected oci:DIR with a folder, or a place where one can be made: name another"
              + " in image.registries or image.optionalRegistries, or mend that one");
    }
  }
}
