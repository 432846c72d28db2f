package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore.Withdrawal;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module is staged when it comes, and looked after again before the tags of all move. */
class StageAgainTest {
  private static final List<String> TAGS = List.of("1.2.3", "latest");

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private FaultyStore one;
  private FaultyStore two;
  private FaultyStore beside;
  private TestImage image;
  private long all;

  @BeforeEach
  void stores() {
    one = new FaultyStore("one.example/acme/app", layout("one"));
    beside = new FaultyStore("one.example/acme/mirror", layout("beside"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    image = new TestImage(folder.resolve("image"), 1, 2000, layout("base"));
    all = image.blobs.stream().mapToLong(Descriptor::size).sum();
  }

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  /** One as another module would have it. */
  private Publication publication() {
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    return new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
  }

  private PublishRequest request(Destination... destinations) {
    return new PublishRequest(
        image.directory, List.of(destinations), TAGS, name -> layout("base"), null);
  }

  private static Destination required(FaultyStore store) {
    return new Destination(store, false);
  }

  private PublicationRecord finish(PublishRequest request, Map<String, Map<String, String>> memory)
      throws IOException {
    Publication last = publication();
    return last.name(List.of(last.stageAgain(request, memory))).get(0);
  }

  private List<String> calls(FaultyStore store, String beginning) {
    return store.calls.stream().filter(call -> call.startsWith(beginning)).toList();
  }

  @Test
  void whatTheFirstHasBroughtCountsAsBrought() throws IOException {
    PublishRequest request = request(required(one), required(beside), required(two));
    var memory = publication().stage(request).memory();
    PublicationRecord record = finish(request, memory);
    for (DestinationRecord destination : record.destinations()) {
      assertThat(destination.presentBytes()).as(destination.repository()).isZero();
      assertThat(destination.uploadedBytes() + destination.mountedBytes()).isEqualTo(all);
    }
    assertThat(record.destinations().get(0).mountedBytes())
        .as("the two on one host")
        .isEqualTo(all - record.destinations().get(1).mountedBytes());
    assertThat(layout("two").resolve("latest").map(Descriptor::digest)).contains(image.digest());
  }

  @Test
  void whatWasThereBeforeStaysPresent() throws IOException {
    publication().publish(request(required(one)));
    assertThat(layout("one").withdraw("latest", image.digest())).isEqualTo(Withdrawal.DONE);
    PublishRequest request = request(required(one));
    DestinationRecord destination =
        finish(request, publication().stage(request).memory()).destinations().get(0);
    assertThat(destination.presentBytes()).isEqualTo(all);
    assertThat(destination.uploadedBytes()).isZero();
  }

  @Test
  void everyPartIsAskedForAgainAndNoneSent() throws IOException {
    PublishRequest request = request(required(one));
    var memory = publication().stage(request).memory();
    one.calls.clear();
    Publication last = publication();
    last.stageAgain(request, memory);
    assertThat(calls(one, "putBlob")).as("which asks first").hasSize(image.blobs.size());
    assertThat(calls(one, "resolve sha256:")).hasSize(1 + image.children.size());
    assertThat(calls(one, "putManifest")).isEmpty();
  }

  @Test
  void whatHasGoneMeanwhileIsSentAgain() throws IOException {
    PublishRequest request = request(required(one));
    var memory = publication().stage(request).memory();
    Descriptor lost = image.blobs.get(0);
    Files.delete(layout("one").blobPath(lost.digest()));
    Files.delete(layout("one").blobPath(image.children.get(1).digest()));
    DestinationRecord destination = finish(request, memory).destinations().get(0);
    assertThat(layout("one").hasBlob(lost)).isTrue();
    assertThat(layout("one").manifest(image.children.get(1).digest().toString())).isPresent();
    assertThat(destination.uploadedBytes()).isEqualTo(all + lost.size());
    assertThat(destination.presentBytes()).isZero();
  }

  @Test
  void whatWasFoundIsSaidOnce() throws IOException {
    publication().publish(request(required(one)));
    PublishRequest request = request(required(one), required(two));
    finish(request, publication().stage(request).memory());
    assertThat(log.lines)
        .filteredOn(line -> line.contains("has a name in"))
        .containsExactly(
            "I "
                + image.digest()
                + " has a name in one.example/acme/app (1.2.3, latest) and none in"
                + " two.example/acme/app; publishing it there too");
  }

  @Test
  void destinationThatHadFailedIsNotTriedAgain() throws IOException {
    two.fault =
        (number, call) -> {
          if (call.startsWith("putBlob")) {
            throw new PublicationException(Code.CREDENTIALS, "two.example: who are you", null);
          }
        };
    PublishRequest request = request(required(one), new Destination(two, true));
    var memory = publication().stage(request).memory();
    two.fault = (number, call) -> {};
    two.calls.clear();
    PublicationRecord record = finish(request, memory);
    assertThat(two.calls).isEmpty();
    assertThat(record.failed()).singleElement().asString().contains("two.example: who are you");
    assertThat(record.destinations())
        .extracting(DestinationRecord::repository)
        .containsExactly("one.example/acme/app");
    assertThat(log.lines).filteredOn(line -> line.contains("going on without")).hasSize(1);
  }
}
