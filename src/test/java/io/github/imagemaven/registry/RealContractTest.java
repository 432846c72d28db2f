package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract at CNCF Distribution, open, with Basic authentication, and without deletion. */
final class RealContractTest {
  private static RealRegistry open;
  private static RealRegistry basic;
  private static RealRegistry keeping;

  @BeforeAll
  static void start(@TempDir Path temp) {
    open = RealRegistry.start(temp.resolve("open"));
    basic = RealRegistry.start(temp.resolve("basic"), "me", "secret");
    keeping = RealRegistry.startKeeping(temp.resolve("keeping"));
  }

  @AfterAll
  static void stop() {
    if (open != null) {
      open.close();
    }
    if (basic != null) {
      basic.close();
    }
    if (keeping != null) {
      keeping.close();
    }
  }

  @Nested
  class Open extends RepositoryContract {
    @Override
    RepositoryName repository(String path) {
      return open.repository(path);
    }

    @Override
    Kit kit() {
      return Kit.anonymous();
    }
  }

  @Nested
  class Basic extends RepositoryContract {
    @Override
    RepositoryName repository(String path) {
      return basic.repository(path);
    }

    @Override
    Kit kit() {
      return Kit.user("me", "secret");
    }
  }

  @Nested
  class Keeping extends RepositoryContract {
    @Override
    RepositoryName repository(String path) {
      return keeping.repository(path);
    }

    @Override
    Kit kit() {
      return Kit.anonymous();
    }

    @Override
    boolean deletesManifests() {
      return false;
    }
  }
}
