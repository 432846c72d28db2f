package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraDirectoryTest {
  @TempDir Path temp;
  private TestApplication application;
  private Path extra;

  @BeforeEach
  void makeApplication() throws IOException {
    application = TestApplication.usual(temp.resolve("project"));
    extra = application.directory.resolve("src/main/image");
    application.extraDirectories.add(extra);
  }

  private Path write(String name, String mode) throws IOException {
    Path file = application.write("src/main/image/" + name, name);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Map<String, TarEntry> build() throws IOException {
    return new TestRequest(temp.resolve("out"), application.get())
        .build()
        .entries("extra directory image");
  }

  @Test
  void ofAFilesModeOnlyTheOwnersExecutableBitCounts() throws IOException {
    write("opt/run.sh", "rwxrwxrwx");
    write("opt/secret", "r--------");
    write("opt/odd", "rw-rw-r-x");
    Map<String, TarEntry> entries = build();
    assertThat(entries.get("/opt/run.sh").mode()).isEqualTo(0755);
    assertThat(entries.get("/opt/secret").mode()).isEqualTo(0644);
    assertThat(entries.get("/opt/odd").mode()).isEqualTo(0644);
    assertThat(entries.get("/opt/").mode()).isEqualTo(0755);
  }

  @Test
  void linksStayLinksAndAreNotFollowed() throws IOException {
    write("opt/tool-1/bin", "rw-r--r--");
    Files.createSymbolicLink(extra.resolve("opt/tool"), Path.of("tool-1"));
    Files.createSymbolicLink(extra.resolve("opt/up"), Path.of("../etc/x"));
    Files.createSymbolicLink(extra.resolve("opt/passwd"), Path.of("/etc/passwd"));
    Map<String, TarEntry> entries = build();
    Files.delete(extra.resolve("opt/passwd")); // or JUnit warns of it
    assertThat(entries.get("/opt/tool").type()).isEqualTo('2');
    assertThat(entries.get("/opt/tool").target()).isEqualTo("tool-1");
    assertThat(entries.get("/opt/up").target()).isEqualTo("../etc/x");
    assertThat(entries.get("/opt/passwd").target()).isEqualTo("/etc/passwd");
    assertThat(entries.get("/opt/passwd").content()).isEmpty();
  }

  @Test
  void aLinkOutOfTheImageIsRefused() throws IOException {
    Files.createDirectories(extra.resolve("opt"));
    Files.createSymbolicLink(extra.resolve("opt/out"), Path.of("../../pom.xml"));
    assertThatThrownBy(this::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("opt/out leads to '../../pom.xml'");
  }

  @Test
  void theBasesFoldersKeepTheirModeAndOwner() throws IOException {
    application.owner = "1000:1000";
    write("tmp/x", "rw-r--r--");
    write("var/lib/app/x", "rw-r--r--");
    write("root/x", "rw-r--r--");
    Map<String, TarEntry> entries = build();
    assertThat(entries.get("/tmp/").mode()).isEqualTo(01777);
    assertThat(entries.get("/tmp/").uid()).isZero();
    assertThat(entries.get("/root/").mode()).isEqualTo(0700);
    assertThat(entries.get("/var/lib/").uid()).isZero();
    assertThat(entries.get("/var/lib/app/").uid()).isEqualTo(1000);
    assertThat(entries.get("/tmp/x").uid()).isEqualTo(1000);
  }

  /** A folder there would hide what the base's link leads to: the C library, the shell. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bin",
        "sbin",
        "lib",
        "lib32",
        "lib64",
        "libx32",
        "usr/sbin",
        "usr/local/sbin",
        "usr/tmp",
        "var/run",
        "var/lock",
        "var/mail",
        "var/spool/mail"
      })
  void nothingStandsInThePlaceOfALinkOfTheBase(String folder) throws IOException {
    Path file = write(folder + "/deep/x", "rw-r--r--");
    assertThatThrownBy(this::buildOnABase)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/" + folder)
        .hasMessageContaining("symbolic link")
        .hasMessageContaining("Put it below /");
    Files.delete(file);
    Files.delete(file.getParent());
    assertThatThrownBy(this::buildOnABase).hasMessageContaining("/" + folder);
    write(folder + "/x", "rw-r--r--");
    assertThat(build()).as("on scratch nothing is hidden").containsKey("/" + folder + "/x");
  }

  @Test
  void aLinkMayStandInThePlaceOfALinkOfTheBase() throws IOException {
    write("usr/lib/x", "rw-r--r--");
    Files.createSymbolicLink(extra.resolve("lib"), Path.of("usr/lib"));
    Map<String, TarEntry> entries = buildOnABase();
    assertThat(entries.get("/lib").target()).isEqualTo("usr/lib");
    assertThat(entries).containsKey("/usr/lib/x");
  }

  private Map<String, TarEntry> buildOnABase() throws IOException {
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    request.from = TestBase.usual(temp.resolve("base")).reference();
    return request.build().entries("extra directory image");
  }

  @Test
  void aMissingFolderAddsNothing() throws IOException {
    BuiltImage image = new TestRequest(temp.resolve("out"), application.get()).build();
    assertThat(image.layerNames()).noneMatch(name -> name.contains("extra"));
  }

  @Test
  void aLaterFolderStandsAboveAnEarlier() throws IOException {
    write("etc/app.conf", "rw-r--r--");
    application.write("target/generated/etc/app.conf", "generated");
    application.extraDirectories.add(application.directory.resolve("target/generated"));
    BuiltImage image = new TestRequest(temp.resolve("out"), application.get()).build();
    assertThat(image.layerNames())
        .containsSubsequence("extra directory image", "extra directory generated");
    assertThat(image.entries("extra directory generated").get("/etc/app.conf").text())
        .isEqualTo("generated");
  }
}
