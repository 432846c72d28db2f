package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.EngineOptions.Secret.InFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code COPY . .} takes from a module, with a real buildah. */
class ContextTest {
  @TempDir Path temp;
  private TestEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    engine.platforms = "linux/amd64";
    engine.write("Containerfile", "FROM scratch\nCOPY . /all/\n").write("page.html", "");
  }

  private Set<String> copied(Path directory) throws IOException {
    BuildRequest request = engine.request(directory);
    BuiltImage image = new BuiltImage(request, engine.build(request));
    Set<String> names = new TreeSet<>();
    try (InputStream stream = image.layout.openBlob(image.manifest(0).layers().get(0));
        InputStream tar = new GZIPInputStream(stream)) {
      TarEntry.readAll(tar).forEach(each -> names.add(each.path().replaceFirst("^/", "")));
    }
    return names;
  }

  /** {@code image:build} has a folder of its own in {@code target/image}, and others are there. */
  @Test
  void whatOtherGoalsHaveBuiltIsNoPartOfIt() throws IOException {
    engine.write("target/image/layout/index.json", "{}").write("target/app.jar", "");
    Set<String> names = copied(engine.module.resolve("target/image/desk"));
    assertThat(names).contains("all/page.html", "all/target/app.jar");
    assertThat(names).noneMatch(each -> each.startsWith("all/target/image/"));
  }

  @Test
  void aSecretThatLiesThereIsNoPartOfIt() throws IOException {
    engine.write("conf/token", "s3cret").write("conf/other", "");
    engine.secrets.put("token", new InFile(engine.module.resolve("conf/token")));
    engine.context = engine.module.resolve("conf");
    assertThat(copied(engine.module.resolve("target/image")))
        .contains("all/other")
        .doesNotContain("all/token");
    assertThat(Files.readString(engine.module.resolve("conf/token"))).isEqualTo("s3cret");
  }

  /** What a pattern or a line of an ignore file would mean by them is not meant. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a]",
        "#a",
        "!a",
        "a b(1)+{2}",
        " a ",
        "a$^|b",
        "a*\\?",
        "ä",
        "a\tb",
        "-",
        "a\\n"
      })
  void aSecretMayHaveAnyName(String name) throws IOException {
    engine.write("conf/" + name, "s3cret").write("conf/other", "");
    engine.context = engine.module.resolve("conf");
    engine.secrets.put("token", new InFile(engine.module.resolve("conf").resolve(name)));
    assertThat(copied(engine.module.resolve("target/image"))).contains("all/other").hasSize(2);
  }

  @Test
  void whatTheLinkOfASecretLeadsToIsNoPartOfItEither() throws IOException {
    engine.write("conf/token", "s3cret");
    Path link = Files.createSymbolicLink(engine.module.resolve("token"), Path.of("conf/token"));
    engine.secrets.put("token", new InFile(link));
    assertThat(copied(engine.module.resolve("target/image")))
        .contains("all/conf/")
        .doesNotContain("all/token", "all/conf/token");
  }
}
