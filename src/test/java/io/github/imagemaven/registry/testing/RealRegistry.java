package io.github.imagemaven.registry.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagemaven.oci.RepositoryName;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * CNCF Distribution, as Debian's package {@code docker-registry} brings it, on a free port of
 * 127.0.0.1. Deletion by digest is on, unless it is {@linkplain #startKeeping started without}.
 *
 * <p>Where the program is missing the test is skipped, or fails if the environment variable {@code
 * IMAGE_REQUIRE_PEERS} is {@code true}.
 */
public final class RealRegistry implements AutoCloseable {
  private final Process process;
  private final String host;
  private final Path log;

  private RealRegistry(Process process, String host, Path log) {
    this.process = process;
    this.host = host;
    this.log = log;
  }

  /** A registry without authentication, whose files lie in the directory. */
  public static RealRegistry start(Path directory) {
    return start(directory, null, null);
  }

  /** The same where deletion is off, as it is unless somebody switches it on. */
  public static RealRegistry startKeeping(Path directory) {
    return start(directory, null, null, false);
  }

  /** A registry that asks for Basic authentication, whose files lie in the directory. */
  public static RealRegistry start(
      Path directory, @Nullable String username, @Nullable String password) {
    return start(directory, username, password, true);
  }

  private static RealRegistry start(
      Path directory, @Nullable String username, @Nullable String password, boolean deletes) {
    requireProgram("docker-registry");
    try {
      Files.createDirectories(directory);
      int port = freePort();
      String auth = "";
      if (username != null && password != null) {
        requireProgram("htpasswd");
        Path file = directory.resolve("htpasswd");
        writeHtpasswd(file, username, password);
        auth = "auth: {htpasswd: {realm: test, path: " + file + "}}\n";
      }
      Path config = directory.resolve("config.yml");
      Files.writeString(
          config,
          """
          version: 0.1
          log: {level: error, accesslog: {disabled: true}}
          storage: {delete: {enabled: %b}, filesystem: {rootdirectory: %s}}
          http: {addr: 127.0.0.1:%d}
          """
                  .formatted(deletes, directory.resolve("data"), port)
              + auth);
      Path log = directory.resolve("registry.log");
      Process process =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      RealRegistry registry = new RealRegistry(process, "127.0.0.1:" + port, log);
      registry.awaitReady(port);
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where the program is not on the path, or fails it where peers are required. */
  public static void requireProgram(String program) {
    String path = String.valueOf(System.getenv("PATH"));
    boolean there =
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    if (!there && "true".equals(System.getenv("IMAGE_REQUIRE_PEERS"))) {
      fail("the program " + program + " is required and not installed");
    }
    assumeTrue(there, program + " is not installed");
  }

  private static void writeHtpasswd(Path file, String username, String password)
      throws IOException {
    Process process =
        new ProcessBuilder("htpasswd", "-Bin", "-C", "5", username)
            .redirectOutput(file.toFile())
            .start();
    try (var in = process.outputWriter()) {
      in.write(password + "\n");
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException("htpasswd failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** One that the system gives to no connection meanwhile, as it does those from 32768 on. */
  public static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(12000, 32000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        continue;
      }
    }
  }

  private void awaitReady(int port) throws IOException {
    for (int i = 0; i < 600; i++) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          break;
        }
        sleep();
      }
    }
    close();
    throw new IOException("docker-registry does not answer: " + Files.readString(log));
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return host;
  }

  /** A repository here. */
  public RepositoryName repository(String path) {
    return new RepositoryName(host, path);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
