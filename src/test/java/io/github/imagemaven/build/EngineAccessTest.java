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

  private Engine.Kind kind = Engine.Kind.BUILDAH;

  private EngineAccess access(String file, String cache, Set<String> insecure) throws IOException {
    Engine engine = new Engine(kind, temp.resolve(kind.program()), "1.28.2", Engine.Builder.NONE);
    EngineOptions none = EngineOptions.NONE;
    ContainerfileSource source =
        new ContainerfileSource(
            temp,
            temp.resolve("target/image"),
            temp.resolve("Containerfile"),
            temp,
            null,
            Map.of(),
            List.of(kind),
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

  private String logins(EngineAccess access) throws IOException {
    return Files.readString(Path.of(access.environment().get("DOCKER_CONFIG"), "config.json"));
  }

  /** BuildKit fetches what is to read the file, and caches of its own kinds. */
  @Test
  void whatElseBuildKitFetches() throws IOException {
    kind = Engine.Kind.DOCKER;
    environment.put("HOME", temp.toString());
    String syntax = "# syntax=ghcr.io/acme/frontend:1\nFROM quay.io/a/b\n";
    assertThat(logins(access(syntax, "", Set.of()))).contains("ghcr.io");
    String cache = "type=registry,ref=ghcr.io/acme/cache:{platform},mode=max";
    assertThat(logins(access("FROM quay.io/a/b\n", cache, Set.of()))).contains("ghcr.io");

    kind = Engine.Kind.BUILDAH;
    String line = "# syntax=docker/dockerfile:1\nFROM localhost:5000/a\n";
    assertThat(access(line, "localhost:5000/cache", Set.of("localhost:5000")).options())
        .as("buildah takes that for a comment")
        .containsExactly("--tls-verify=false");
  }
}
