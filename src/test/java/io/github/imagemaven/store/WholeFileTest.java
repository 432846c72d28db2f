package io.github.imagemaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir Path folder;
  private Path file;
  private Path temporary;

  @BeforeEach
  void nameThem() {
    file = folder.resolve("record.json");
    temporary = folder.resolve("record.json.tmp");
  }

  @Test
  void makesTheFileAndTheFoldersAboveIt() throws IOException {
    Path deep = folder.resolve("target/image/record.json");
    WholeFile.write(deep, NEW);
    assertThat(deep).hasBinaryContent(NEW);
    assertThat(names(deep.getParent())).containsExactly("record.json");
  }

  @Test
  void replacesALongerFile() throws IOException {
    Files.writeString(file, "what stood here before");
    WholeFile.write(file, NEW);
    assertThat(file).hasBinaryContent(NEW);
    assertThat(names(folder)).containsExactly("record.json");
  }

  @Test
  void hasThePermissionsOfAnyNewFile() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    WholeFile.write(file, NEW);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void aFolderMayBeALinkToOne() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    WholeFile.write(link.resolve("record.json"), NEW);
    assertThat(real.resolve("record.json")).hasBinaryContent(NEW);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aLinkOfItsNameIsReplacedAndNotFollowed() throws IOException {
    Path another = Files.writeString(folder.resolve("another"), "another's");
    Files.createSymbolicLink(file, another);
    WholeFile.write(file, NEW);
    assertThat(another).hasContent("another's");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(file).hasBinaryContent(NEW);
  }

  @Test
  void aLinkInTheWayIsNotFollowed() throws IOException {
    Path another = Files.writeString(folder.resolve("another"), "another's");
    Files.createSymbolicLink(temporary, another);
    WholeFile.write(file, NEW);
    assertThat(another).hasContent("another's");
    assertThat(file).hasBinaryContent(NEW);
    assertThat(names(folder)).containsExactly("another", "record.json");
  }

  @Test
  void whatAKilledRunHasLeftIsNotInTheWay() throws IOException {
    Files.writeString(temporary, "half of something longer");
    WholeFile.write(file, NEW);
    assertThat(file).hasBinaryContent(NEW);
    assertThat(names(folder)).containsExactly("record.json");
  }

  @Test
  void aFolderOfItsNameStaysAndNothingIsLeftBesideIt() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> WholeFile.write(file, NEW)).isInstanceOf(FileSystemException.class);
    assertThat(file).isDirectory();
    assertThat(names(folder)).containsExactly("record.json");
  }

  @Test
  void aFileWhereTheFolderShouldBe() throws IOException {
    Files.writeString(file, "old");
    assertThatThrownBy(() -> WholeFile.write(file.resolve("record.json"), NEW))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("old");
  }

  @Test
  void aFileStaysWholeWhereTheFolderTakesNoOther() throws IOException {
    Files.writeString(file, "old");
    try (MountedDisk disk = MountedDisk.readOnlyView(folder)) {
      assertThatThrownBy(() -> WholeFile.write(file, NEW)).isInstanceOf(FileSystemException.class);
    }
    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("record.json");
  }

  @Test
  void aFileStaysWholeWhereTheDiskIsFull() throws IOException {
    try (MountedDisk disk = MountedDisk.small(folder)) {
      Files.writeString(file, "old");
      assertThatThrownBy(() -> WholeFile.write(file, new byte[2 << 20]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(file).hasContent("old");
      assertThat(names(folder)).containsExactly("record.json");
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
