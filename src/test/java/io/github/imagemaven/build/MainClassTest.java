package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainClassTest {
  @TempDir Path temp;
  private TestApplication application;
  private final TestRequest.Lines log = new TestRequest.Lines();

  /** A second class that can be started. */
  static final class Other {
    public static void main(String[] args) {}
  }

  @BeforeEach
  void makeApplication() {
    application = new TestApplication(temp);
  }

  private String decide(String configured, String inManifest, Library... libraries)
      throws IOException {
    return MainClass.of(
        configured,
        inManifest,
        new MainClass.Places(
            application.classes, application.artifact, List.of(libraries), application.inJar),
        17,
        log);
  }

  @Test
  void theOnlyOneIsFound() throws IOException {
    application.addClass(SampleMain.class);
    application.addClass(TestRequest.class);
    application.write("target/classes/com/acme/broken.class", "no class");
    assertThat(decide(null, null)).isEqualTo(TestApplication.MAIN);
    assertThat(log.warnings).isEmpty();
  }

  @Test
  void whatTheJarLeavesOutStartsNothing() throws IOException {
    application.addClass(SampleMain.class);
    application.addClass(Other.class);
    application.inJar = AntPatterns.of(List.of(), List.of("**/MainClassTest*.class"));
    assertThat(decide(null, null)).isEqualTo(TestApplication.MAIN);
  }

  @Test
  void severalAreListed() throws IOException {
    application.addClass(SampleMain.class);
    application.addClass(Other.class);
    assertThatThrownBy(() -> decide(null, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "io.github.imagemaven.build.MainClassTest$Other, " + TestApplication.MAIN)
        .hasMessageContaining("image.mainClass");
  }

  @Test
  void noneIsSaid() {
    assertThatThrownBy(() -> decide(null, null))
        .isInstanceOf(NoMainClassException.class)
        .hasMessageContaining("no class in " + application.classes)
        .hasMessageContaining("image.mainClass");
  }

  @Test
  void classesNewerThanTheScannerAreNamed() throws IOException {
    application.addClass(SampleMain.class);
    Path newer = application.addClass(Other.class);
    byte[] bytes = Files.readAllBytes(newer);
    bytes[6] = 1; // major version 256 and more: Java 212
    Files.write(newer, bytes);
    assertThat(decide(null, null)).isEqualTo(TestApplication.MAIN);
    assertThat(log.infos)
        .singleElement()
        .asString()
        .contains("newer than the scanner", "MainClassTest$Other.class");

    Files.delete(application.classes.resolve(TestApplication.MAIN.replace('.', '/') + ".class"));
    assertThatThrownBy(() -> decide(null, null))
        .isInstanceOf(NoMainClassException.class)
        .hasMessageContaining("among those that could be searched");
  }

  @Test
  void configuredBeforeManifest() throws IOException {
    application.addClass(SampleMain.class);
    assertThat(decide(TestApplication.MAIN, "a.B")).isEqualTo(TestApplication.MAIN);
    assertThat(log.warnings).isEmpty();
    assertThatThrownBy(() -> decide(null, "a.B"))
        .hasMessageContaining(
            "main class a.B of the jar's manifest (maven-jar-plugin's mainClass)");
  }

  @Test
  void whatIsNowhereIsRefusedWithWhatCouldBeMeant() throws IOException {
    application.addClass(SampleMain.class);
    assertThatThrownBy(() -> decide("com.acme.SampleMain", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "main class com.acme.SampleMain of image.mainClass is not in " + application.classes,
            "app.jar or a dependency",
            "what has a main method, " + TestApplication.MAIN,
            "image.entrypoint");
  }

  @Test
  void whereNothingHasAMainMethodTheNearestNameIsNamed() throws IOException {
    application.addClass(TestRequest.class);
    assertThatThrownBy(() -> decide("io.github.imagemaven.build.TestReqest", null))
        .hasMessageContaining("did you mean " + TestRequest.class.getName() + "?");
  }

  @Test
  void inTheJarAloneIsAWarning() throws IOException {
    application.addClass(SampleMain.class);
    TestApplication.zip(application.artifact, TestApplication.entries("a/B.class", "x"), false);
    assertThat(decide("a.B", null)).isEqualTo("a.B");
    assertThat(log.warnings).singleElement().asString().contains("a.B", "app.jar alone");
  }

  @Test
  void oneFromADependencyIsNoCauseForAWarning() throws IOException {
    Path jar = temp.resolve("launcher.jar");
    TestApplication.zip(jar, TestApplication.entries("a/B.class", "x"), false);
    Path text = application.write("notes.txt", "a dependency of type txt");
    List<Library> libraries = new ArrayList<>();
    libraries.add(new Library(text, Kind.RELEASE, "notes.txt"));
    libraries.add(new Library(jar, Kind.RELEASE, "launcher.jar"));
    assertThat(decide("a.B", null, libraries.toArray(new Library[0]))).isEqualTo("a.B");
    assertThat(log.warnings).isEmpty();
  }
}
