package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What an earlier session has published of a module, for a clean-up that is named alone. */
final class EarlierPublication {
  private EarlierPublication() {}

  /**
   * The record.
   *
   * @return null where there is none, or it has tags that this run does not publish: what a release
   *     or a run by hand has displaced stays
   * @throws io.github.imagemaven.report.ImageException where it is of an unknown schema
   */
  static @Nullable PublicationRecord of(Run run, MavenProject module) throws IOException {
    Path directory = BuildRequests.imageDirectory(module);
    Path file = directory.resolve(PublicationRecord.FILE);
    if (!Files.exists(file)) {
      return null;
    }
    PublicationRecord record = PublicationRecord.read(directory);
    Set<String> others =
        record.destinations().stream()
            .flatMap(each -> each.tags().stream())
            .map(PublicationRecord.TagRecord::tag)
            .collect(Collectors.toCollection(TreeSet::new));
    others.removeAll(run.releaseTags(module).tags());
    if (others.isEmpty()) {
      return record;
    }
    run.log()
        .info(
            file
                + " is of another run, whose tags this one does not publish ("
                + others.stream().map(Quoted::of).collect(Collectors.joining(", "))
                + "): what they displaced is not cleaned up");
    return null;
  }
}
