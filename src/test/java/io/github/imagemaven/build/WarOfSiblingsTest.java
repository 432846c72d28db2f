package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.build.JavaApplication.Packaging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README: {@code mvn deploy -pl web} gives the same image as the whole build, of a war too. */
class WarOfSiblingsTest {
  private static final String LIBRARIES = "/var/lib/jetty/webapps/ROOT/WEB-INF/lib/";
  private static final String APPLICATION =
      "- \"application\":\n  - \"META-INF/\"\n  - \"WEB-INF/\"\n";
  private static final String CLASSES = "WEB-INF/classes/A.class";

  @TempDir Path temp;
  private TestApplication application;

  @BeforeEach
  void makeApplication() {
    application = new TestApplication(temp.resolve("project"));
    application.packaging = Packaging.WAR;
    application.artifact = temp.resolve("web.war");
  }

  /** A sibling as this session has it; maven-war-plugin goes by its coordinates. */
  private BuiltImage build(
      String version, String file, String packed, String manifest, String... more)
      throws IOException {
    Path jar = temp.resolve(file);
    TestApplication.zip(jar, TestApplication.entries("a", "1"), false);
    application.dependencies.clear();
    application.dependencies.add(new Dependency(jar, Kind.PROJECT, "com.acme:core:" + version));
    Map<String, byte[]> entries =
        TestApplication.entries(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\n" + manifest,
            CLASSES,
            "x",
            "WEB-INF/lib/" + packed,
            Files.readAllBytes(jar));
    for (int i = 0; i < more.length; i += 2) {
      entries.put(more[i], more[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    TestApplication.zip(application.artifact, entries, false);
    return new TestRequest(temp.resolve("out"), application.get()).build();
  }

  private BuiltImage layered(String index) throws IOException {
    return build(
        "1.0",
        "core-1.0.jar",
        "core-1.0.jar",
        "Start-Class: a.B\r\nSpring-Boot-Version: 3.5.7\r\n"
            + "Spring-Boot-Classpath-Index: WEB-INF/classpath.idx\r\n"
            + "Spring-Boot-Layers-Index: WEB-INF/layers.idx\r\n",
        "WEB-INF/classpath.idx",
        "- \"WEB-INF/lib/core-1.0.jar\"\n",
        "WEB-INF/layers.idx",
        index);
  }

  @Test
  void aFinalNameOfTheSiblingDoesNotMatter() throws IOException {
    BuiltImage named = build("1.0", "the-core.jar", "core-1.0.jar", "");
    assertThat(named.files("project dependencies")).containsExactly(LIBRARIES + "core-1.0.jar");
    assertThat(build("1.0", "core-1.0.jar", "core-1.0.jar", "").record.requireIndex())
        .isEqualTo(named.record.requireIndex());
  }

  /** maven-war-plugin calls it by the version that was downloaded. */
  @Test
  void norDoesTheTimeAtWhichItWasDeployed() throws IOException {
    String dated = "core-1-20260101.010203-4.jar";
    BuiltImage downloaded = build("1-SNAPSHOT", dated, dated, "");
    assertThat(downloaded.files("project dependencies"))
        .containsExactly(LIBRARIES + "core-1-SNAPSHOT.jar");
    assertThat(build("1-SNAPSHOT", "core.jar", "core-1-SNAPSHOT.jar", "").record.requireIndex())
        .isEqualTo(downloaded.record.requireIndex());
  }

  /** Spring Boot writes down where it put the sibling; in the image nobody reads that. */
  @Test
  void norDoesWhereSpringBootPutIt() throws IOException {
    BuiltImage apart = layered("- \"deps\":\n" + APPLICATION);
    assertThat(apart.files("application")).noneMatch(file -> file.endsWith(".idx"));
    BuiltImage beside = layered("- \"deps\":\n  - \"WEB-INF/lib/core-1.0.jar\"\n" + APPLICATION);
    assertThat(beside.record.requireIndex()).isEqualTo(apart.record.requireIndex());
  }

  /** What changes seldom lies below. */
  @Test
  void itLiesBelowTheClassesWhereverTheseAre() throws IOException {
    BuiltImage image = layered("- \"code\":\n  - \"WEB-INF/\"\n- \"rest\":\n  - \"META-INF/\"\n");
    assertThat(image.layerNames()).containsExactly("project dependencies", "code", "rest");
  }
}
