package io.github.imagemaven.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLineTest {
  private static String line(String ports, boolean isRootless) {
    String exposed = ports.isEmpty() ? "" : "\"" + ports.replace(" ", "\":{},\"") + "\":{}";
    String config = "{\"config\":{\"ExposedPorts\":{" + exposed + "}}}";
    return RunLine.of(
        "docker", "app:1", Json.parseObject(config.getBytes(UTF_8), "config"), null, isRootless);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "8080/tcp, ' -p 8080:8080'",
    "8080, ' -p 8080:8080'",
    "8443/tcp 8080/tcp, ' -p 8080:8080 -p 8443:8443'",
    "53/udp 53/tcp, ' -p 53:53 -p 53:53/udp'",
    "9001/tcp 9000/tcp 9002/tcp 9004/tcp, ' -p 9000-9002:9000-9002 -p 9004:9004'",
    "9000-9010/tcp, ' -p 9000-9010:9000-9010'",
  })
  void portsAreGivenThoseOfTheMachine(String ports, String words) {
    assertThat(line(ports, false)).isEqualTo("docker run --rm" + words + " app:1");
  }

  /** Its user may not open a port below 1024. */
  @Test
  void aRootlessEngineGetsPortsThatItMayOpen() {
    assertThat(line("80/tcp 443/tcp 1023/tcp 1024/tcp", true))
        .isEqualTo("docker run --rm -p 8080:80 -p 8443:443 -p 9023:1023 -p 1024:1024 app:1");
  }

  /** Two of the container's ports at one of the machine's would keep it from starting. */
  @Test
  void aPortThatIsMovedGoesWhereNoOtherIs() {
    assertThat(line("80/tcp 8080/tcp", true))
        .isEqualTo("docker run --rm -p 9080:80 -p 8080:8080 app:1");
    assertThat(line("80/tcp 8080/udp", true))
        .isEqualTo("docker run --rm -p 8080:80 -p 8080:8080/udp app:1");
  }

  @Test
  void anotherPlatformIsNamed() {
    assertThat(
            RunLine.of(
                "podman", "localhost/app:1", Json.object(), Platform.parse("linux/arm64"), true))
        .isEqualTo("podman run --rm --platform linux/arm64 localhost/app:1");
  }

  @Test
  void layersAreHeldAsFarAsTheyAreTheSameFromTheLowestOn() {
    List<String> ours = List.of("a", "b", "c");
    assertThat(EngineLayers.held(ours, List.of())).isZero();
    assertThat(EngineLayers.held(ours, List.of(List.of("b", "c"), List.of("x", "b", "c"))))
        .isZero();
    assertThat(EngineLayers.held(ours, List.of(List.of("a"), List.of("a", "b", "x", "c"))))
        .isEqualTo(2);
    assertThat(EngineLayers.held(ours, List.of(List.of("a", "b", "c", "d")))).isEqualTo(3);
  }

  @Test
  void whatIsNoListOfLayersIsNone() {
    assertThat(EngineLayers.parse(null)).isEmpty();
    assertThat(EngineLayers.parse("[\"a\",\"b\"]\nnull\nError\n[\"c\""))
        .containsExactly(List.of("a", "b"), List.of());
  }
}
