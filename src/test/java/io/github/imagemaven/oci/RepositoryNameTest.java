package io.github.imagemaven.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * distribution-spec v1.1.1, spec.md, "Pulling manifests": {@code <name>}, and the grammar of hosts
 * and Docker's rules for short names in distribution's reference package.
 */
class RepositoryNameTest {
  @ParameterizedTest
  @CsvSource({
    // Without a host it is Docker Hub, and there one component is an official image.
    "alpine, docker.io, library/alpine",
    "library/alpine, docker.io, library/alpine",
    "docker.io/alpine, docker.io, library/alpine",
    "docker.io/library/alpine, docker.io, library/alpine",
    "index.docker.io/alpine, docker.io, library/alpine",
    "registry-1.docker.io/acme/app, docker.io, acme/app",
    "registry.hub.docker.com/library/alpine, docker.io, library/alpine",
    "acme/app, docker.io, acme/app",
    "acme/team/app, docker.io, acme/team/app",
    "localhost, docker.io, library/localhost",
    "docker.io, docker.io, library/docker.io",
    "myhost/app, docker.io, myhost/app",
    // A dot, a colon or localhost makes the first component a host.
    "ghcr.io/acme/app, ghcr.io, acme/app",
    "ghcr.io/app, ghcr.io, app",
    "localhost/app, localhost, app",
    "localhost:5000/app, localhost:5000, app",
    "myhost:5000/app, myhost:5000, app",
    "127.0.0.1:5000/acme/app, 127.0.0.1:5000, acme/app",
    "a.b/c, a.b, c",
    "[::1]/app, [::1], app",
    "[::1]:5000/acme/app, [::1]:5000, acme/app",
    "[2001:DB8::1]:443/app, [2001:db8::1]:443, app",
    "[::ffff:127.0.0.1]:5000/app, [::ffff:127.0.0.1]:5000, app",
    "reg-1.example.com:65535/app, reg-1.example.com:65535, app",
    "xn--bcher-kva.example/app, xn--bcher-kva.example, app",
    // Capitals are lowered.
    "GHCR.io/Acme/App, ghcr.io, acme/app",
    "Acme/App, docker.io, acme/app",
    "LOCALHOST/App, localhost, app",
    // Separators within a component.
    "ghcr.io/a.b/c_d/e__f/g-h/i---j/0, ghcr.io, a.b/c_d/e__f/g-h/i---j/0"
  })
  void isAHostAndAPath(String text, String host, String path) {
    RepositoryName name = RepositoryName.parse(text);
    assertThat(name).isEqualTo(new RepositoryName(host, path)).hasToString(host + "/" + path);
    assertThat(RepositoryName.parse(" " + text + "\n")).isEqualTo(name);
    assertThat(RepositoryName.parse(name.toString())).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/app",
        "app/",
        "ghcr.io/",
        "ghcr.io//app",
        "ghcr.io/acme//app",
        "ghcr.io/acme/app/",
        "https://ghcr.io/acme/app",
        "ghcr.io/acme/app?x",
        "ghcr.io/acme/app#x",
        "ghcr.io/acme/a b",
        "ghcr.io/acme/app:1",
        "ghcr.io/acme/../app",
        "ghcr.io/acme/./app",
        "ghcr.io/acme/.app",
        "ghcr.io/acme/app.",
        "ghcr.io/acme/-app",
        "ghcr.io/acme/app-",
        "ghcr.io/acme/_app",
        "ghcr.io/acme/a..b",
        "ghcr.io/acme/a___b",
        "ghcr.io/acme/a.-b",
        "ghcr.io/acme/äpp",
        "ghcr.io/acme/app%2f",
        "ghcr.io\\acme\\app",
        "-ghcr.io/app",
        "ghcr-.io/app",
        "ghcr..io/app",
        ".ghcr.io/app",
        "ghcr.io./app",
        "ghcr_x.io/app",
        "ghcr.io:/app",
        "ghcr.io:x/app",
        "ghcr.io:-1/app",
        "ghcr.io:123456/app",
        "ghcr.io:443:443/app",
        "::1/app",
        "::1:5000/app",
        "[]/app",
        "[::1/app",
        "::1]/app",
        "[::1]5000/app",
        "[fe80::1%25eth0]/app",
        "[example.com]/app"
      })
  void refusesEveryOtherForm(String text) {
    assertThatThrownBy(() -> RepositoryName.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("repository '")
        .hasMessageContainingAll("expected host[:port]/name", "such as ghcr.io/acme/app");
  }

  @Test
  void doesNotRepeatWhatMayBeAPassword() {
    assertThatThrownBy(() -> RepositoryName.parse("secret@ghcr.io/app"))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RepositoryName.parse("user:secret@ghcr.io/app"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected host[:port]/name")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00000", "65536", "99999"})
  void refusesAPortThatIsNone(String port) {
    assertThatThrownBy(() -> RepositoryName.parse("ghcr.io:" + port + "/app"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'ghcr.io:" + port + "/app'", "a port between 1 and 65535");
  }

  @Test
  void namesTheValueThatItRefuses() {
    assertThatThrownBy(() -> RepositoryName.parse("ghcr.io/acme/a..b"))
        .hasMessageContaining("'ghcr.io/acme/a..b'");
  }

  /** "Many clients impose a limit of 255 characters on the length of the concatenation". */
  @Test
  void has255CharactersAtMost() {
    String path = "a".repeat(255 - "ghcr.io/".length());
    assertThat(RepositoryName.parse("ghcr.io/" + path).toString()).hasSize(255);
    assertThatThrownBy(() -> RepositoryName.parse("ghcr.io/a" + path))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("255");
  }

  /** However long, and whatever a backtracking matcher would make of it. */
  @ParameterizedTest
  @ValueSource(strings = {"a/", "a.", "a-", "a__b", "-", "a"})
  void refusesWhatIsMuchTooLong(String part) {
    for (String text :
        new String[] {
          part.repeat(200_000) + "a",
          "ghcr.io/" + part.repeat(200_000) + "a",
          part.repeat(200_000) + ".io/a",
          "[" + ":".repeat(400_000) + "]/a"
        }) {
      assertThatThrownBy(() -> RepositoryName.parse(text))
          .isInstanceOf(ConfigurationException.class)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }
  }

  @Test
  void cannotBeMadeMalformed() {
    for (String host : new String[] {"", "GHCR.io", "ghcr.io/acme", "a b", "ghcr.io\n"}) {
      assertThatThrownBy(() -> new RepositoryName(host, "app"))
          .as(host)
          .isInstanceOf(ConfigurationException.class);
    }
    for (String path : new String[] {"", "App", "/app", "app/", "app:1", "app\n"}) {
      assertThatThrownBy(() -> new RepositoryName("ghcr.io", path))
          .as(path)
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void hasChildren() {
    RepositoryName owner = RepositoryName.parse("ghcr.io/acme");
    assertThat(owner.child("app")).isEqualTo(RepositoryName.parse("ghcr.io/acme/app"));
    assertThatThrownBy(() -> owner.child("../app")).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void sortsAsText() {
    assertThat(Stream.of("ghcr.io/b", "b/a", "ghcr.io/a").map(RepositoryName::parse).sorted())
        .map(RepositoryName::toString)
        .containsExactly("docker.io/b/a", "ghcr.io/a", "ghcr.io/b");
  }
}
