package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatheredPartsTest {
  @TempDir Path folder;
  private final ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
  private Path shop;

  @BeforeEach
  void parts() throws IOException {
    PartFile.write(
        folder.resolve("a/target/image/parts"), new TestPart("app", "linux/amd64").get());
    PartFile.write(folder.resolve("b"), new TestPart("app", "linux/arm64").get());
    shop = PartFile.write(folder.resolve("b/c"), new TestPart("shop", "linux/arm64").get()).path();
  }

  private GatheredParts find() throws IOException {
    return GatheredParts.find(folder, known);
  }

  /** Whoever reads it now finds it damaged. */
  private void spoil(Path path, boolean isSeen) throws IOException {
    FileTime before = Files.getLastModifiedTime(path);
    Files.write(path, new byte[(int) Files.size(path)]);
    Files.setLastModifiedTime(
        path, isSeen ? FileTime.fromMillis(before.toMillis() + 5000) : before);
  }

  @Test
  void everyFolderBelowIsSearched() throws IOException {
    Files.writeString(folder.resolve("b/package-lock.json"), "{");
    Files.writeString(folder.resolve("b/linux-arm64.json.tmp"), "{");
    assertThat(find().of("app").directory()).isEqualTo(folder);
    assertThat(find().of("app").files())
        .extracting(file -> folder.relativize(file.path()).toString())
        .containsExactly("a/target/image/parts/linux-amd64.json", "b/linux-arm64.json");
    assertThat(find().of("shop").files()).containsExactly(PartFile.read(shop));
    assertThat(find().of("other").files()).isEmpty();
  }

  @Test
  void partsOfImagesThatNobodyHasAreRefused() throws IOException {
    GatheredParts found = find();
    assertThatCode(() -> found.requireOnly(List.of("app", "shop", "other")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> found.requireOnly(List.of("app")))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining(shop + " is a part of shop");
  }

  @Test
  void aPartOfAnotherImageIsReadOnceASession() throws IOException {
    find();
    spoil(shop, false);
    assertThat(find().of("app").files()).hasSize(2);
  }

  @Test
  void aPartOfTheImageItselfIsReadWheneverItIsAskedFor() throws IOException {
    assertThat(find().of("shop").files()).hasSize(1);
    spoil(shop, false);
    GatheredParts found = find();
    assertDamaged(() -> found.of("shop"));
  }

  @Test
  void onePartThatHasChangedMeanwhileIsReadAgain() throws IOException {
    find();
    spoil(shop, true);
    assertDamaged(this::find);
  }

  @Test
  void onePartThatHasComeMeanwhileIsRead() throws IOException {
    find();
    PartFile.write(folder.resolve("d"), new TestPart("shop", "linux/amd64").get());
    assertThat(find().of("shop").files()).hasSize(2);
  }

  @Test
  void aDamagedPartOfAnotherImageIsNotPassedOver() throws IOException {
    spoil(shop, true);
    assertDamaged(this::find);
    assertDamaged(this::find); // by the next module neither
  }

  @Test
  void noFolderHasNoParts() throws IOException {
    GatheredParts none = GatheredParts.find(folder.resolve("none"), known);
    assertThat(none.of("app").files()).isEmpty();
  }

  private void assertDamaged(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(PartsException.class)
        .hasMessageContaining(shop + " is damaged");
  }
}
