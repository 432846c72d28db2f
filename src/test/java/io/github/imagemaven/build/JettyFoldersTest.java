package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.JavaApplication.Packaging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In Jetty's image /var/lib/jetty belongs to the user jetty (999), as whom it runs, and its entry
 * point writes /var/lib/jetty/jetty.start before it starts the server (generate-jetty-start.sh of
 * jetty.docker). A layer that names the folder as root's makes that fail.
 */
class JettyFoldersTest {
  @TempDir Path temp;

  @Test
  void theFolderOfTheDefaultBaseIsNotTakenFromItsUser() throws IOException {
    TestApplication application = new TestApplication(temp.resolve("project"));
    application.packaging = Packaging.WAR;
    application.artifact = application.directory.resolve("target/app.war");
    TestApplication.zip(
        application.artifact, TestApplication.entries("WEB-INF/web.xml", "<web-app/>"), false);
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    request.from = TestBase.usual(temp.resolve("base")).reference();
    Map<String, TarEntry> entries = request.build().entries("resources");
    TarEntry folder = entries.get("/var/lib/jetty/");
    assertThat(folder == null || folder.uid() != 0 || (folder.mode() & 02) != 0)
        .as("%s", folder)
        .isTrue();
  }

  /** Whose files it is about says the module; above the application's root too. */
  @Test
  void foldersThatNoBaseIsKnownToHaveAreTheOwners() throws IOException {
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.appRoot = "/opt/jboss/wildfly/standalone/deployments/app";
    application.owner = "1000:0";
    Map<String, TarEntry> entries =
        new TestRequest(temp.resolve("out"), application.get()).build().entries("classes");
    assertThat(entries.get("/opt/").uid()).isZero();
    assertThat(entries.get("/opt/jboss/").uid()).isEqualTo(1000);
    assertThat(entries.get("/opt/jboss/wildfly/standalone/").uid()).isEqualTo(1000);
  }
}
