package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract at the tests' own registry, with each kind of authentication. */
final class InProcessContractTest {
  abstract static class AtInProcess extends RepositoryContract {
    private final InProcessRegistry registry;

    AtInProcess(InProcessRegistry registry) {
      this.registry = registry;
    }

    @Override
    RepositoryName repository(String path) {
      return registry.repository(path);
    }

    @Override
    Kit kit() {
      return Kit.user("me", "secret");
    }
  }

  private static InProcessRegistry open;
  private static InProcessRegistry basic;
  private static InProcessRegistry bearer;
  private static InProcessRegistry keeping;

  @BeforeAll
  static void start() {
    open = InProcessRegistry.start().relativeLocation(true);
    basic = InProcessRegistry.start().basic("me", "secret").digestHeader(false);
    bearer = InProcessRegistry.start().bearer("me", "secret").deletesTags(true).tagPage(2);
    keeping = InProcessRegistry.start().deletesManifests(false).refusesDeletionWith(400);
  }

  @AfterAll
  static void stop() {
    open.close();
    basic.close();
    bearer.close();
    keeping.close();
  }

  @Nested
  class Open extends AtInProcess {
    Open() {
      super(open);
    }
  }

  @Nested
  class Basic extends AtInProcess {
    Basic() {
      super(basic);
    }
  }

  @Nested
  class Bearer extends AtInProcess {
    Bearer() {
      super(bearer);
    }
  }

  @Nested
  class Keeping extends AtInProcess {
    Keeping() {
      super(keeping);
    }

    @Override
    boolean deletesManifests() {
      return false;
    }
  }
}
