package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tag is looked at again where its change had to wait, whatever for. */
final class OldLookTest extends OneTag {
  private static final Predicate<RecordedRequest> TOKEN =
      request -> request.path().equals("/token");

  OldLookTest() {
    super(limits -> Kit.sharing(limits, "me", "secret"));
  }

  /** What is done to a tag. */
  enum Change {
    PUT(OneTag.PUT) {
      @Override
      void make(Repository repository, RawManifest image) {
        repository.putTag(TAG, image, null);
      }
    },
    DELETE(OneTag.DELETE) {
      @Override
      void make(Repository repository, RawManifest image) {
        repository.deleteTag(TAG, image.digest());
      }
    };

    private final Predicate<RecordedRequest> request;

    Change(Predicate<RecordedRequest> request) {
      this.request = request;
    }

    abstract void make(Repository repository, RawManifest image);
  }

  private void assertStopped(Throwable failure) {
    assertThat(failure).isInstanceOf(TagMovedException.class);
    assertNames(theirs);
  }

  private void assertStopped(Change change) {
    assertStopped(catchThrowable(() -> change.make(repository, ours)));
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  /** What it named before was read in between, and that had to wait: the look is as old. */
  @ParameterizedTest
  @EnumSource(Change.class)
  void whatLookedLongBeforeLooksAgain(Change change) {
    repository.headManifest(TAG);
    kit.time.pass(Duration.ofMinutes(10));
    names(theirs);
    assertStopped(change);
    assertThat(count(change.request)).isZero();
  }

  /** Sixteen tags move at once: the sixth queues for a permit, and waits out another's 429 then. */
  @ParameterizedTest
  @EnumSource(Change.class)
  void whatQueuedForAPermitLooksAgain(Change change) throws Exception {
    repository.headManifest("warm");
    CountDownLatch full = new CountDownLatch(RegistryHost.MOST_REQUESTS);
    CountDownLatch go = new CountDownLatch(1);
    registry.faultOn(
        RecordedRequest.manifestPut("other-"),
        RegistryHost.MOST_REQUESTS,
        Fault.first(full::countDown)
            .then(Fault.hold(go))
            .then(Fault.answer(Answer.of(429).header("Retry-After", "600"))));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < RegistryHost.MOST_REQUESTS; i++) {
      String tag = "other-" + i;
      threads.add(start(() -> repository.putTag(tag, ours, null)));
    }
    full.await();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread sixth = start(() -> failure.set(catchThrowable(() -> change.make(repository, ours))));
    while (sixth.getState() != Thread.State.WAITING) {
      Thread.sleep(10);
    }
    names(theirs);
    go.countDown();
    sixth.join();
    for (Thread thread : threads) {
      thread.join();
    }
    assertStopped(failure.get());
    assertThat(count(change.request)).isZero();
  }

  /** With the permit in hand, and all that it needs, it waits out what another was told. */
  @ParameterizedTest
  @EnumSource(Change.class)
  void whatHadToWaitForTheHostLooksAgain(Change change) {
    repository.headManifest("warm");
    names(theirs);
    limits.waitOf(registry.host(), kit.time).extendBy(Duration.ofMinutes(10));
    assertStopped(change);
    assertThat(count(change.request)).isZero();
    assertThat(count(HEAD)).isEqualTo(1);
  }

  /** Refused for its token's sake, it waits for the next one while the host has all wait. */
  @ParameterizedTest
  @EnumSource(Change.class)
  void whatWaitedForATokenLooksAgain(Change change) {
    bearer();
    registry.faultOn(
        change.request,
        1,
        Fault.first(
            () -> {
              registry.expireTokens();
              names(theirs);
              limits.waitOf(registry.host(), kit.time).extendBy(Duration.ofMinutes(10));
            }));
    assertStopped(change);
    assertThat(count(change.request)).isEqualTo(1);
  }

  /** The right to delete takes another token than looking does. */
  @Test
  void whatWaitedForASlowTokenServerLooksAgain() {
    names(ours);
    bearer();
    registry.faultOn(
        TOKEN,
        1,
        Fault.first(
            () -> {
              names(theirs);
              kit.time.pass(Duration.ofMinutes(1));
            }));
    assertStopped(Change.DELETE);
    assertThat(count(DELETE)).isZero();
  }

  @Test
  void aSlowTokenServerKeepsNothingFromBeingDone() {
    names(ours);
    bearer();
    registry.faultOn(TOKEN, 1, Fault.first(() -> kit.time.pass(Duration.ofMinutes(1))));
    assertThat(repository.deleteTag(TAG, ours.digest())).isTrue();
    assertThat(count(DELETE)).isEqualTo(1);
    assertThat(kit.time.sleeps()).as("no attempt has failed").isEmpty();
  }

  private void bearer() {
    registry.bearer("me", "secret");
    repository.headManifest("warm");
    registry.forgetRequests();
  }

  /** Each look is old again before the change goes out: that has an end. */
  @Test
  void looksThatAreAlwaysOldHaveAnEnd() {
    bearer();
    registry.faultOnAll(
        PUT,
        Fault.first(
            () -> {
              registry.expireTokens();
              kit.time.pass(Duration.ofMinutes(1));
            }));
    RegistryException failure =
        catchThrowableOfType(RegistryException.class, () -> repository.putTag(TAG, ours, null));
    assertThat(failure)
        .hasMessageContaining("after 3 attempts")
        .hasMessageContaining("nothing could be sent within 5 s after a look at the tag");
    assertThat(failure.isInDoubt()).isFalse();
    assertThat(count(PUT)).isEqualTo(3 * TagLook.MOST_LOOKS);
    assertThat(registry.tags("acme/app")).doesNotContainKey(TAG);
  }

  /** Where nothing is known of a host: what is lost by http is not sent again by https. */
  @Test
  void whatIsLostAtAHostThatIsAskedForTheFirstTimeIsNotSentAgainUnseen() throws Exception {
    List<Character> begun = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Thread serving = start(() -> serve(server, begun));
      RepositoryName there = new RepositoryName("127.0.0.1:" + server.getLocalPort(), "acme/app");
      assertThat(kit.client.destination(there).putTag(TAG, ours, null))
          .as("the first may be late")
          .isTrue();
      serving.join();
    }
    assertThat(begun).as("PUT, HEAD, PUT").containsExactly('P', 'H', 'P');
  }

  /** Loses the first of three connections, answers 404 to the second and 201 to the third. */
  private static void serve(ServerSocket server, List<Character> begun) {
    for (String answer : List.of("", "404 Not Found", "201 Created")) {
      try (Socket socket = server.accept()) {
        byte[] head = socket.getInputStream().readNBytes(1);
        begun.add((char) head[0]);
        byte[] rest = new byte[1 << 16];
        assertThat(socket.getInputStream().read(rest)).isPositive();
        if (!answer.isEmpty()) {
          String text = "HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
          socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
