package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.SampleBuild;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.Part.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Part files that are whole, and say of their content what is not so: the registries are asked, not
 * the files.
 */
class ForgedPartTest extends SplitRuns {
  private static Part with(Part part, Descriptor descriptor, List<Part.PartLayer> layers) {
    return new Part(
        part.image(),
        descriptor,
        part.requested(),
        part.repositories(),
        part.tags(),
        part.origin(),
        layers,
        part.index());
  }

  private static Part with(Part part, Descriptor descriptor) {
    return with(part, descriptor, part.layers());
  }

  private void forge(int number, UnaryOperator<Part> change) throws IOException {
    Path path = paths().get(number);
    Part part = PartFile.read(path).part();
    PartFile.write(Objects.requireNonNull(path.getParent()), change.apply(part));
  }

  private void assertContradicted(String... words) {
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("Nothing was named")
        .hasMessageContaining("build and push that platform again")
        .hasMessageContainingAll(words);
    assertThat(one.tags(APP)).isEmpty();
  }

  @Test
  void aManifestOfAnotherSize() throws IOException {
    pushBoth(one);
    forge(
        0,
        part -> {
          Descriptor d = part.descriptor();
          return with(
              part,
              Descriptor.of(d.mediaType(), d.digest(), d.size() + 1).withPlatform(part.platform()));
        });
    assertContradicted("linux/amd64", digest(0), "bytes");
  }

  private String digest(int number) throws IOException {
    return PartFile.read(paths().get(number)).part().descriptor().digest().toString();
  }

  @Test
  void manifestsOfAnotherType() throws IOException {
    pushBoth(one);
    for (int i = 0; i < 2; i++) {
      forge(i, part -> with(part, part.descriptor().withMediaType(MediaTypes.DOCKER_MANIFEST)));
    }
    assertContradicted(MediaTypes.DOCKER_MANIFEST, MediaTypes.OCI_MANIFEST);
  }

  @Test
  void otherLayers() throws IOException {
    pushBoth(one);
    forge(1, part -> with(part, part.descriptor(), part.layers().subList(1, 3)));
    assertContradicted("linux/arm64", "the layers");
  }

  /** What a runner would say that believes to be another machine. */
  @Test
  void anotherPlatform() throws IOException {
    platforms = "linux/amd64,linux/arm/v7";
    bring(push("amd", "linux/amd64", one));
    bring(push("arm", "linux/arm/v7", one));
    Platform riscv = Platform.parse("linux/riscv64");
    platforms = "linux/amd64,linux/riscv64";
    Path path = paths().get(1);
    Part part = PartFile.read(path).part();
    PartFile.write(
        Objects.requireNonNull(path.getParent()),
        new Part(
            part.image(),
            part.descriptor().withPlatform(riscv),
            List.of(riscv),
            part.repositories(),
            part.tags(),
            part.origin(),
            part.layers(),
            part.index()));
    Files.delete(path);
    assertContradicted("linux/riscv64", "linux/arm/v7");
  }

  @Test
  void anotherVariant() throws IOException {
    platforms = "linux/arm/v7";
    bring(push("arm", "linux/arm/v7", one));
    forge(0, part -> with(part, part.descriptor().withPlatform(Platform.parse("linux/arm/v6"))));
    Files.delete(paths().get(1));
    assertContradicted("linux/arm/v6", "linux/arm/v7");
  }

  @Test
  void anotherCommit() throws IOException {
    pushBoth(one);
    sample.revision = "f".repeat(40);
    for (int i = 0; i < 2; i++) {
      forge(
          i,
          part ->
              new Part(
                  part.image(),
                  part.descriptor(),
                  part.requested(),
                  part.repositories(),
                  part.tags(),
                  new Origin(
                      sample.revision,
                      part.origin().version(),
                      part.origin().base(),
                      part.origin().baseDigest()),
                  part.layers(),
                  part.index()));
    }
    assertContradicted(sample.revision, SampleBuild.REVISION);
  }

  /** A part whose digest is somebody else's manifest in the same repository. */
  @Test
  void anotherManifestOfTheSameRepository() throws IOException {
    pushBoth(one);
    platforms = "linux/arm/v7";
    Descriptor other = manifest(push("v7", platforms, one).get(0));
    platforms = PLATFORMS;
    forge(0, part -> with(part, other.withPlatform(part.platform())));
    assertContradicted("linux/amd64");
  }

  private static Part heldBy(Part part, List<String> repositories) {
    return new Part(
        part.image(),
        part.descriptor(),
        part.requested(),
        repositories,
        part.tags(),
        part.origin(),
        part.layers(),
        part.index());
  }

  /** A file must not choose which hosts get requests, and the credentials that we have for them. */
  @Test
  void aHostThatIsNoDestinationIsNotAsked() throws IOException {
    pushBoth(one, two);
    two.forgetRequests();
    Digest layer = PartFile.read(paths().get(0)).part().layers().get(1).digest();
    one.loseBlob(APP, layer);
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(layer.toString());
    assertThat(two.requests()).isEmpty();
    assertThat(one.tags(APP)).isEmpty();
  }

  @Test
  void aPartThatOnlyAnotherHostHasIsRefused() throws IOException {
    pushBoth(two);
    two.forgetRequests();
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PartsException.class)
        .hasMessageContainingAll(
            "for linux/", two.repository(APP).toString(), one.repository(APP).toString());
    assertThat(two.requests()).isEmpty();
  }

  /** Nor what is read of the machine that joins. */
  @Test
  void aFolderThatIsNoDestinationIsNotRead() throws IOException {
    pushBoth(one);
    Path directory = sample.build("local", platforms, "linux/amd64");
    one.loseManifest(APP, PartFile.read(paths().get(0)).part().descriptor().digest());
    String layout = "oci:" + directory.resolve("layout");
    forge(0, part -> heldBy(part, List.of(one.repository(APP).toString(), layout)));
    assertThatThrownBy(() -> join(one))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("cannot be read from any repository");
    assertThat(one.tags(APP)).isEmpty();
  }
}
