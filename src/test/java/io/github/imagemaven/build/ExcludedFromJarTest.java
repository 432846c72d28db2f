package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** maven-jar-plugin's {@code <excludes>} keep a file out of the jar, and so out of what ships. */
class ExcludedFromJarTest {
  @TempDir Path temp;

  @Test
  void whatTheJarLeavesOutIsNotInTheImage() throws IOException {
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.write("target/classes/application-local.properties", "password=hunter2");
    application.inJar = AntPatterns.of(List.of(), List.of("application-local.*"));
    String main = SampleMain.class.getName().replace('.', '/') + ".class";
    TestApplication.zip(
        application.artifact,
        TestApplication.entries(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\n",
            main,
            TestApplication.bytesOf(SampleMain.class),
            "greeting.txt",
            "hello"),
        false);
    assertThat(new TestRequest(temp.resolve("out"), application.get()).build().files("resources"))
        .containsExactly("/app/resources/greeting.txt");
  }

  /** Shaded or obfuscated, it has a class under another name, or merged into another. */
  @Test
  void whatIsCalledOtherwiseInTheJarIsStillThere() throws IOException {
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.addClass(ExcludedFromJarTest.class);
    TestApplication.zip(
        application.artifact,
        TestApplication.entries("hidden/A.class", "x", "hidden/greeting.txt", "hello"),
        false);
    BuiltImage image = new TestRequest(temp.resolve("out"), application.get()).build();
    String folder = "/app/classes/io/github/imagemaven/build/";
    assertThat(image.files("resources")).containsExactly("/app/resources/greeting.txt");
    assertThat(image.files("classes"))
        .contains(folder + "SampleMain.class", folder + "ExcludedFromJarTest.class");
  }
}
