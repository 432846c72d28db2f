package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backslash is part of a name where the separator is another: systemd's units have them. */
class ExtraNameTest {
  @TempDir Path temp;

  @Test
  void aBackslashStays() throws IOException {
    Assumptions.assumeTrue(temp.getFileSystem().getSeparator().equals("/"));
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.extraDirectories.add(application.directory.resolve("src/main/image"));
    application.write("src/main/image/etc/systemd/system/srv-my\\x2ddata.mount", "[Mount]");
    assertThat(
            new TestRequest(temp.resolve("out"), application.get())
                .build()
                .files("extra directory image"))
        .containsExactly("/etc/systemd/system/srv-my\\x2ddata.mount");
  }
}
