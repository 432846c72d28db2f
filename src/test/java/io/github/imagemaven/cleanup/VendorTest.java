package io.github.imagemaven.cleanup;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One real registry a class, and a repository of its own for each test. */
abstract class VendorTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static VendorLab shared;

  final VendorLab lab = shared;

  @BeforeAll
  static void start(@TempDir Path temp) {
    shared = VendorLab.start(temp);
  }

  @AfterAll
  static void stop() throws Exception {
    if (shared != null) {
      shared.close();
    }
  }

  @AfterEach
  void closeFakes() throws Exception {
    lab.closeFakes();
  }

  /** A path that no other test has. */
  static String path(String owner) {
    return owner + "/app-" + NUMBER.incrementAndGet();
  }
}
