package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as spring-boot-maven-plugin's repackage goal leaves them. */
class SpringBootTest {
  private static final String MANIFEST =
      "Manifest-Version: 1.0\r\n"
          + "Main-Class: org.springframework.boot.loader.launch.JarLauncher\r\n"
          + "Start-Class: "
          + TestApplication.MAIN
          + "\r\n"
          + "Spring-Boot-Version: 3.5.0\r\n"
          + "Spring-Boot-Classes: BOOT-INF/classes/\r\n"
          + "Spring-Boot-Lib: BOOT-INF/lib/\r\n";
  private static final String LAYERED = "Spring-Boot-Layers-Index: BOOT-INF/layers.idx\r\n";
  private static final String INDEX =
      """
      - "dependencies":
        - "BOOT-INF/lib/library-1.0.jar"
        - "BOOT-INF/lib/org.two-same-1.jar"
      - "spring-boot-loader":
        - "org/"
      - "snapshot-dependencies":
        - "BOOT-INF/lib/fresh-2-SNAPSHOT.jar"
      - "static":
        - "BOOT-INF/classes/static/"
      - "application":
        - "BOOT-INF/classes/"
        - "BOOT-INF/lib/"
        - "META-INF/"
      """;

  @TempDir Path temp;
  private TestApplication application;
  private final Map<String, byte[]> archive = new LinkedHashMap<>();

  @BeforeEach
  void makeApplication() throws IOException {
    application = TestApplication.usual(temp.resolve("project"));
    application.write("target/classes/static/index.html", "<html>");
    application.dependency(
        "org.springframework.boot:spring-boot-devtools:3.5.0",
        "spring-boot-devtools-3.5.0.jar",
        Kind.RELEASE);
    application.dependency("org.one:same:1", "same-1.jar", Kind.RELEASE);
    application.dependency("org.two:same:1", "same-1.jar", Kind.RELEASE);
    application.dependency(
        "org.acme:dated:3-SNAPSHOT", "dated-3-20260101.010203-4.jar", Kind.SNAPSHOT);
    application.dependency("org.acme:renamed:5", "renamed-5.jar", Kind.RELEASE);
    application.dependency("org.acme:optional:6", "optional-6.jar", Kind.RELEASE);
  }

  private byte[] jar(int dependency) throws IOException {
    return Files.readAllBytes(application.dependencies.get(dependency).file());
  }

  private void repackage(String manifest, String index) throws IOException {
    archive.putAll(
        TestApplication.entries(
            "META-INF/MANIFEST.MF",
            manifest,
            "org/springframework/boot/loader/launch/JarLauncher.class",
            "x",
            "BOOT-INF/classes/greeting.txt",
            "stale",
            "BOOT-INF/classes/static/index.html",
            "<html>",
            "BOOT-INF/classes/" + TestApplication.MAIN.replace('.', '/') + ".class",
            "x",
            "BOOT-INF/lib/library-1.0.jar",
            jar(0),
            "BOOT-INF/lib/fresh-2-SNAPSHOT.jar",
            jar(1),
            "BOOT-INF/lib/module-3.jar",
            jar(2),
            "BOOT-INF/lib/org.one-same-1.jar",
            jar(4),
            "BOOT-INF/lib/org.two-same-1.jar",
            jar(5),
            "BOOT-INF/lib/dated-3-SNAPSHOT.jar",
            jar(6),
            "BOOT-INF/lib/my-renamed.jar",
            jar(7),
            "BOOT-INF/lib/added.jar",
            "packed besides",
            "BOOT-INF/lib/spring-boot-jarmode-tools-3.5.0.jar",
            "tools",
            "BOOT-INF/layers.idx",
            index));
    TestApplication.zip(application.artifact, archive, true);
  }

  private BuiltImage build() throws IOException {
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    BuiltImage image = request.build();
    assertThat(image.config(0).path("config").path("Entrypoint").get(2).asText())
        .isEqualTo(TestApplication.MAIN);
    return image;
  }

  @Test
  void whatWasRepackagedIsTakenInClassPathOrder() throws IOException {
    repackage(MANIFEST, "");
    BuiltImage image = build();

    long size = jar(4).length;
    String libs = ":/app/libs/";
    assertThat(image.entries("class path").get("/app/classpath.args").text())
        .isEqualTo(
            "-cp\n\"/app/resources:/app/classes"
                + libs
                + "library-1.0.jar"
                + libs
                + "fresh-2-SNAPSHOT.jar"
                + libs
                + "module-3.jar"
                + libs
                + "same-1-"
                + size
                + ".jar"
                + libs
                + "same-1-"
                + size
                + "-2.jar"
                + libs
                + "dated-3-20260101.010203-4.jar"
                + libs
                + "renamed-5.jar"
                + libs
                + "added.jar\"\n");
    assertThat(image.entries("dependencies").get("/app/libs/added.jar").text())
        .isEqualTo("packed besides");
    assertThat(image.entries("dependencies").get("/app/libs/same-1-" + size + ".jar").content())
        .isEqualTo(jar(4));
    assertThat(image.entries("resources").get("/app/resources/greeting.txt").text())
        .isEqualTo("hello");
  }

  @Test
  void layersAreWhatTheIndexSays() throws IOException {
    repackage(MANIFEST + LAYERED, INDEX);
    BuiltImage image = build();

    long size = jar(4).length;
    assertThat(image.layerNames())
        .containsExactly(
            "dependencies",
            "snapshot-dependencies",
            "static",
            "project dependencies",
            "application",
            "class path");
    assertThat(image.files("project dependencies")).containsExactly("/app/libs/module-3.jar");
    assertThat(image.files("dependencies"))
        .containsExactly("/app/libs/library-1.0.jar", "/app/libs/same-1-" + size + "-2.jar");
    assertThat(image.files("snapshot-dependencies"))
        .containsExactly("/app/libs/fresh-2-SNAPSHOT.jar");
    assertThat(image.files("static")).containsExactly("/app/resources/static/index.html");
    assertThat(image.files("application"))
        .containsExactly(
            "/app/classes/io/github/imagemaven/build/SampleMain.class",
            "/app/libs/added.jar",
            "/app/libs/dated-3-20260101.010203-4.jar",
            "/app/libs/renamed-5.jar",
            "/app/libs/same-1-" + size + ".jar",
            "/app/resources/greeting.txt");
  }

  /** As with {@code -pl}: the module comes from a repository then, and is any dependency. */
  @Test
  void aModuleHasItsLayerWhereverTheIndexHasIt() throws IOException {
    repackage(MANIFEST + LAYERED, INDEX);
    Descriptor whole = build().record.requireIndex();
    repackage(
        MANIFEST + LAYERED,
        INDEX.replace(
            "- \"BOOT-INF/lib/library",
            "- \"BOOT-INF/lib/module-3.jar\"\n  - \"BOOT-INF/lib/library"));
    assertThat(build().record.requireIndex()).isEqualTo(whole);
  }

  @Test
  void devtoolsIsLeftOutOfAnApplicationThatIsNotRepackagedToo() throws IOException {
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    BuiltImage image = request.build();
    assertThat(image.files("dependencies"))
        .contains("/app/libs/optional-6.jar")
        .noneMatch(file -> file.contains("devtools"));
    assertThat(request.log.infos).anyMatch(line -> line.contains("spring-boot-devtools:3.5.0"));
  }

  @Test
  void aStrangeIndexIsShown() throws IOException {
    repackage(MANIFEST + LAYERED, "- \"dependencies\":\n  * lib\n");
    assertThatThrownBy(this::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("  * lib")
        .hasMessageContaining("layers.idx");
  }

  @Test
  void anArtifactThatIsNoArchive() throws IOException {
    application.write("target/app.jar", "not a zip");
    assertThatThrownBy(this::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("app.jar is no jar or war");
  }
}
