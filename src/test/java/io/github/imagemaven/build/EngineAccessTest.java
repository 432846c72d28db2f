package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.engine.Containerfile;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.credentials.Credential.Basic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineAccessTest {
  @TempDir Path temp;
  private final TestRequest.Lines lines = new TestRequest.Lines();
  private final Map<String, String> environment = new HashMap<>();

  private EngineAccess access(String file, String cache, Set<String> insecure) throws IOException {
    Engine engine =
        new Engine(Engine.Kind.BUILDAH, temp.resolve("buildah"), "1.28.2", Engine.Builder.NONE);
    EngineOptions none = EngineOptions.NONE;
    ContainerfileSource source =
        new ContainerfileSource(
            temp,
            temp.resolve("target/image"),
            temp.resolve("Containerfile"),
            temp,
            null,
            Map.of(),
            List.of(Engine.Kind.BUILDAH),
            new EngineOptions(
                null,
                none.pull(),
                none.network(),
                List.of(),
                Map.of(),
                new BuildCache(cache, cache),
                null));
    return EngineAccess.of(
        new EnginePlan(engine, Containerfile.parse(file)),
        source,
        environment,
        temp,
        host -> host.equals("ghcr.io") ? new Basic("ann", "s3cret") : null,
        insecure::contains,
        lines);
  }

  private static Path file(EngineAccess access) {
    return Path.of(access.environment().get("REGISTRY_AUTH_FILE"));
  }

  @Test
  void theCachesRegistryGetsItsCredentialToo() throws IOException {
    EngineAccess access = access("FROM quay.io/a/b\n", "ghcr.io/acme/cache", Set.of());
    assertThat(access.environment()).containsOnlyKeys("REGISTRY_AUTH_FILE");
    assertThat(file(access)).content().contains("ghcr.io");
    assertThat(access.options()).isEmpty();
  }

  /** As BuildKit's own words name it. */
  @Test
  void soDoesTheRegistryOfACacheOfBuildKits() throws IOException {
    String cache = "type=registry,mode=max,ref=ghcr.io/acme/cache:{platform},image-manifest=true";
    assertThat(file(access("FROM quay.io/a/b\n", cache, Set.of()))).content().contains("ghcr.io");
    assertThat(access("FROM quay.io/a/b\n", "type=gha,ref=ghcr.io/a", Set.of()).environment())
        .isEmpty();
  }

  /** buildah and podman are told so for all registries or for none. */
  @Test
  void someRegistriesWithoutTls() throws IOException {
    Set<String> local = Set.of("localhost:5000");
    assertThat(access("FROM localhost:5000/a\n", "localhost:5000/cache", local).options())
        .containsExactly("--tls-verify=false");
    assertThat(lines.warnings).isEmpty();
    assertThat(access("FROM quay.io/a/b\n", "localhost:5000/cache", local).options()).isEmpty();
    assertThat(lines.warnings)
        .singleElement()
        .asString()
        .contains("localhost:5000 is spoken to without TLS")
        .contains("quay.io")
        .contains("registries.conf");
  }

  /** Docker does without a config.json, and buildah would fail. */
  @Test
  void aFolderOfDockersWithoutConfig() throws IOException {
    environment.put("DOCKER_CONFIG", temp.toString());
    EngineAccess without = access("FROM scratch\n", "", Set.of());
    assertThat(file(without)).hasContent("{\"auths\":{}}");
    Files.writeString(temp.resolve("config.json"), "{}");
    assertThat(access("FROM scratch\n", "", Set.of()).environment()).isEmpty();
  }
}
