package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each host is asked once whether it takes a push, and by which module's repository. */
class PushCheckOrderTest {
  @TempDir Path root;
  private TestReactor reactor;
  private String host;

  @BeforeEach
  void aReactor() throws Exception {
    host = closedHost();
    reactor = new TestReactor(root, "lib", "app", "tool").onGitHub("branch", "main");
    reactor.set("registries", host + "/acme").set("retry.attempts", "1");
    mayBeALibrary("lib");
  }

  /** Before its classes are there, nobody knows. */
  private void mayBeALibrary(String module) {
    reactor.module(module).getProperties().remove("image.mainClass");
  }

  private void assertAskedFor(String module) {
    assertThat(reactor.failing("validate-tag", "parent"))
        .hasMessageContaining(host + "/acme/" + module + ": check of the right to push");
  }

  @Test
  void aLibraryIsNotAskedForWhereAnotherModuleHasAnImage() {
    assertAskedFor("app");
  }

  @Test
  void whereNobodyKnowsTheLastIs() {
    mayBeALibrary("app");
    mayBeALibrary("tool");
    assertAskedFor("tool");
  }

  private static String closedHost() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
