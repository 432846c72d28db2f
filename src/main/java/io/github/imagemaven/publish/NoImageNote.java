package io.github.imagemaven.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.report.Quoted;
import io.github.imagemaven.store.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Word that a module has no image, among the part files: {@code target/image/parts/no-image.json},
 * a public format.
 *
 * @param path where it is
 * @param image the {@code image.name} that it would have
 * @param reason why it has none
 * @param revision the commit by whose classes that was told; null where nobody knew, or tracked
 *     files had changed
 */
public record NoImageNote(Path path, String image, String reason, @Nullable String revision) {
  /** The file's name below {@code target/image/parts}. */
  public static final String FILE = "no-image.json";

  private static final int SCHEMA = 1;

  /** Writes it, in one step, into a folder that is made where it is not there. */
  public void write() throws IOException {
    ObjectNode node = Json.object();
    node.put("schema", SCHEMA);
    node.put("image", image);
    node.put("reason", reason);
    node.put("revision", revision);
    WholeFile.write(path, Json.prettyBytes(node));
  }

  /**
   * Looks for word of an image in a folder and below it.
   *
   * @param commit that is checked out; null where nobody knows
   * @return the first by its path, where several runs left word; empty where there is none, or no
   *     folder
   * @throws PartsException where a file of that name cannot be read, or is of another commit, by
   *     which the module may have an image whose parts were lost
   */
  public static Optional<NoImageNote> find(Path folder, String image, @Nullable String commit)
      throws IOException {
    List<NoImageNote> notes = new ArrayList<>();
    for (Path path : PartFolder.named(folder, FILE::equals)) {
      NoImageNote note = read(path);
      if (note.image().equals(image)) {
        note.requireCommit(commit);
        notes.add(note);
      }
    }
    return notes.stream().findFirst();
  }

  private void requireCommit(@Nullable String expected) {
    if (!Objects.equals(revision, expected)) {
      throw new PartsException(
          "%s was written for %s, and checked out is %s: remove it, and bring here what runs of this commit have left"
              .formatted(path, JoinCheck.commit(revision), JoinCheck.commit(expected)));
    }
  }

  static NoImageNote read(Path path) throws IOException {
    try {
      ObjectNode node = Json.parseObject(PartFolder.bytes(path), path.toString());
      String reason = node.path("reason").asText("it has no image");
      if (node.path("schema").asInt() == SCHEMA
          && node.path("image").isTextual()
          && Quoted.isPlain(reason) // both are said
          && Quoted.isPlain(node.path("revision").asText())) {
        return new NoImageNote(
            path, node.path("image").textValue(), reason, node.path("revision").textValue());
      }
    } catch (MalformedContentException e) {
      throw damaged(path, e);
    }
    throw damaged(path, null);
  }

  private static PartsException damaged(Path path, @Nullable Exception cause) {
    return new PartsException(
        path + " is damaged, or of another version of this plugin: bring it here again", cause);
  }
}
