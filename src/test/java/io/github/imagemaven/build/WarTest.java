package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.build.JavaApplication.Packaging;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarTest {
  private static final String ROOT = "/var/lib/jetty/webapps/ROOT/";

  @TempDir Path temp;
  private TestApplication application;
  private TestBase base;

  @BeforeEach
  void makeInputs() throws IOException {
    application = new TestApplication(temp.resolve("project"));
    application.packaging = Packaging.WAR;
    application.artifact = application.directory.resolve("target/app.war");
    application.dependency("com.acme:module:3", "module-3.jar", Kind.PROJECT);
    application.dependency("org.acme:library:1.0", "library-1.0.jar", Kind.RELEASE);
    base = TestBase.usual(temp.resolve("base"));
  }

  private Map<String, byte[]> content() throws IOException {
    return TestApplication.entries(
        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n",
        "index.jsp", "<%= 1 %>",
        "WEB-INF/web.xml", "<web-app/>",
        "WEB-INF/classes/SampleMain.class", TestApplication.bytesOf(SampleMain.class),
        "WEB-INF/classes/log.properties", "a=b",
        "WEB-INF/lib/library-1.0.jar", "library",
        "WEB-INF/lib/module-3.jar", "module",
        "WEB-INF/lib/other-1-SNAPSHOT.jar", "other",
        "WEB-INF/lib/native/x.so", "elf");
  }

  private TestRequest request() {
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    request.from = base.reference();
    return request;
  }

  @Test
  void aWarIsUnpackedIntoLayersBelowJettysFolder() throws IOException {
    TestApplication.zip(application.artifact, content(), false);
    BuiltImage image = request().build();

    assertThat(image.layerNames())
        .containsExactly(
            "dependencies",
            "snapshot dependencies",
            "project dependencies",
            "resources",
            "classes");
    assertThat(image.files("dependencies")).containsExactly(ROOT + "WEB-INF/lib/library-1.0.jar");
    assertThat(image.files("snapshot dependencies"))
        .containsExactly(ROOT + "WEB-INF/lib/other-1-SNAPSHOT.jar");
    assertThat(image.files("project dependencies"))
        .containsExactly(ROOT + "WEB-INF/lib/module-3.jar");
    assertThat(image.files("resources"))
        .containsExactly(
            ROOT + "META-INF/MANIFEST.MF",
            ROOT + "WEB-INF/classes/log.properties",
            ROOT + "WEB-INF/lib/native/x.so",
            ROOT + "WEB-INF/web.xml",
            ROOT + "index.jsp");
    assertThat(image.files("classes")).containsExactly(ROOT + "WEB-INF/classes/SampleMain.class");
    assertThat(image.entries("dependencies").get(ROOT + "WEB-INF/lib/library-1.0.jar").text())
        .isEqualTo("library");
    assertThat(image.config(0).path("config").path("Entrypoint")).hasToString("[\"/entry.sh\"]");
    assertThat(image.config(0).path("config").path("Cmd")).hasToString("[\"jshell\"]");
  }

  @Test
  void aWarWithOtherContentOfTheSameSizeAndTimeIsNoticed() throws IOException {
    TestApplication.zip(application.artifact, content(), false);
    Descriptor before = request().build().record.requireIndex();
    Map<String, byte[]> changed = content();
    changed.put("WEB-INF/web.xml", "<web-App/>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    TestApplication.zip(application.artifact, changed, false);
    assertThat(request().build().record.requireIndex()).isNotEqualTo(before);
  }

  @Test
  void aFolderOfTheLastBuildMayBecomeAFile() throws IOException {
    TestApplication.zip(
        application.artifact, TestApplication.entries("a/b/c", "1", "d", "2"), false);
    request().build();
    TestApplication.zip(application.artifact, TestApplication.entries("a", "1", "d/e", "2"), false);
    assertThat(request().build().files("resources")).containsExactly(ROOT + "a", ROOT + "d/e");
  }

  @Test
  void anEntryThatLeadsOutIsRefused() throws IOException {
    TestApplication.zip(application.artifact, TestApplication.entries("../../x", "1"), false);
    assertThatThrownBy(() -> request().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'../../x'");
    assertThat(temp.resolve("x")).doesNotExist();
  }

  @Test
  void anUnpackedWarGivesTheSameImage() throws IOException {
    TestApplication.zip(application.artifact, content(), false);
    Descriptor packed = request().build().record.requireIndex();
    application.artifact = application.directory.resolve("target/app");
    for (Map.Entry<String, byte[]> entry : content().entrySet()) {
      Path file = application.artifact.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    assertThat(request().build().record.requireIndex()).isEqualTo(packed);
  }

  @Test
  void anotherContainersFolder() throws IOException {
    TestApplication.zip(application.artifact, content(), false);
    application.appRoot = "/usr/local/tomcat/webapps/ROOT";
    BuiltImage image = request().build();
    assertThat(image.files("classes"))
        .containsExactly("/usr/local/tomcat/webapps/ROOT/WEB-INF/classes/SampleMain.class");
  }

  @Test
  void argumentsForTheInheritedEntrypoint() throws IOException {
    TestApplication.zip(application.artifact, content(), false);
    TestRequest request = request();
    request.args = List.of("jetty.http.port=8081");
    BuiltImage image = request.build();
    assertThat(image.config(0).path("config").path("Entrypoint")).hasToString("[\"/entry.sh\"]");
    assertThat(image.config(0).path("config").path("Cmd"))
        .hasToString("[\"jetty.http.port=8081\"]");
  }

  @Test
  void aSpringBootWarGoesWithoutItsLauncherAndByItsLayers() throws IOException {
    Map<String, byte[]> content = content();
    content.putAll(
        TestApplication.entries(
            "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\nStart-Class: a.B\r\nSpring-Boot-Version: 3.5.0\r\n"
                    + "Spring-Boot-Layers-Index: WEB-INF/layers.idx\r\n",
            "org/springframework/boot/loader/launch/WarLauncher.class", "x",
            "WEB-INF/lib-provided/tomcat.jar", "x",
            "WEB-INF/lib/spring-boot-jarmode-tools-3.5.0.jar", "x",
            "WEB-INF/layers.idx",
                "- \"libs\":\n"
                    + "  - \"WEB-INF/lib/\"\n"
                    + "- \"application\":\n"
                    + "  - \"WEB-INF/classes/\"\n"));
    TestApplication.zip(application.artifact, content, false);
    BuiltImage image = request().build();

    assertThat(image.layerNames()).containsExactly("libs", "project dependencies", "application");
    assertThat(image.files("project dependencies"))
        .containsExactly(ROOT + "WEB-INF/lib/module-3.jar");
    assertThat(image.files("libs"))
        .containsExactly(
            ROOT + "WEB-INF/lib/library-1.0.jar",
            ROOT + "WEB-INF/lib/native/x.so",
            ROOT + "WEB-INF/lib/other-1-SNAPSHOT.jar");
    assertThat(image.files("application"))
        .contains(ROOT + "index.jsp", ROOT + "WEB-INF/classes/SampleMain.class")
        .noneMatch(file -> file.contains("springframework") || file.contains("lib-provided"));
  }

  /** They would restart the application when a file changes. */
  @Test
  void devtoolsIsLeftOutOfAPlainWar() throws IOException {
    application.dependency(
        "org.springframework.boot:spring-boot-devtools:3.5.0",
        "spring-boot-devtools-3.5.0.jar",
        Kind.RELEASE);
    Map<String, byte[]> content = content();
    content.putAll(
        TestApplication.entries(
            "WEB-INF/lib/spring-boot-devtools-3.5.0.jar", "x",
            "WEB-INF/lib/org.springframework.boot-spring-boot-devtools-3.5.0.jar", "x"));
    TestApplication.zip(application.artifact, content, false);
    TestRequest request = request();
    assertThat(request.build().files("dependencies"))
        .containsExactly(ROOT + "WEB-INF/lib/library-1.0.jar");
    assertThat(request.log.infos)
        .contains("left out of the image: WEB-INF/lib/spring-boot-devtools-3.5.0.jar");
  }

  @Test
  void aWarThatIsNotThere() {
    assertThatThrownBy(() -> request().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no war")
        .hasMessageContaining("app.war");
  }
}
