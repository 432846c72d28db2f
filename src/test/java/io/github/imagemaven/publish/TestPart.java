package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.Part.IndexForm;
import io.github.imagemaven.publish.Part.Origin;
import io.github.imagemaven.publish.Part.PartLayer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part whose members a test changes before it takes it. Parts of different platforms fit. */
final class TestPart {
  static final String REVISION = "c0ffee";

  String image;
  final Platform platform;
  List<Platform> requested;
  String content;
  String mediaType = MediaTypes.OCI_MANIFEST;
  List<String> repositories = List.of("registry.example/acme/app", "oci:target/registry/app");
  List<String> tags = List.of("1.2.3", "latest");
  @Nullable String revision = REVISION;
  String version = "1.2.3";
  @Nullable Digest baseDigest = digest("base");
  String dependencies = "dependencies";
  String indexType = MediaTypes.OCI_INDEX;
  @Nullable Duration buildTime;
  Map<String, String> annotations = Map.of("note", "annotated");

  TestPart(String image, String platform) {
    this.image = image;
    this.platform = Platform.parse(platform);
    this.requested = List.of(this.platform);
    this.content = "manifest of " + platform;
  }

  static Digest digest(String content) {
    return Digest.ofBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  Part get() {
    return new Part(
        image,
        Descriptor.of(mediaType, digest(content), 123).withPlatform(platform),
        requested,
        repositories,
        tags,
        new Origin(revision, version, "eclipse-temurin:17-jre", baseDigest),
        List.of(
            new PartLayer(digest("base of " + platform), null),
            new PartLayer(digest(dependencies), "dependencies"),
            new PartLayer(digest("classes"), "classes")),
        new IndexForm(indexType, annotations),
        buildTime);
  }
}
