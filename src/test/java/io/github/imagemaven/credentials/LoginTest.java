package io.github.imagemaven.credentials;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the login of real programs leaves behind is found again. */
class LoginTest {
  private static final String PASSWORD = "s3c:ret/ü";

  @TempDir Path home;
  private ServerSocket registry;
  private String host;

  @BeforeEach
  void registryThatAsksForAPassword() throws IOException {
    registry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    host = "127.0.0.1:" + registry.getLocalPort();
    Thread server = new Thread(this::serve);
    server.setDaemon(true);
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  /**
   * One request a connection. The JDK's own server would let the programs wait ten seconds for the
   * answer to their first attempt, which is by TLS; here its first line is answered too.
   */
  private void serve() {
    String basic = "me:" + PASSWORD;
    String right =
        "authorization: Basic "
            + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
    while (!registry.isClosed()) {
      try (Socket socket = registry.accept()) {
        String request = new String(socket.getInputStream().readNBytes(1), ISO_8859_1);
        while (request.startsWith("G") && !request.endsWith("\r\n\r\n")) {
          request += (char) socket.getInputStream().read();
        }
        boolean known = request.lines().anyMatch(right::equalsIgnoreCase);
        String answer =
            known
                ? "HTTP/1.1 200 OK\r\n"
                : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"registry\"\r\n";
        socket
            .getOutputStream()
            .write(
                (answer + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
      } catch (IOException e) {
        // the program hung up, or the test is over
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"skopeo", "podman"})
  void aLoginIsFound(String program) throws IOException, InterruptedException {
    boolean required = "true".equals(System.getenv("IMAGE_REQUIRE_PEERS"));
    assumeTrue(required || isInstalled(program), program + " is not installed");
    Path runtime = Files.createDirectory(home.resolve("run"));
    Map<String, String> environment =
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", home.toString(),
            "XDG_RUNTIME_DIR", runtime.toString());

    login(program, environment);

    Credentials.Lookup lookup = Credentials.standard(List.of(), environment, home).lookup(host);
    assertThat(lookup.credential()).isEqualTo(new Credential.Basic("me", PASSWORD));
    assertThat(lookup.places())
        .last()
        .isEqualTo(runtime.resolve("containers/auth.json") + " (auths " + host + ")");
  }

  private void login(String program, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = home.resolve("login.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            program, "login", "--tls-verify=false", "-u", "me", "--password-stdin", host);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    try {
      process.getOutputStream().write(PASSWORD.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).describedAs(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
