package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.JavaApplication.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code shop:core} would be called {@code shop-core} where two jars met, as another one is. */
class PackedNameTest {
  @TempDir Path temp;
  private TestApplication application;
  private Path core;
  private Path shopCore;

  @BeforeEach
  void makeApplication() throws IOException {
    application = new TestApplication(temp.resolve("project"));
    application.addClass(SampleMain.class);
    core = application.dependency("shop:core:1", "core-1.jar", Kind.RELEASE);
    shopCore = application.dependency("shop:shop-core:1", "shop-core-1.jar", Kind.RELEASE);
  }

  private Map<String, TarEntry> dependencies(Object... libraries) throws IOException {
    Map<String, byte[]> archive =
        TestApplication.entries(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\nStart-Class: "
                + TestApplication.MAIN
                + "\r\nSpring-Boot-Version: 3.5.0\r\n",
            "BOOT-INF/classes/" + TestApplication.MAIN.replace('.', '/') + ".class",
            TestApplication.bytesOf(SampleMain.class));
    archive.putAll(TestApplication.entries(libraries));
    TestApplication.zip(application.artifact, archive, true);
    Map<String, TarEntry> entries =
        new TestRequest(temp.resolve("out"), application.get()).build().entries("dependencies");
    entries.keySet().removeIf(path -> path.endsWith("/"));
    return entries;
  }

  @Test
  void aJarIsNotTakenForAnotherOne() throws IOException {
    var jars =
        dependencies(
            "BOOT-INF/lib/core-1.jar",
            Files.readAllBytes(core),
            "BOOT-INF/lib/shop-core-1.jar",
            Files.readAllBytes(shopCore));
    assertThat(jars).containsOnlyKeys("/app/libs/core-1.jar", "/app/libs/shop-core-1.jar");
    assertThat(jars.get("/app/libs/core-1.jar").content()).isEqualTo(Files.readAllBytes(core));
    assertThat(jars.get("/app/libs/shop-core-1.jar").content())
        .isEqualTo(Files.readAllBytes(shopCore));
  }

  /** Spring Boot was told to leave {@code core} out. */
  @Test
  void norWhereTheOneOfTheShorterNameIsNotPacked() throws IOException {
    var jars = dependencies("BOOT-INF/lib/shop-core-1.jar", Files.readAllBytes(shopCore));
    assertThat(jars).containsOnlyKeys("/app/libs/shop-core-1.jar");
    assertThat(jars.get("/app/libs/shop-core-1.jar").content())
        .isEqualTo(Files.readAllBytes(shopCore));
  }

  /** What runs is what was packed, be it another file than the dependency of that name. */
  @Test
  void whatNoDependencyIsComesFromTheArchive() throws IOException {
    var jars =
        dependencies(
            "BOOT-INF/lib/core-1.jar",
            "another build of it",
            "BOOT-INF/lib/shop-core-1.jar",
            Files.readAllBytes(shopCore));
    assertThat(jars).containsOnlyKeys("/app/libs/core-1.jar", "/app/libs/shop-core-1.jar");
    assertThat(jars.get("/app/libs/core-1.jar").text()).isEqualTo("another build of it");
  }

  @Test
  void inAWarTheNameItselfTellsTheKindBeforeTheGroup() throws IOException {
    application.dependency("shop:shop-core:1", "shop-core-1.jar", Kind.PROJECT);
    application.dependencies.remove(1);
    Called called = Called.of(application.dependencies);
    assertThat(called.kind("shop-core-1.jar")).isEqualTo(Kind.PROJECT);
    assertThat(called.kind("shop-shop-core-1.jar")).isEqualTo(Kind.PROJECT);
  }
}
