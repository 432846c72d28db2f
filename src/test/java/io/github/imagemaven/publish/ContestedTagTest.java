package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.TagMovedException;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Another run moves a tag at a bad moment: what it has put there stays. */
class ContestedTagTest extends ThreeStores {
  private void theirsComes(String store, String tag) {
    try {
      layout(store).putManifest(theirs.index);
      layout(store).tag(tag, theirs.index);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It had the lock of the layout while we waited for it. */
  @Test
  void aReleaseThatComesWhileALayoutIsLockedIsNotOverwritten() throws IOException {
    one.fault =
        (number, call) -> {
          if (call.equals("tag 1.2.3")) {
            theirsComes("one", "1.2.3");
          }
        };
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2.3"), one, two));
    assertThat(failure)
        .hasMessageContaining("oci:one:1.2.3 was moved by somebody else")
        .hasRootCauseInstanceOf(TagMovedException.class);
    assertNamed("1.2.3", theirs, "one");
    assertThat(named("two", "1.2.3")).isEmpty();
  }

  /** It named the image already, so that this run has never moved it there. */
  @Test
  void whatIsMovedOnLeavesATagThatNamesSomethingElseByNow() throws IOException {
    publish(image, List.of("latest"), two);
    one.canUntag = false;
    hangAt(three, "tag latest", 1500, () -> theirsComes("two", "latest"));
    Throwable failure =
        catchThrowable(() -> publish(image, List.of("1.2", "latest"), one, two, three));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("latest moved by somebody else meanwhile, names " + theirs.digest());
    assertNamed("latest", theirs, "two");
    assertNamed("1.2", image, "one", "two", "three");
    assertNamed("latest", image, "one", "three");
  }

  /** The registry says that it lacks a part, and does not take it: nobody's tag makes it whole. */
  @Test
  void whatIsSaidToLackAPartIsNoSuccessThoughAnotherRunHasNamedIt() throws IOException {
    AtomicBoolean refusing = new AtomicBoolean();
    one.fault =
        (number, call) -> {
          if (call.equals("tag 1.2.3")) {
            refusing.set(true);
            layout("one").tag("1.2.3", image.index);
            throw new BlobUnknownException("one.example/acme/app lacks a blob.", Set.of());
          }
          if (refusing.get() && call.startsWith("putBlob")) {
            throw one.failure(call);
          }
        };
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2.3"), one, two));
    assertThat(failure)
        .hasMessageContaining("one.example/acme/app: broken at putBlob")
        .hasMessageContaining("names the new image, which is incomplete there: another run has");
    assertThat(named("two", "1.2.3")).isEmpty();
  }
}
