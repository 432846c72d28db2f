package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps a file out of the jar keeps it out of what ships. */
class ExcludedFromJarTest {
  private static final String MAIN = TestApplication.MAIN.replace('.', '/') + ".class";
  private static final String OTHER = TestRequest.class.getName().replace('.', '/') + ".class";

  @TempDir Path temp;
  private TestApplication application;

  @BeforeEach
  void makeApplication() throws IOException {
    application = new TestApplication(temp.resolve("project"));
    application.addClass(SampleMain.class);
    application.addClass(TestRequest.class);
    application.write("target/classes/greeting.txt", "hello");
    application.write("target/classes/META-INF/services/a.Service", "b.Provider");
    application.write("target/classes/application-local.properties", "password=hunter2");
  }

  private List<String> files(Object... inJar) throws IOException {
    Map<String, byte[]> jar = TestApplication.entries(inJar);
    TestApplication.zip(application.artifact, jar, true);
    BuiltImage image = new TestRequest(temp.resolve("out"), application.get()).build();
    List<String> files = new ArrayList<>(image.files("resources"));
    files.addAll(image.files("classes"));
    return files;
  }

  @Test
  void whatTheJarLeavesOutIsNotInTheImage() throws IOException {
    assertThat(files("META-INF/MANIFEST.MF", "", MAIN, "x", "greeting.txt", "hello"))
        .containsExactly("/app/resources/greeting.txt", "/app/classes/" + MAIN);
  }

  /** Spring Boot leaves most of {@code META-INF} where it is and moves the rest. */
  @Test
  void noMatterWhereSpringBootPutIt() throws IOException {
    String manifest =
        "Manifest-Version: 1.0\r\nSpring-Boot-Version: 3.5.0\r\nStart-Class: "
            + TestApplication.MAIN
            + "\r\n";
    application.write("target/classes/META-INF/build-info.properties", "a=b");
    application.write("target/classes/META-INF/left-out", "");
    assertThat(
            files(
                "META-INF/MANIFEST.MF",
                manifest,
                "org/springframework/boot/loader/launch/JarLauncher.class",
                "x",
                "META-INF/build-info.properties",
                "a=b",
                "BOOT-INF/classes/META-INF/services/a.Service",
                "b.Provider",
                "BOOT-INF/classes/" + MAIN,
                "x"))
        .containsExactly(
            "/app/resources/META-INF/build-info.properties",
            "/app/resources/META-INF/services/a.Service",
            "/app/classes/" + MAIN);
  }

  /** Relocated or obfuscated, a class has another name; a resource keeps its own. */
  @Test
  void aJarMadeAnewTellsOfResourcesAlone() throws IOException {
    assertThat(
            files(
                "META-INF/MANIFEST.MF",
                "",
                "shaded/SampleMain.class",
                "x",
                "META-INF/services/shaded.a.Service",
                "shaded.b.Provider",
                "greeting.txt",
                "hello"))
        .containsExactlyInAnyOrder(
            "/app/resources/META-INF/services/a.Service",
            "/app/resources/greeting.txt",
            "/app/classes/" + MAIN,
            "/app/classes/" + OTHER);
  }
}
