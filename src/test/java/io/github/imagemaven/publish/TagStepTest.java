package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ForwardingStore;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What becomes of tags when something goes wrong while they move. */
class TagStepTest extends ThreeStores {
  private void publish(TestImage published, List<String> tags) throws IOException {
    publish(published, tags, one, two);
  }

  @Test
  void defectWhileTagsMovePutsAllBack() throws IOException {
    publish(old, List.of("latest"));
    for (Throwable defect : List.of(new IllegalStateException("defect"), new AssertionError("x"))) {
      two.fault = (number, call) -> raise(call.equals("tag latest"), defect);
      assertThatThrownBy(() -> publish(image, TAGS))
          .isInstanceOf(PublicationException.class)
          .hasMessageContaining(
              "two.example/acme/app: unexpected " + defect.getClass().getSimpleName())
          .hasMessageContaining("1.2 withdrawn")
          .rootCause()
          .isSameAs(defect);
      assertOld("one");
      assertOld("two");
    }
  }

  @Test
  void defectOnTheWayBackLeavesTheOtherTagsTheirWay() throws IOException {
    publish(old, TAGS);
    two.calls.clear();
    two.fault =
        (number, call) -> {
          raise(call.equals("tag latest"), new IllegalStateException("forward"));
          boolean goingBack = two.calls.contains("tag latest");
          raise(goingBack && call.startsWith("resolve"), new IllegalStateException("back"));
        };
    assertThatThrownBy(() -> publish(image, TAGS))
        .hasMessageContaining("could not be put back (java.lang.IllegalStateException: back)");
    assertThat(named("one", "1.2")).contains(old.digest());
    assertThat(named("one", "latest")).contains(old.digest());
  }

  @Test
  void latestMovesLastAcrossImages() throws IOException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    one.fault = (number, call) -> noteTag(order, "one", call);
    two.fault = (number, call) -> noteTag(order, "two", call);
    publication.name(
        List.of(
            publication.stage(request(image, List.of("latest"), one)),
            publication.stage(request(old, List.of("latest", "1.2", "1.2.0"), two))));
    assertThat(order.subList(0, 2)).containsExactly("two tag 1.2.0", "two tag 1.2");
    assertThat(order.subList(2, 4)).containsExactlyInAnyOrder("one tag latest", "two tag latest");
  }

  @Test
  void recordThatCannotBeWrittenKeepsNoOtherFromBeingWritten() throws IOException {
    Staged first = publication.stage(request(image, List.of("latest"), one));
    Staged second = publication.stage(request(old, List.of("latest"), two));
    Files.createDirectory(image.directory.resolve(PublicationRecord.FILE));
    assertThatThrownBy(() -> publication.name(List.of(first, second)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("everything is published")
        .hasMessageContaining(image.directory.resolve(PublicationRecord.FILE).toString());
    assertThat(PublicationRecord.read(old.directory).digest()).isEqualTo(old.digest());
    assertThat(named("one", "latest")).contains(image.digest());
  }

  @Test
  void runsThatCrossAreSaidAndUndoNothing() throws IOException {
    layout("two").putManifest(old.index);
    two.fault =
        (number, call) -> {
          if (call.startsWith("resolve " + image.children.get(0).digest())
              && two.calls.contains("tag latest")) {
            layout("two").tag("latest", old.index); // another run, after us
          }
        };
    assertThatThrownBy(() -> publish(image, TAGS))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("two.example/acme/app: another run has moved tags")
        .hasMessageContaining("latest names " + old.digest())
        .hasMessageContaining("nothing was put back")
        .satisfies(e -> assertThat(((ImageException) e).code()).isEqualTo(Code.PUBLICATION));
    assertThat(named("two", "latest")).contains(old.digest());
    assertThat(named("two", "1.2")).contains(image.digest());
    assertThat(named("one", "latest")).contains(image.digest());
  }

  @Test
  void optionalDestinationThatAnotherRunCrossedIsAWarning() throws IOException {
    layout("two").putManifest(old.index);
    two.fault =
        (number, call) -> {
          if (call.startsWith("resolve sha256:") && two.calls.contains("tag latest")) {
            layout("two").tag("latest", old.index);
          }
        };
    PublicationRecord record =
        publication.publish(
            request(image, TAGS, new Destination(one, false), new Destination(two, true)));
    assertThat(record.failed()).hasSize(1);
    assertThat(log.lines).anyMatch(line -> line.startsWith("W going on without two.example"));
  }

  @Test
  void platformThatIsGoneAndCannotBeSentAgainPutsTheTagsBack() throws IOException {
    publish(old, List.of("latest"));
    two.calls.clear();
    Digest lost = image.children.get(0).digest();
    two.fault =
        (number, call) -> {
          boolean moved = two.calls.contains("tag latest");
          if (moved && call.startsWith("resolve " + lost)) {
            Files.deleteIfExists(layout("two").blobPath(lost));
          }
          if (moved && call.startsWith("putManifest")) {
            throw two.failure(call);
          }
        };
    assertThatThrownBy(() -> publish(image, TAGS))
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("two.example/acme/app: broken at putManifest")
        .hasMessageContaining("latest put back, names " + old.digest());
    assertOld("one");
    assertOld("two");
  }

  @Test
  void defectOfTheLastLookPutsNothingBack() throws IOException {
    two.fault =
        (number, call) ->
            raise(
                two.calls.contains("tag latest") && call.startsWith("resolve"),
                new IllegalStateException("defect"));
    assertThatThrownBy(() -> publish(image, TAGS))
        .hasMessageContaining("unexpected IllegalStateException defect")
        .hasMessageContaining("nothing was put back");
    assertThat(named("one", "latest")).contains(image.digest());
    assertThat(named("two", "latest")).contains(image.digest());
  }

  @Test
  void moveThatIsShownLateIsNoCrossing() throws IOException {
    publish(old, List.of("latest"));
    AtomicInteger looks = new AtomicInteger();
    ImageStore late =
        new ForwardingStore(two) {
          @Override
          public Optional<Descriptor> resolve(String selector) throws IOException {
            boolean stale =
                selector.equals("latest")
                    && two.calls.contains("tag latest")
                    && looks.incrementAndGet() == 1;
            return stale ? Optional.of(old.index.descriptor()) : super.resolve(selector);
          }
        };
    two.calls.clear();
    publish(image, TAGS, late);
    assertThat(looks).hasValue(2);
    assertThat(named("two", "latest")).contains(image.digest());
  }

  /** One look after the other, each slow: half a release must not be live for all of that. */
  @Test
  void lookBeforeTheWayBackIsBoundedAsAWhole() throws IOException {
    AtomicBoolean refused = new AtomicBoolean();
    AtomicLong live = new AtomicLong();
    one.fault =
        (number, call) -> {
          if (call.equals("untag 1.2")) {
            live.addAndGet(System.nanoTime());
          } else if (refused.get() && call.equals("resolve 1.2") && live.get() < 0) {
            nap(one.calls.contains("asked") ? 0 : 2000);
            one.calls.add("asked");
          }
        };
    two.fault =
        (number, call) -> {
          if (call.equals("tag 1.2")) {
            nap(200); // it has moved in one
            live.set(-System.nanoTime());
            refused.set(true);
            throw two.failure(call);
          }
          if (refused.get() && two.calls.contains("tag 1.2") && !two.calls.contains("hung")) {
            two.calls.add("hung");
            hang();
          }
        };
    assertThatThrownBy(() -> publish(image, List.of("1.2"), one, two))
        .hasMessageContaining("1.2 withdrawn");
    assertThat(Duration.ofNanos(live.get())).isLessThan(Interruption.PATIENCE);
  }

  private static void noteTag(List<String> order, String store, String call) {
    if (call.startsWith("tag ")) {
      order.add(store + " " + call);
    }
  }

  private static void raise(boolean now, Throwable defect) {
    if (now && defect instanceof Error error) {
      throw error;
    }
    if (now && defect instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
