package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir Path home;

  @Test
  void theFirstPlaceThatKnowsAnswersAndNoneAfterItIsAsked() {
    Credentials credentials =
        new Credentials(
            List.of(
                host -> Credentials.Lookup.nothing("first"),
                host -> Credentials.Lookup.found(new Credential.Basic("me", "x"), "second"),
                host -> {
                  throw new AssertionError("asked");
                }));

    assertThat(credentials.lookup("ghcr.io"))
        .isEqualTo(
            new Credentials.Lookup(new Credential.Basic("me", "x"), List.of("first", "second")));
  }

  @Test
  void eachHostIsAskedForOnceAlsoWhenThatFails() {
    AtomicInteger asked = new AtomicInteger();
    Credentials credentials =
        new Credentials(
            List.of(
                host -> {
                  asked.incrementAndGet();
                  if (host.equals("broken.example")) {
                    throw new CredentialException("broken", null);
                  }
                  return Credentials.Lookup.nothing();
                }));

    for (int round = 0; round < 3; round++) {
      credentials.lookup("ghcr.io");
      assertThatThrownBy(() -> credentials.lookup("broken.example"))
          .isInstanceOf(CredentialException.class)
          .hasMessage("broken");
    }

    assertThat(asked).hasValue(2);
  }

  @Test
  void anInterruptedQuestionIsAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    Credentials credentials =
        new Credentials(
            List.of(
                host -> {
                  if (asked.incrementAndGet() == 1) {
                    throw new EnvironmentException("interrupted", null);
                  }
                  return Credentials.Lookup.found(new Credential.Basic("me", "x"), "place");
                }));

    assertThatThrownBy(() -> credentials.lookup("ghcr.io"))
        .isInstanceOf(EnvironmentException.class);
    assertThat(credentials.lookup("ghcr.io").credential()).isNotNull();
  }

  @Test
  void slowPlacesOfTwoHostsDoNotWaitForEachOther()
      throws ExecutionException, InterruptedException, TimeoutException {
    // equal hash codes: in a map that computes under its lock one would wait for the other
    String one = "Aa.example";
    String two = "BB.example";
    assertThat(one).hasSameHashCodeAs(two);
    CyclicBarrier both = new CyclicBarrier(2);
    Credentials credentials =
        new Credentials(
            List.of(
                host -> {
                  meet(both);
                  return Credentials.Lookup.nothing(host);
                }));

    CompletableFuture<Credentials.Lookup> first =
        CompletableFuture.supplyAsync(
            () -> credentials.lookup(one), task -> new Thread(task).start());
    CompletableFuture<Credentials.Lookup> second =
        CompletableFuture.supplyAsync(
            () -> credentials.lookup(two), task -> new Thread(task).start());

    assertThat(first.get(20, TimeUnit.SECONDS).places()).containsExactly(one);
    assertThat(second.get(20, TimeUnit.SECONDS).places()).containsExactly(two);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("one host waited for the other", e);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
  void thePlacesOfAMachineInTheirOrder() throws IOException {
    ScriptedHelpers scripts = new ScriptedHelpers(home).knowing("gcr", "gcr.io", "helper", "x");
    Map<String, String> environment =
        scripts.environment(
            "GITHUB_ACTOR", "octocat",
            "GITHUB_TOKEN", "gh-token",
            "XDG_RUNTIME_DIR", home.resolve("run").toString());
    String entry = "{\"username\":\"%s\",\"password\":\"x\"}";
    write(
        home.resolve("run/containers/auth.json"),
        "{\"auths\":{\"ghcr.io\":E,\"quay.io\":E,\"settings.example\":E}}"
            .replace("E", entry.formatted("podman")));
    write(
        home.resolve(".docker/config.json"),
        "{\"auths\":{\"quay.io\":E,\"gcr.example\":E}}".replace("E", entry.formatted("docker")));

    Credentials credentials =
        Credentials.standard(
            List.of(new SettingsServers.Server("settings.example", "settings", "x", null)),
            environment,
            home);

    assertThat(user(credentials, "settings.example")).isEqualTo("settings:***");
    assertThat(user(credentials, "ghcr.io")).isEqualTo("octocat:***");
    assertThat(user(credentials, "quay.io")).isEqualTo("podman:***");
    assertThat(user(credentials, "gcr.example")).isEqualTo("docker:***");
    assertThat(user(credentials, "gcr.io")).isEqualTo("helper:***");
    assertThat(credentials.lookup("docker.io"))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "settings.xml (no server with id docker.io)",
                "environment (DOCKERHUB_USERNAME and DOCKERHUB_TOKEN are not set)",
                home.resolve("run/containers/auth.json") + " (no entry)",
                home.resolve(".config/containers/auth.json") + " (no such file)",
                home.resolve(".docker/config.json") + " (no entry)",
                home.resolve(".dockercfg") + " (no such file)"));
  }

  private static String user(Credentials credentials, String host) {
    return String.valueOf(credentials.lookup(host).credential());
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void noFormOfACredentialShowsItsSecret() {
    assertThat(
            List.of(
                new Credential.Basic("me", "s3cret"),
                new Credential.IdentityToken("s3cret"),
                new Credential.RegistryToken("s3cret"),
                Credentials.Lookup.found(new Credential.Basic("me", "s3cret"), "place")))
        .allSatisfy(form -> assertThat(form.toString()).doesNotContain("s3cret"));
  }
}
