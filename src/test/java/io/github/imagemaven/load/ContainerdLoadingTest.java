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

  @Override
  Digest id(Path built) throws IOException {
    return BuiltForDesk.manifest(built).digest();
  }
}
