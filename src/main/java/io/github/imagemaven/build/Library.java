package io.github.imagemaven.build;

import java.nio.file.Path;

/**
 * A jar that goes into the image.
 *
 * @param file where it is
 * @param kind how often it changes
 * @param archivePath the entry that it is in the Spring Boot archive; else its file name
 * @param name what it is called in the image, unless another has that name too
 */
record Library(Path file, JavaApplication.Kind kind, String archivePath, String name) {
  /** One that keeps its name. */
  Library(Path file, JavaApplication.Kind kind, String archivePath) {
    this(file, kind, archivePath, file.getFileName().toString());
  }
}
