package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.build.JavaApplication.Packaging;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {
  private final TestApplication application = new TestApplication(Path.of("/project"));

  private TestRequest request() {
    return new TestRequest(Path.of("/project/target/image"), application.get());
  }

  private static Arguments bad(String setting, String value, Consumer<TestRequest> change) {
    return Arguments.of(setting, value, change);
  }

  private static Arguments badApplication(
      String setting, String value, Consumer<TestApplication> change) {
    return bad(
        setting,
        value,
        request -> {
          TestApplication application = new TestApplication(Path.of("/project"));
          change.accept(application);
          request.application = application.get();
        });
  }

  private static Healthcheck test(String... words) {
    return new Healthcheck(List.of(words), null, null, null, null, null);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        bad("image.ports", "80a", r -> r.ports = List.of("80a")),
        bad("image.ports", "0", r -> r.ports = List.of("0")),
        bad("image.ports", "65536", r -> r.ports = List.of("65536")),
        bad("image.ports", "9010-9000", r -> r.ports = List.of("9010-9000")),
        bad("image.ports", "80/icmp", r -> r.ports = List.of("8080", "80/icmp")),
        bad("image.ports", "8080:80", r -> r.ports = List.of("8080:80")),
        bad("image.volumes", "data", r -> r.volumes = List.of("/ok", "data")),
        bad("image.volumes", "/a/../b", r -> r.volumes = List.of("/a/../b")),
        bad("image.workdir", "C:\\app", r -> r.workdir = "C:\\app"),
        bad("image.workdir", "", r -> r.workdir = ""),
        bad("image.user", "app user", r -> r.user = "app user"),
        bad("image.user", "app:", r -> r.user = "app:"),
        bad("image.stopSignal", "SIGTREM", r -> r.stopSignal = "SIGTREM"),
        bad("image.stopSignal", "65", r -> r.stopSignal = "65"),
        bad("image.env.", "A B", r -> r.env.put("A B", "")),
        bad("image.env.X", "zero", r -> r.env.put("X", "se\0cret")),
        bad("image.labels", "", r -> r.labels.put("", "x")),
        bad("image.annotations", " ", r -> r.annotations.put(" ", "x")),
        bad("image.platforms", "", r -> r.platforms = List.of()),
        bad(
            "image.platforms",
            "windows/amd64",
            r -> r.platforms = Platform.parseList("windows/amd64")),
        bad(
            "image.platforms",
            "linux/amd64",
            r ->
                r.platforms =
                    List.of(Platform.parse("linux/amd64"), Platform.parse("linux/amd64"))),
        bad(
            "image.buildPlatforms",
            "linux/arm/v7",
            r -> r.buildPlatforms = Platform.parseList("linux/arm/v7")),
        bad("image.buildPlatforms", "", r -> r.buildPlatforms = List.of()),
        bad("creation time", "1969", r -> r.created = Instant.parse("1969-01-01T00:00:00Z")),
        bad("time of files", "3000", r -> r.modified = Instant.parse("3000-01-01T00:00:00Z")),
        bad("image.healthcheck", "curl x", r -> r.healthcheck = test("curl", "x")),
        bad("image.healthcheck", "CMD", r -> r.healthcheck = test("CMD")),
        bad("image.healthcheck", "NONE x", r -> r.healthcheck = test("NONE", "x")),
        bad("image.healthcheck", "", r -> r.healthcheck = test()),
        bad("image.healthcheck", "CMD-SHELL a b", r -> r.healthcheck = test("CMD-SHELL", "a", "b")),
        bad(
            "image.healthcheck interval",
            "PT0S",
            r ->
                r.healthcheck =
                    new Healthcheck(List.of("CMD", "x"), Duration.ZERO, null, null, null, null)),
        bad(
            "image.healthcheck timeout",
            "PT9999999H",
            r ->
                r.healthcheck =
                    new Healthcheck(
                        List.of("CMD", "x"), null, Duration.ofHours(9_999_999), null, null, null)),
        bad(
            "image.healthcheck retries",
            "0",
            r -> r.healthcheck = new Healthcheck(List.of("CMD", "x"), null, null, null, null, 0)),
        bad(
            "image.healthcheck and image.format=oci contradict",
            "image.format=auto",
            r -> {
              r.healthcheck = test("CMD", "x");
              r.format = Format.OCI;
            }),
        bad(
            "image.index=docker and image.format=oci contradict",
            "",
            r -> {
              r.dockerIndex = true;
              r.format = Format.OCI;
            }),
        bad(
            "image.annotations.a and image.index=docker contradict",
            "",
            r -> {
              r.dockerIndex = true;
              r.annotations.put("a", "b");
            }),
        badApplication("image.owner", "app", a -> a.owner = "app"),
        badApplication("image.owner", "1:2:3", a -> a.owner = "1:2:3"),
        badApplication("image.appRoot", "app", a -> a.appRoot = "app"),
        badApplication("image.appRoot", "/a:b", a -> a.appRoot = "/a:b"),
        badApplication("image.mainClass", "com/acme/Main", a -> a.mainClass = "com/acme/Main"),
        badApplication("Java release", "7", a -> a.javaRelease = 7),
        badApplication(
            "image.mainClass",
            "com.acme.Main",
            a -> {
              a.packaging = JavaApplication.Packaging.WAR;
              a.mainClass = "com.acme.Main";
            }),
        bad(
            "image.healthcheck start interval",
            "PT0.000000001S",
            r ->
                r.healthcheck =
                    new Healthcheck(
                        List.of("CMD", "x"), null, null, null, Duration.ofNanos(1), null)),
        badApplication(
            "image.jvmFlags",
            "JDK_JAVA_OPTIONS",
            a -> {
              a.packaging = Packaging.WAR;
              a.jvmFlags = List.of("-Xmx1g");
            }),
        bad(
            "image.jvmFlags",
            "image.entrypoint",
            r -> {
              TestApplication application = new TestApplication(Path.of("/project"));
              application.jvmFlags = List.of("-Xmx1g");
              r.application = application.get();
              r.entrypoint = List.of("/start");
            }));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void refused(String setting, String value, Consumer<TestRequest> change) {
    TestRequest request = request();
    change.accept(request);
    assertThatThrownBy(() -> RequestCheck.check(request.get()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(value)
        .hasMessageNotContaining("cret");
  }

  @Test
  void good() {
    TestRequest request = request();
    request.ports = List.of("1", "65535/UDP", "9000-9010/sctp");
    request.volumes = List.of("/", "/data/", "/with space/..x");
    request.user = "1000:_svc$";
    request.workdir = "/app";
    request.stopSignal = "SIGRTMIN+3";
    request.env.put("my.name-1", "");
    request.healthcheck = test("CMD-SHELL", "a || b");
    request.format = Format.DOCKER;
    RequestCheck.check(request.get());
    request.healthcheck = test("NONE");
    request.format = Format.OCI;
    RequestCheck.check(request.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGTERM", "TERM", "15", "64", "SIGUSR1", "SIGRTMAX-2"})
  void signals(String signal) {
    TestRequest request = request();
    request.stopSignal = signal;
    RequestCheck.check(request.get());
  }

  @Test
  void portsOfRanges() {
    assertThat(Ports.parse(List.of("80", "81-83/udp", "82/UDP", " 80/tcp")))
        .containsExactly("80/tcp", "81/udp", "82/udp", "83/udp");
  }

  @Test
  void aTrailingSlashOfTheRootIsDropped() {
    application.appRoot = "/srv/app/";
    assertThat(application.get().root()).isEqualTo("/srv/app");
    assertThat(application.get().below("x")).isEqualTo("/srv/app/x");
    application.appRoot = "/";
    assertThat(application.get().below("x")).isEqualTo("/x");
  }
}
