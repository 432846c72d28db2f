package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong with whichever request, what a host grants is given back. */
final class NothingStaysTakenTest {
  private static final Answer CHALLENGE =
      Answer.of(401).header("WWW-Authenticate", "Bearer realm=\"http://10.1.1.1/token\"");

  private static final List<Fault> FAULTS =
      List.of(
          Fault.dropBefore(),
          Fault.dropAfter(),
          Fault.dropWithin(3),
          Fault.truncate(1),
          Fault.status(302),
          Fault.status(403),
          Fault.status(404),
          Fault.status(503),
          Fault.answer(Answer.of(202).header("Location", "http://[")),
          Fault.answer(Answer.of(307).header("Location", "http://10.0.0.1:1/x")),
          Fault.answer(Answer.of(307).header("Location", "/v2/elsewhere")),
          Fault.answer(Answer.of(429).header("Retry-After", "99999").body("y".repeat(200_000))),
          Fault.answer(Answer.of(200).body("<html>")),
          Fault.answer(CHALLENGE),
          Fault.alter(answer -> answer.header("Docker-Content-Digest", "sha256:" + "0".repeat(64))),
          Fault.alter(answer -> answer.body("no JSON ".repeat(1000))));

  private final HostLimits limits = HostLimits.own();
  private final Kit.Image image = Kit.Image.of("taken");

  private interface Step {
    void run(Repository repository) throws IOException;
  }

  private List<Step> steps(RepositoryName sibling) {
    Descriptor layer = Kit.descriptor("application/octet-stream", image.layer());
    byte[] other = "another".getBytes(StandardCharsets.UTF_8);
    Descriptor absent = Kit.descriptor("application/octet-stream", other);
    return List.of(
        repository -> repository.headManifest("1"),
        repository -> repository.getManifest("1"),
        repository -> repository.putTag("2", image.manifest(), null),
        repository -> repository.hasBlob(layer),
        repository -> {
          try (InputStream in = repository.openBlob(layer).orElseThrow()) {
            in.readAllBytes();
          }
        },
        repository ->
            repository.putBlob(absent, () -> new ByteArrayInputStream(other), List.of(sibling)),
        repository -> repository.deleteTag("2", image.manifest().digest()),
        repository -> repository.lists("1"),
        Repository::checkPush);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void permitsComeBack(boolean authenticated) throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.start()) {
      if (authenticated) {
        registry.bearer("me", "secret");
      }
      registry.seedBlob("acme/app", image.layer());
      registry.seedBlob("acme/app", image.config());
      registry.seedManifest("acme/app", "1", image.manifest());
      for (Fault fault : FAULTS) {
        try (RegistryClient client = client()) {
          Repository repository = client.destination(registry.repository("acme/app"));
          assertThat(repository.headManifest("1")).isPresent();
          for (Step step : steps(registry.repository("acme/other"))) {
            registry.faultOn(any -> true, 1, fault);
            attempt(step, repository);
            registry.clearFaults();
          }
        }
        String what = "fault " + FAULTS.indexOf(fault);
        assertThat(limits.requestsOf(registry.host()).availablePermits())
            .as(what)
            .isEqualTo(RegistryHost.MOST_REQUESTS);
        assertThat(limits.downloadsOf(registry.host()).availablePermits())
            .as(what)
            .isEqualTo(RegistryHost.MOST_DOWNLOADS);
        limits.waits().clear();
      }
    }
  }

  private RegistryClient client() {
    return new RegistryClient(
        new RegistryOptions(3, Duration.ofSeconds(10), Set.of(), List.of(), "test/1"),
        Kit.credentials("*", new Credential.Basic("me", "secret")),
        Log.silent(),
        Progress.none(),
        limits,
        new FakeTime(),
        Dns.SYSTEM);
  }

  /** Some faults are overcome, others are not. */
  private static void attempt(Step step, Repository repository) throws IOException {
    try {
      step.run(repository);
    } catch (ImageException | NoSuchElementException e) {
      assertThat(e).hasMessageNotContaining("secret");
    }
  }

  @Test
  void aStreamThatNobodyReadsToItsEndGivesItsPlaceBack() throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.start();
        RegistryClient client = client()) {
      registry.seedBlob("acme/app", image.layer());
      Repository repository = client.repository(registry.repository("acme/app"));
      Descriptor layer = Kit.descriptor("application/octet-stream", image.layer());
      for (int i = 0; i < 2 * RegistryHost.MOST_DOWNLOADS; i++) {
        try (InputStream in = repository.openBlob(layer).orElseThrow()) {
          assertThat(in.read()).isEqualTo('l');
        }
      }
      assertThat(limits.downloadsOf(registry.host()).availablePermits())
          .isEqualTo(RegistryHost.MOST_DOWNLOADS);
    }
  }
}
