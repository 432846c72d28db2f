package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.SettingsServers;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.junit.jupiter.api.Test;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** Maven's own decryption, of the oldest Maven that we know. */
class SettingsXmlTest {
  private static final int THREADS = 4;
  private static final int TIMES = 500;

  private final MavenSession session = TestModules.session();

  SettingsXmlTest() {
    Server server = new Server();
    server.setId("127.0.0.1");
    server.setUsername("robot");
    server.setPassword("{XEcAWqvVr+oHvN9YVNwq6quMUZrwq1W1YPRydfY3AEg=}");
    session.getRequest().setServers(List.of(server));
  }

  /** Whose parts share a digest under way, so that of two threads both may get nonsense. */
  @Test
  void modulesThatAreBuiltAtOnceGetThePassword() throws Exception {
    SettingsDecrypter decrypter =
        new DefaultSettingsDecrypter(
            new DefaultSecDispatcher() {
              {
                _cipher = new DefaultPlexusCipher();
                setConfigurationFile("src/it/settings-security.xml");
              }
            });
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<List<SettingsServers.Server>> module =
          () -> new SettingsXml(session, decrypter).servers();
      for (Future<List<SettingsServers.Server>> servers :
          threads.invokeAll(Collections.nCopies(THREADS * TIMES, module))) {
        assertThat(servers.get())
            .containsExactly(new SettingsServers.Server("127.0.0.1", "robot", "secret", null));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
