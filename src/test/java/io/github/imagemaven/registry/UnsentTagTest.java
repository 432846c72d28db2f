package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tag whose token cannot be had is not moved, and nobody has to fear that it is yet. */
final class UnsentTagTest {
  private static final Predicate<RecordedRequest> TOKEN =
      request -> request.path().equals("/token");

  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RepositoryName app = registry.repository("acme/app");
  private final Kit.Image image = Kit.Image.of("unsent");
  private final Kit kit = Kit.user("me", "secret");
  private final Repository repository = kit.client.destination(app);

  /** A token was had, and has run out. */
  @BeforeEach
  void begin() {
    registry.bearer("me", "secret");
    registry.seedManifest("acme/app", image.manifest().digest().toString(), image.manifest());
    assertThat(repository.headManifest("1.0.0")).isEmpty();
    kit.time.pass(Duration.ofHours(1));
    registry.forgetRequests();
  }

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
  }

  private List<RecordedRequest> puts() {
    return registry.requests(RecordedRequest.manifestPut("1.0.0"));
  }

  private void assertNotInDoubt() {
    assertThatThrownBy(() -> repository.putTag("1.0.0", image.index(), null))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isInDoubt()).isFalse());
    assertThat(puts()).isEmpty();
  }

  @Test
  void noAnswerOfTheTokenServerIsNoDoubt() {
    registry.faultOnAll(TOKEN, Fault.dropBefore());
    assertNotInDoubt();
    assertThat(registry.requests(TOKEN)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void halfATokenIsNoDoubt() {
    registry.faultOnAll(TOKEN, Fault.truncate(10));
    assertNotInDoubt();
  }

  @Test
  void aBusyTokenServerIsNoDoubt() {
    registry.faultOnAll(TOKEN, Fault.status(503));
    assertNotInDoubt();
  }

  @Test
  void aTagThatIsMovedAfterTwoSuchAttemptsIsNotInDoubt() {
    registry.faultOn(TOKEN, 1, Fault.dropBefore());
    registry.faultOn(TOKEN, 1, Fault.truncate(10));
    assertThat(repository.putTag("1.0.0", image.index(), null)).isFalse();
    assertThat(puts()).hasSize(1);
    assertThat(registry.tags("acme/app")).containsEntry("1.0.0", image.index().digest());
  }

  /** The same where the registry itself ends the token, after it has refused the tag. */
  @Test
  void aRefusedTagWhoseNextTokenCannotBeHadIsNotInDoubt() {
    kit.time.pass(Duration.ofHours(-1));
    registry.expireTokens();
    registry.faultOnAll(TOKEN, Fault.dropBefore());
    assertThatThrownBy(() -> repository.putTag("1.0.0", image.index(), null))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isInDoubt()).isFalse());
    assertThat(puts()).hasSize(1);
  }

  @Test
  void anInterruptionWhileATokenIsHadIsNoDoubt() {
    assertThat(interruptedAt(TOKEN).isInDoubt()).isFalse();
    assertThat(puts()).isEmpty();
  }

  @Test
  void anInterruptionWhileTheTagIsSentIsDoubt() {
    assertThat(interruptedAt(RecordedRequest.manifestPut("1.0.0")).isInDoubt()).isTrue();
  }

  @Test
  void anInterruptionAfterALostTagIsTheDoubtBefore() {
    registry.faultOn(RecordedRequest.manifestPut("1.0.0"), 1, Fault.dropAfter());
    RegistryException failure =
        interruptedAt(
            RecordedRequest.of("HEAD", "/manifests/1.0.0")
                .and(head -> !puts().isEmpty())); // before it is repeated
    assertThat(failure.isInDoubt()).isTrue();
    assertThat(puts()).hasSize(1);
  }

  /** Interrupted when such a request arrives, which is not answered before that is over. */
  private RegistryException interruptedAt(Predicate<RecordedRequest> when) {
    Thread me = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    registry.faultOn(
        when,
        1,
        Fault.first(
            () -> {
              me.interrupt();
              try {
                over.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }));
    try {
      return catchThrowableOfType(
          RegistryException.class, () -> repository.putTag("1.0.0", image.index(), null));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
      over.countDown();
    }
  }

  /** What was sent and lost stays in doubt, whatever becomes of the next token. */
  @Test
  void aLostTagStaysInDoubt() {
    registry.faultOn(RecordedRequest.manifestPut("1.0.0"), 1, Fault.first(registry::expireTokens));
    registry.faultOn(RecordedRequest.manifestPut("1.0.0"), 1, Fault.dropAfter());
    assertThat(repository.putTag("1.0.0", image.index(), null)).isTrue();
  }
}
