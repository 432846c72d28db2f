package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sibling with a {@code <finalName>}: within the build its jar is target/lib.jar, from the
 * repository lib-1.0.jar. README: {@code -pl app} gives the same image as the whole build.
 */
class SiblingNameTest {
  @TempDir Path temp;

  private Descriptor build(Path jar) throws IOException {
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.dependencies.clear();
    application.dependencies.add(new Dependency(jar, Kind.PROJECT, "com.acme:lib:1.0"));
    return new TestRequest(temp.resolve("out"), application.get()).build().record.requireIndex();
  }

  @Test
  void theSameJarUnderEitherNameIsTheSameImage() throws IOException {
    Path built = temp.resolve("lib/target/lib.jar");
    TestApplication.zip(built, TestApplication.entries("a", "1"), false);
    Path installed = temp.resolve("repository/com/acme/lib/1.0/lib-1.0.jar");
    Files.createDirectories(installed.getParent());
    Files.copy(built, installed);
    assertThat(build(installed)).isEqualTo(build(built));
  }

  @Test
  void itIsCalledAsInARepository() throws IOException {
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    Path jar = temp.resolve("lib/target/lib.jar");
    TestApplication.zip(jar, TestApplication.entries("a", "1"), false);
    application.dependencies.clear();
    application.dependencies.add(new Dependency(jar, Kind.PROJECT, "com.acme:lib:1.0:linux"));
    BuiltImage image = new TestRequest(temp.resolve("out"), application.get()).build();
    assertThat(image.files("project dependencies")).containsExactly("/app/libs/lib-1.0-linux.jar");
  }
}
