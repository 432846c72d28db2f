package io.github.imagemaven.load;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.nio.file.Path;

/** The same of a Docker that keeps images in containerd's store, by our manifest's digest. */
class ContainerdLoadingTest extends DockerLoadingTest {
  @Override
  String engine() {
    RealRegistry.requireProgram("mmdebstrap");
    return "docker-containerd";
  }

  /**
   * Docker 26 gives the name away before it unpacks, and what is left without a name is collected
   * meanwhile now and then ("parent snapshot does not exist"): then all layers are wanted.
   */
  @Override
  String changedName() {
    return "parts:2";
  }

  @Override
  Digest id(Path built) throws IOException {
    return BuiltForDesk.manifest(built).digest();
  }
}
