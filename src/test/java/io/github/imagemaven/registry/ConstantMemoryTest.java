package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A blob ten times as large as the heap goes up and comes down. */
final class ConstantMemoryTest {
  private static final long SIZE = 300L << 20;
  private static final String HEAP = "-Xmx32m";

  @Test
  void aBlobLargerThanTheHeapMoves(@TempDir Path temp) throws Exception {
    Path log = temp.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                classPath(),
                InAJvmOfItsOwn.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = process.waitFor();
    assertThat(status).as(Files.readString(log)).isZero();
  }

  /** Whatever loads this test: a launcher may keep its class path from the JVM's own. */
  private static String classPath() {
    if (ConstantMemoryTest.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  /** The program of the small JVM: registry and client together. */
  static final class InAJvmOfItsOwn {
    public static void main(String[] args) throws Exception {
      MessageDigest hasher = Digest.sha256();
      try (InputStream in = new Zeros();
          OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), hasher)) {
        in.transferTo(out);
      }
      Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, Digest.ofSha256(hasher), SIZE);
      try (InProcessRegistry registry = InProcessRegistry.start();
          RegistryClient client =
              RegistryClient.create(
                  RegistryOptions.defaults(),
                  new Credentials(List.of()),
                  Log.silent(),
                  Progress.none())) {
        Repository repository = client.repository(registry.repository("acme/large"));
        repository.putBlob(blob, Zeros::new, List.of());
        try (InputStream in = repository.openBlob(blob).orElseThrow()) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
  }

  /** So many zero bytes. */
  private static final class Zeros extends InputStream {
    private long left = SIZE;

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = (int) Math.min(left, length);
      left -= count;
      Arrays.fill(buffer, offset, offset + count, (byte) 0);
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
