package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Log;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules that are built at once ({@code -T}) tell each other. */
class SharedStateTest {
  private static final int SESSIONS = 3000;

  private final PluginDescriptor plugin = TestModules.whole();

  SharedStateTest() throws Exception {}

  /** As the first goals of a session that has no module above them: {@code -pl first,second}. */
  @Test
  void nothingOfItIsLostWhereTwoModulesBeginAtOnce(@TempDir Path folder) throws Exception {
    List<MavenProject> modules =
        List.of(
            TestModules.module(folder, "first", "jar", "1", "validate-tag"),
            TestModules.module(folder, "second", "jar", "1", "validate-tag"));
    List<Integer> incomplete = new ArrayList<>();
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < SESSIONS; i++) {
        MavenSession session = TestModules.session();
        session.setProjects(modules);
        session.setAllProjects(modules);
        List<Callable<String>> goals =
            modules.stream()
                .map(module -> (Callable<String>) () -> begin(start, session, module))
                .toList();
        for (Future<String> done : threads.invokeAll(goals)) {
          done.get();
        }
        if (run(session).shared("test").size() != 2) {
          incomplete.add(i);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(incomplete).isEmpty();
  }

  private String begin(CyclicBarrier start, MavenSession session, MavenProject module)
      throws Exception {
    Run run = run(session);
    start.await();
    session.getPluginContext(plugin, module); // as Maven does before each goal
    run.shared("test").put(module.getId(), "was here");
    return module.getId();
  }

  private Run run(MavenSession session) {
    MojoExecution execution = new MojoExecution(plugin.getMojo("validate-tag"), "default");
    return new Run(session, execution, any -> null, Log.silent());
  }
}
