package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.publish.PublicationPlan.Action;
import io.github.imagemaven.publish.PublicationPlan.Amount;
import io.github.imagemaven.publish.PublicationPlan.DestinationPlan;
import io.github.imagemaven.publish.PublicationPlan.TagPlan;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.publish.TagGuard.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a dry run says, and that it changes nothing. */
class PublicationPlanTest extends TwoRegistries {
  private static final List<String> TAGS = List.of("1.2.3", "1", "latest");
  private static final Amount NONE = new Amount(0, 0);

  private PublicationPlan compare(Function<HttpKit, PublishRequest> request) throws IOException {
    for (InProcessRegistry each : List.of(base, one, two)) {
      each.forgetRequests();
    }
    Map<Path, Long> before = files();
    try (HttpKit kit = new HttpKit(folder, log)) {
      PublicationPlan plan = kit.publication.compare(request.apply(kit));
      assertThat(files()).as("no file comes, goes or changes").isEqualTo(before);
      return plan;
    }
  }

  private Map<Path, Long> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .collect(java.util.stream.Collectors.toMap(each -> each, PublicationPlanTest::modified));
    }
  }

  private static long modified(Path file) {
    return file.toFile().lastModified();
  }

  @AfterEach
  void onlyReads() {
    for (InProcessRegistry each : List.of(base, one, two)) {
      assertThat(each.requests()).extracting(RecordedRequest::method).isSubsetOf("GET", "HEAD");
    }
  }

  private static Amount amount(Collection<Descriptor> blobs) {
    return new Amount(blobs.size(), blobs.stream().mapToLong(Descriptor::size).sum());
  }

  private static List<Descriptor> without(List<Descriptor> blobs, List<Descriptor> others) {
    return blobs.stream().filter(each -> !others.contains(each)).toList();
  }

  @Test
  void aFirstPublicationSendsEverythingAndCreatesEveryTag() throws IOException {
    PublicationPlan plan = compare(kit -> request(kit, image, TAGS));

    assertThat(plan.digest()).isEqualTo(image.digest());
    assertThat(plan.isPossible()).isTrue();
    assertThat(plan.failure()).isEmpty();
    assertThat(plan.destinations()).hasSize(2);
    for (DestinationPlan each : plan.destinations()) {
      assertThat(each.uploaded()).isEqualTo(amount(image.blobs));
      assertThat(each.mounted()).isEqualTo(NONE);
      assertThat(each.present()).isEqualTo(NONE);
      assertThat(each.manifests()).isEqualTo(3);
      assertThat(each.tags())
          .containsExactly(
              new TagPlan("1.2.3", Action.CREATE, null, ""),
              new TagPlan("1", Action.CREATE, null, ""),
              new TagPlan("latest", Action.CREATE, null, ""));
    }
    assertThat(plan.lines())
        .contains(
            "Would publish app " + image.digest(),
            "  to " + one.repository(APP),
            "    latest would be created");
  }

  @Test
  void whatIsThereIsNotSentAndTagsMoveFromWhatTheyName() throws IOException {
    publish(old, LATEST);
    PublicationPlan plan = compare(kit -> request(kit, image, LATEST));
    DestinationPlan first = plan.destinations().get(0);
    assertThat(first.present()).isEqualTo(amount(image.base));
    assertThat(first.uploaded()).isEqualTo(amount(without(image.blobs, image.base)));
    assertThat(first.tags()).containsExactly(new TagPlan("latest", Action.MOVE, old.digest(), ""));
    assertThat(plan.lines()).contains("    latest would move from " + old.digest());
  }

  @Test
  void whatIsPublishedIsUnchanged() throws IOException {
    publish(image, TAGS);
    DestinationPlan first = compare(kit -> request(kit, image, TAGS)).destinations().get(0);
    assertThat(first.uploaded()).isEqualTo(NONE);
    assertThat(first.manifests()).isZero();
    assertThat(first.present()).isEqualTo(amount(image.blobs));
    assertThat(first.tags()).allMatch(tag -> tag.action() == Action.UNCHANGED);
  }

  @Test
  void aReleasedVersionIsRefusedAndTheOtherTagsAreLookedAt() throws IOException {
    publish(old, TAGS);
    PublicationPlan plan = compare(kit -> request(kit, image, TAGS));
    assertThat(plan.isPossible()).isFalse();
    TagPlan version = plan.destinations().get(0).tags().get(0);
    assertThat(version.action()).isEqualTo(Action.REFUSE);
    assertThat(version.reason())
        .contains("names " + old.digest(), "this build is " + image.digest());
    assertThat(plan.destinations().get(0).tags().get(2).action()).isEqualTo(Action.MOVE);
    assertThat(plan.lines().get(0)).startsWith("Would publish nothing of app");
    assertThat(plan.failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.PUBLICATION);
              assertThat(failure)
                  .hasMessageContainingAll(
                      one.host(), two.host(), "names " + old.digest(), "dry run");
            });
  }

  @Test
  void aTagThatTheGuardKeepsStays() throws IOException {
    publish(old, LATEST);
    TagGuard guard = (tag, labels) -> Answer.keep("it is of seed " + labels.get().get("seed"));
    PublicationPlan plan =
        compare(
            kit -> {
              PublishRequest usual = request(kit, image, TAGS);
              return new PublishRequest(
                  image.directory,
                  usual.destinations(),
                  TAGS,
                  usual.baseStore(),
                  null,
                  new TagRules(Set.of(), Set.of("latest"), guard));
            });
    assertThat(plan.isPossible()).isTrue();
    TagPlan latest = plan.destinations().get(1).tags().get(2);
    assertThat(latest.action()).isEqualTo(Action.KEEP);
    assertThat(latest.previous()).isEqualTo(old.digest());
    assertThat(latest.reason()).endsWith("it is of seed 1");
  }

  @Test
  void whatIsNotKnownIsSaid() throws IOException {
    publish(old, LATEST);
    TagRules rules =
        new TagRules(
            Set.of(),
            Set.of("latest"),
            (tag, labels) -> Answer.moveThough("it does not say its version"));
    PublicationPlan plan =
        compare(
            kit -> {
              PublishRequest usual = request(kit, image, LATEST);
              return new PublishRequest(
                  image.directory, usual.destinations(), LATEST, usual.baseStore(), null, rules);
            });
    assertThat(plan.lines())
        .contains("    latest would move from " + old.digest() + "; it does not say its version");
  }

  @Test
  void whatAnotherRepositoryOfTheHostHasOrGetsIsMounted() throws IOException {
    PublicationPlan plan =
        compare(
            kit ->
                kit.request(
                    image.directory,
                    TAGS,
                    kit.store(base.repository(APP)),
                    kit.store(base.repository("acme/other"))));
    DestinationPlan beside = plan.destinations().get(0);
    assertThat(beside.mounted()).as("the base's layers").isEqualTo(amount(image.base));
    assertThat(beside.uploaded()).isEqualTo(amount(without(image.blobs, image.base)));
    assertThat(plan.destinations().get(1).mounted()).isEqualTo(amount(image.blobs));
  }

  @Test
  void aDestinationThatDoesNotAnswerIsInTheWayUnlessTheRunDoesWithoutIt() throws IOException {
    two.faultOnAll(request -> true, Fault.dropBefore());
    PublicationPlan plan = compare(kit -> request(kit, image, LATEST));
    assertThat(plan.isPossible()).isFalse();
    assertThat(plan.destinations().get(1).failure()).contains(two.host());
    assertThat(plan.destinations().get(0).uploaded()).isEqualTo(amount(image.blobs));

    PublicationPlan optional =
        compare(
            kit ->
                new PublishRequest(
                    image.directory,
                    List.of(
                        new Destination(kit.store(one.repository(APP)), false),
                        new Destination(kit.store(two.repository(APP)), true)),
                    LATEST,
                    kit.stores::open,
                    null));
    assertThat(optional.isPossible()).isTrue();
    assertThat(optional.lines()).anyMatch(line -> line.contains("cannot be looked at: "));
  }

  @Test
  void theFailureIsOfTheKindThatThePublicationWouldEndWith() throws IOException {
    two.basic("robot", "secret");
    one.basic("robot", "secret");
    PublicationPlan plan = compare(kit -> request(kit, image, LATEST));
    assertThat(plan.failure()).map(PublicationException::code).hasValue(Code.CREDENTIALS);
  }

  @Test
  void aLayoutIsNotEvenMade() throws IOException {
    PublicationPlan plan =
        compare(
            kit -> kit.request(image.directory, LATEST, kit.stores.destination("oci:none/app")));
    assertThat(plan.destinations().get(0).uploaded()).isEqualTo(amount(image.blobs));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /** What is said before is what is done. */
  @Test
  void aRealRegistryAgrees() throws IOException {
    try (RealRegistry real = RealRegistry.start(folder.resolve("real"));
        HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(kit.request(old.directory, LATEST, kit.store(real.repository(APP))));
      PublishRequest request = kit.request(image.directory, TAGS, kit.store(real.repository(APP)));
      DestinationPlan plan = kit.publication.compare(request).destinations().get(0);
      assertThat(plan.tags())
          .extracting(TagPlan::action)
          .containsExactly(Action.CREATE, Action.CREATE, Action.MOVE);
      DestinationRecord done = kit.publication.publish(request).destinations().get(0);
      assertThat(plan.uploaded().bytes()).isEqualTo(done.uploadedBytes());
      assertThat(plan.present().bytes()).isEqualTo(done.presentBytes());
    }
    for (InProcessRegistry each : List.of(base, one, two)) {
      each.forgetRequests(); // the publication wrote
    }
  }
}
