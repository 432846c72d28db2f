package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.OciLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What part files say is enough to refuse most of what cannot be joined. */
class JoinCheckTest {
  private final RecordingLog log = new RecordingLog();
  private final List<PartFile> files = new ArrayList<>();
  private final TestPart amd = new TestPart("app", "linux/amd64");
  private final TestPart arm = new TestPart("app", "linux/arm64");
  private String platforms = "linux/amd64,linux/arm64";
  private String revision = TestPart.REVISION;

  private void add(String file, TestPart part) {
    files.add(new PartFile(Path.of(file), part.get()));
  }

  private List<Part> check() {
    PublishRequest publication =
        new PublishRequest(
            Path.of("/target/image"),
            List.of(new Destination(OciLayout.at(Path.of("/out"), "oci:out"), false)),
            List.of("latest", "1.2.3"),
            name -> OciLayout.at(Path.of(name), name),
            revision);
    return JoinCheck.parts(
        new JoinRequest(
            publication,
            "app",
            Platform.parseList(platforms),
            "1.2.3",
            null,
            new PartFolder(Path.of("/parts"), files)),
        log);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(this::check)
        .isInstanceOf(PartsException.class)
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.PARTS))
        .hasMessageContaining("Nothing was named.")
        .hasMessageContainingAll(words);
  }

  @Test
  void theOrderIsTheImages() {
    add("b", amd);
    add("a", arm);
    platforms = "linux/arm64,linux/amd64";
    assertThat(check()).extracting(Part::platform).containsExactly(arm.platform, amd.platform);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void twoOfTheSameAreOneAndBothPlacesCount() {
    add("a", amd);
    amd.repositories = List.of("other.example/app");
    add("again", amd);
    add("b", arm);
    assertThat(check()).hasSize(2);
    assertThat(check().get(0).repositories())
        .containsExactly(
            "registry.example/acme/app", "oci:target/registry/app", "other.example/app");
  }

  @Test
  void oneManifestForTwoPlatformsIsInTheIndexOnce() {
    platforms = "linux/amd64,linux/arm,linux/arm/v7";
    TestPart any = new TestPart("app", "linux/arm/v7");
    any.requested = Platform.parseList("linux/arm");
    add("a", any);
    any.requested = Platform.parseList("linux/arm/v7");
    add("b", any);
    add("c", amd);
    assertThat(check()).extracting(Part::platform).containsExactly(amd.platform, any.platform);
  }

  @Test
  void aPlatformIsCoveredByWhoWasAskedForItAlone() {
    platforms = "linux/arm,linux/arm/v6";
    add("a", new TestPart("app", "linux/arm/v6"));
    assertRefused("no part of image app for linux/arm in /parts", "there are a");
  }

  @Test
  void noPartsAtAll() {
    assertRefused(
        "no part of image app for linux/amd64, linux/arm64 in /parts",
        "there is none of this image",
        "target/image/parts");
  }

  @Test
  void aLostPartNeverMakesASmallerIndex() {
    add("a", amd);
    assertRefused("no part of image app for linux/arm64 in /parts", "there are a");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(part -> part.image = "shop", "b is a part of image shop, expected app"),
        wrong(
            part -> part.requested = Platform.parseList("linux/s390x"),
            "b is for linux/s390x, and image.platforms is linux/amd64, linux/arm64"),
        wrong(
            part -> part.revision = "beef",
            "b was built from commit beef, and checked out is commit c0ffee"),
        wrong(part -> part.revision = null, "b was built from no known commit"),
        wrong(
            part -> part.version = "2", "b is of version 2, and this project is of version 1.2.3"),
        wrong(
            part -> part.tags = List.of("latest"),
            "b is meant for the tags latest, and this run publishes latest, 1.2.3"),
        wrong(
            part -> part.baseDigest = TestPart.digest("moved"),
            "different bases",
            "a: eclipse-temurin:17-jre as " + TestPart.digest("base"),
            "b: eclipse-temurin:17-jre as " + TestPart.digest("moved"),
            "image.from"),
        wrong(
            part -> part.mediaType = MediaTypes.DOCKER_MANIFEST,
            "different formats",
            "image.format"),
        wrong(part -> part.indexType = MediaTypes.DOCKER_LIST, "different formats", "image.index"),
        wrong(
            part -> part.annotations = Map.of("note", "host7"),
            "different annotations",
            "host7",
            "annotated"));
  }

  /** Which say the base's digest: nobody has annotated with anything of one machine. */
  @Test
  void annotationsThatDifferWithTheBaseAreNoProblemOfTheirOwn() {
    String digest = "org.opencontainers.image.base.digest";
    amd.annotations = Map.of(digest, "sha256:a", "note", "annotated");
    arm.annotations = Map.of(digest, "sha256:b", "note", "annotated");
    arm.baseDigest = TestPart.digest("moved");
    add("a", amd);
    add("b", arm);
    assertThatThrownBy(this::check)
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("different bases")
        .hasMessageNotContaining("annot");
  }

  @Test
  void ofDifferentAnnotationsThoseAreSaidThatDiffer() {
    amd.annotations = Map.of("note", "host7", "team", "shop");
    arm.annotations = Map.of("team", "shop");
    add("a", amd);
    add("b", arm);
    assertThatThrownBy(this::check)
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("different annotations (a: 'note' is 'host7'; b: none)");
  }

  private static Arguments wrong(Consumer<TestPart> change, String... words) {
    return Arguments.of(change, words);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatDoesNotBelongIsRefused(Consumer<TestPart> change, String... words) {
    add("a", amd);
    change.accept(arm);
    add("b", arm);
    assertRefused(words);
  }

  @Test
  void annotationsAreSaidAsAStrangersText() {
    add("a", amd);
    arm.annotations = Map.of("no\u0085te", "one\n##[error]two");
    add("b", arm);
    assertThatThrownBy(this::check)
        .hasMessageContaining("'no\\u{85}te' is 'one\\u{a}##\\u{5b}error]two'");
  }

  @Test
  void twoOfOnePlatformThatDiffer() {
    add("a", amd);
    add("b", arm);
    arm.content = "other";
    add("c", arm);
    assertRefused("b and c are both for linux/arm64 and are not the same", "keep the one");
  }

  @Test
  void twoOfOnePlatformUnderDifferentNames() {
    platforms = "linux/arm,linux/arm/v7";
    TestPart any = new TestPart("app", "linux/arm/v7");
    any.requested = Platform.parseList("linux/arm");
    add("a", any);
    any.requested = Platform.parseList("linux/arm/v7");
    any.content = "other";
    add("b", any);
    assertRefused("a and b are both for linux/arm/v7 and are not the same");
  }

  @Test
  void everyWrongFileIsNamedAtOnce() {
    amd.version = "2";
    arm.revision = "beef";
    add("a", amd);
    add("b", arm);
    assertRefused("a is of version 2", "b was built from commit beef");
  }

  @Test
  void withoutACommitAnywhereItIsSaidThatNobodyKnows() {
    revision = null;
    amd.revision = null;
    arm.revision = null;
    add("a", amd);
    add("b", arm);
    assertThat(check()).hasSize(2);
    assertThat(log.lines).singleElement().asString().contains("no commit is known");
  }

  @Test
  void aLayerThatShouldBeTheSameAndIsNot() {
    arm.dependencies = "other";
    add("a", amd);
    add("b", arm);
    assertThat(check()).hasSize(2);
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains(
            "the layer 'dependencies' is not the same",
            "linux/amd64 has " + TestPart.digest("dependencies"),
            "linux/arm64 has " + TestPart.digest("other"));
  }
}
