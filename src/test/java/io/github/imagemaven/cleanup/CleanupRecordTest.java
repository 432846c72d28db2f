package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanupRecordTest {
  private static final Digest ONE = Digest.ofBytes(new byte[] {1});
  private static final Digest TWO = Digest.ofBytes(new byte[] {2});

  @TempDir Path folder;

  private final CleanupRecord record =
      new CleanupRecord(
          "acme/app",
          true,
          List.of(
              new RepositoryCleanup(
                  "ghcr.io/acme/app",
                  List.of(new Item(ONE, Kind.IMAGE, List.of("latest"), "displaced")),
                  List.of(new Item(TWO, Kind.CHILD, List.of(), "the tag '1.2.3' needs it")),
                  "said once",
                  null),
              new RepositoryCleanup("r/acme/app", List.of(), List.of(), null, "no right")));

  @Test
  void whatIsWrittenIsRead() throws IOException {
    record.write(folder.resolve("target/image"));
    assertThat(CleanupRecord.read(folder.resolve("target/image"))).isEqualTo(record);
    assertThat(folder.resolve("target/image")).isDirectoryContaining("glob:**/cleanup.json");
    assertThat(record.hasFailed()).isTrue();
  }

  @Test
  void theFormatIsPublic() throws IOException {
    record.write(folder);
    assertThat(Files.readString(folder.resolve("cleanup.json")))
        .contains("\"schema\" : 1", "\"dryRun\" : true", "\"kind\" : \"image\"")
        .contains("\"tags\" : [ \"latest\" ]", "\"failure\" : \"no right\"")
        .doesNotContain("null");
  }

  @Test
  void anotherSchemaIsNotRead() throws IOException {
    Files.writeString(folder.resolve("cleanup.json"), "{\"schema\": 2}");
    assertThatThrownBy(() -> CleanupRecord.read(folder))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("has schema 2");
  }

  @Test
  void whereThereIsNoneItSaysWhichGoalMakesOne() {
    assertThatThrownBy(() -> CleanupRecord.read(folder))
        .hasMessageContaining("image:cleanup-latest");
  }
}
