package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of a base that Docker's own store has, which are the registry's own in the image. */
class LeftBasesOfDockerTest {
  @TempDir Path temp;

  @Test
  void theyAreNamedAsTheRegistryHasThem() throws IOException {
    TestEngine engine = new TestEngine(temp.resolve("engine"));
    try (TestDocker docker = TestDocker.start("docker-engine", temp.resolve("docker"));
        RealRegistry registry = RealRegistry.start(temp.resolve("registry"));
        RegistryClient client =
            RegistryClient.create(
                RegistryOptions.defaults(),
                new Credentials(List.of()),
                Log.silent(),
                Progress.none())) {
      String base = registry.host() + "/lab/jre:17";
      engine.pushShells(base);
      engine.kind = Engine.Kind.DOCKER;
      engine.network = Network.HOST;
      engine.environment.putAll(docker.environment());
      engine.write("Containerfile", "FROM " + base + " AS jre\nFROM jre\nRUN echo x > /made\n");
      Stores stores = new Stores(client, temp, Log.silent());
      BuildRequest request = engine.request(temp.resolve("out"));
      ContainerfileBuilder builder =
          engine
              .builder(new TestRequest.Lines())
              .leavingBases(stores::open, new ConcurrentHashMap<>());
      BuiltImage first = new BuiltImage(request, builder.build(request, () -> {}));
      final BuiltImage second = new BuiltImage(request, builder.build(request, () -> {}));

      assertThat(first.record.absent()).hasSize(2);
      for (int i = 0; i < 2; i++) {
        List<Descriptor> layers = first.manifest(i).layers();
        assertThat(layers).hasSize(2);
        assertThat(stores.open(registry.host() + "/lab/jre").hasBlob(layers.get(0))).isTrue();
        assertThat(first.layout.hasBlob(layers.get(0))).isFalse();
        assertThat(first.last(i, "/made")).isEqualTo("x\n");
      }
      assertThat(second.record).isEqualTo(first.record);
    }
  }
}
