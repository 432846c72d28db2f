package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.FailedDestination;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import io.github.imagemaven.publish.PublicationRecord.PlatformManifest;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.registry.RegistryOptions;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
  private static final Digest DIGEST = Digest.ofBytes(new byte[0]);

  @Test
  void theWholeBlock() {
    MavenProject module = new MavenProject();
    module.setFile(new File("/m/pom.xml"));
    PublicationRecord record =
        new PublicationRecord(
            "shop",
            DIGEST,
            MediaTypes.OCI_INDEX,
            List.of(new PlatformManifest(Platform.parse("linux/arm/v7"), DIGEST)),
            List.of(
                destination("oci:out/shop", 1024, 0, 100),
                destination("ghcr.io/acme/shop", 512, 1000, 0)),
            List.of(new FailedDestination("docker.io/acme/shop", "down")));
    assertThat(
            Summary.published(record, module, RegistryOptions.defaults(), Duration.ofMillis(1234)))
        .containsExactly(
            "Published shop",
            "  digest     " + DIGEST,
            "  platforms  linux/arm/v7",
            "  to         oci:out/shop  1.2.3, latest",
            "  to         ghcr.io/acme/shop  1.2.3, latest",
            "  not to     docker.io/acme/shop",
            "  bytes      1.5 kB sent, 1.1 kB there already, 1.2 s",
            "  look at it skopeo inspect --raw oci:/m/out/shop:1.2.3");
  }

  @Test
  void anImageOfWhichNoTagMovedIsNotCalledPublished() {
    DestinationRecord destination =
        new DestinationRecord("ghcr.io/acme/shop", DIGEST, List.of(), 512, 0, 0, 1);
    PublicationRecord record =
        new PublicationRecord(
            "shop",
            DIGEST,
            MediaTypes.OCI_INDEX,
            List.of(new PlatformManifest(Platform.parse("linux/amd64"), DIGEST)),
            List.of(destination),
            List.of(),
            List.of(new KeptTag("latest", "ghcr.io/acme/shop:latest names another; it is newer")));
    assertThat(
            Summary.published(
                record, new MavenProject(), RegistryOptions.defaults(), Duration.ofMillis(1234)))
        .containsExactly(
            "No tag of shop was moved, each for the reason below: the image is in its destinations"
                + " by its digest alone",
            "  digest     " + DIGEST,
            "  platforms  linux/amd64",
            "  to         ghcr.io/acme/shop  by digest alone",
            "  not moved  latest: ghcr.io/acme/shop:latest names another; it is newer",
            "  bytes      512 B sent, 0 B there already, 1.2 s");
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/shop, docker://ghcr.io/",
    "localhost:5000/acme/shop, --tls-verify=false docker://localhost:5000/",
    "127.0.0.1:5000/shop, --tls-verify=false docker://127.0.0.1:5000/",
    "[::1]:5000/shop, --tls-verify=false docker://[::1]:5000/",
    "nexus.acme.example:8082/shop, --tls-verify=false docker://nexus.acme.example:8082/",
    "nexus.acme.example/shop, docker://nexus.acme.example/"
  })
  void theCommandToLookAtItReachesTheRegistry(String repository, String expected) {
    RegistryOptions options =
        new RegistryOptions(1, Duration.ZERO, Set.of("nexus.acme.example:8082"), List.of(), "test");
    PublicationRecord record =
        new PublicationRecord(
            "shop",
            DIGEST,
            MediaTypes.OCI_INDEX,
            List.of(),
            List.of(destination(repository, 1, 0, 0)),
            List.of());
    assertThat(Summary.published(record, new MavenProject(), options, Duration.ZERO))
        .last()
        .asString()
        .startsWith("  look at it skopeo inspect --raw " + expected)
        .endsWith("shop:1.2.3");
  }

  private static DestinationRecord destination(String name, long up, long mounted, long present) {
    List<TagRecord> tags = List.of(new TagRecord("1.2.3", null), new TagRecord("latest", DIGEST));
    return new DestinationRecord(name, DIGEST, tags, up, mounted, present, 1);
  }
}
