package io.github.imagemaven.build;

import io.github.imagemaven.layer.FileNames;
import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder whose content is put into the image as it is, {@code src/main/image}.
 *
 * <p>Of a file's mode only the owner's executable bit counts, because that is what git keeps and no
 * umask changes: 0755 or 0644; folders have 0755. On a file system without that bit every file has
 * 0644. Symbolic links stay links and are never followed, so that nothing of this machine gets into
 * an image through them; an absolute target is one inside the image.
 */
final class ExtraDirectory {
  private final Path directory;
  private final Owner owner;
  private final List<LayerEntry> entries = new ArrayList<>();

  private ExtraDirectory(Path directory, Owner owner) {
    this.directory = directory;
    this.owner = owner;
  }

  /** A layer for each folder that has anything in it; a later one stands above an earlier. */
  static List<LayerPlan> layers(List<Path> directories, Owner owner) throws IOException {
    List<LayerPlan> plans = new ArrayList<>();
    for (Path directory : directories) {
      List<LayerEntry> entries = entries(directory, owner);
      if (!entries.isEmpty()) {
        plans.add(new LayerPlan("extra directory " + directory.getFileName(), entries, false));
      }
    }
    return plans;
  }

  /**
   * Everything below the folder; nothing where it is missing.
   *
   * @throws ConfigurationException where a link leads out of the image's root, or something is
   *     neither file, folder nor link
   */
  private static List<LayerEntry> entries(Path directory, Owner owner) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    if (!Files.isDirectory(directory)) {
      throw ConfigurationException.malformed(
          "image.extraDirectory", directory.toString(), "a folder");
    }
    ExtraDirectory extra = new ExtraDirectory(directory.toRealPath(), owner);
    Files.walkFileTree(
        extra.directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            extra.addFolder(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            extra.addFile(file, attributes);
            return FileVisitResult.CONTINUE;
          }
        });
    return extra.entries;
  }

  private void addFolder(Path folder) {
    if (folder.equals(directory)) {
      return;
    }
    String path = inImage(folder);
    FileNames.check(path, folder);
    Owner of = BaseFolders.contains(path) ? Owner.ROOT : owner;
    add(path, new Content.Directory(), BaseFolders.mode(path), of);
  }

  private void addFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      String target = target(file);
      FileNames.check(inImage(file) + target, file);
      add(inImage(file), new Content.SymbolicLink(target), 0777, owner);
    } else if (attributes.isRegularFile()) {
      add(inImage(file), new Content.File(file), isExecutable(file) ? 0755 : 0644, owner);
    } else {
      throw new ConfigurationException(
          file + " is neither a file, a folder nor a symbolic link: take it out of " + directory);
    }
  }

  private void add(String path, Content content, int mode, Owner of) {
    entries.add(new LayerEntry(path, content, mode, of.uid(), of.gid()));
  }

  private String inImage(Path file) {
    return "/" + ApplicationContent.slashes(directory.relativize(file));
  }

  private String target(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    String text = ApplicationContent.slashes(target);
    Path folder = directory.relativize(link).getParent();
    Path there = folder == null ? target : folder.resolve(target);
    if (!target.isAbsolute() && there.normalize().startsWith("..")) {
      throw new ConfigurationException(
          link
              + " leads to '"
              + text
              + "', above the root of the image: let it lead to a place inside, or copy the file");
    }
    return text;
  }

  private static boolean isExecutable(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
