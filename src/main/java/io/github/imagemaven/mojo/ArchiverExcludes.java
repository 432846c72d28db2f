package io.github.imagemaven.mojo;

import java.util.List;
import java.util.Set;

/**
 * Files that Maven's archiver puts into no jar, whatever a POM says: what editors and file managers
 * leave behind, and what belongs to version control.
 *
 * <p>Source: the default excludes that plexus-utils' {@code DirectoryScanner} documents.
 */
final class ArchiverExcludes {
  /** Folders with all that is in them, or files. */
  private static final Set<String> NAMES =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          "CVS",
          "RCS",
          "SCCS",
          ".bzr",
          ".arch-ids",
          ".metadata",
          "_darcs",
          ".darcsrepo",
          "BitKeeper",
          "ChangeSet");

  private static final Set<String> FILES =
      Set.of(
          ".DS_Store",
          ".gitignore",
          ".cvsignore",
          "vssver.scc",
          "project.pj",
          ".MySCMServerInfo",
          ".darcs-temp-mail");

  private static final List<String> BEGINNINGS = List.of(".#", "._", "-darcs-backup");

  private ArchiverExcludes() {}

  /** Whether a file is one of them, by its relative path with slashes. */
  static boolean has(String path) {
    List<String> segments = List.of(path.split("/", -1));
    String name = segments.get(segments.size() - 1);
    return segments.stream().anyMatch(NAMES::contains)
        || FILES.contains(name)
        || BEGINNINGS.stream().anyMatch(name::startsWith)
        || name.endsWith("~")
        || isBetween(name, "#")
        || isBetween(name, "%");
  }

  private static boolean isBetween(String name, String mark) {
    return name.length() > 1 && name.startsWith(mark) && name.endsWith(mark);
  }
}
