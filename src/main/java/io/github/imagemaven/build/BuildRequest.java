package io.github.imagemaven.build;

import io.github.imagemaven.oci.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that decides what an image's bytes are.
 *
 * @param image {@code image.name}, for messages and {@code build.json}
 * @param directory where {@code layout/} and {@code build.json} go ({@code target/image}); absolute
 * @param from the base
 * @param platforms what the image has
 * @param buildPlatforms what this run builds: all of {@code platforms} or a part
 * @param format media types
 * @param dockerIndex whether the platforms are joined by a Docker list ({@code image.index=docker})
 *     instead of an OCI index
 * @param fullLayout whether base layers are copied into the layout ({@code image.layout=full})
 * @param created the image's creation time, in its config and nowhere else
 * @param modified the time of files in it that are not jars, which always have
 *     1970-01-01T00:00:01Z; not the commit's time: with every new time the layers are new
 * @param standard what the image says of itself
 * @param description what else is said of it: the user's own labels and annotations, which win
 * @param container what a container starts with
 * @param content what goes in
 */
public record BuildRequest(
    String image,
    Path directory,
    BaseReference from,
    List<Platform> platforms,
    List<Platform> buildPlatforms,
    Format format,
    boolean dockerIndex,
    boolean fullLayout,
    Instant created,
    Instant modified,
    StandardLabels standard,
    Description description,
    ContainerSettings container,
    Content content) {

  /**
   * Copies the lists. {@code buildPlatforms} get the order of {@code platforms}: the same platforms
   * named in another order are the same image.
   */
  public BuildRequest {
    List<Platform> order = List.copyOf(platforms);
    platforms = order;
    buildPlatforms =
        buildPlatforms.stream().sorted(Comparator.comparingInt(order::indexOf)).toList();
  }

  /** The same, made in another directory. */
  public BuildRequest in(Path newDirectory) {
    return new BuildRequest(
        image,
        newDirectory,
        from,
        platforms,
        buildPlatforms,
        format,
        dockerIndex,
        fullLayout,
        created,
        modified,
        standard,
        description,
        container,
        content);
  }

  /** What goes in, for the builder of Java applications. */
  JavaApplication application() {
    if (content instanceof JavaApplication application) {
      return application;
    }
    throw new IllegalArgumentException(image + " is not made of a Java application: " + content);
  }

  /** What goes in, for the builder of Containerfiles. */
  ContainerfileSource containerfile() {
    if (content instanceof ContainerfileSource containerfile) {
      return containerfile;
    }
    throw new IllegalArgumentException(image + " is not made by a Containerfile");
  }
}
