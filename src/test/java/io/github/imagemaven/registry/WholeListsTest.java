package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of tags and referrers are whole, or there is an exception. */
final class WholeListsTest {
  private static final Predicate<RecordedRequest> LIST = RecordedRequest.of("GET", "/tags/list");
  private static final Predicate<RecordedRequest> REFERRERS =
      RecordedRequest.of("GET", "/referrers/");

  private final InProcessRegistry registry = InProcessRegistry.start();
  private final Kit kit = Kit.anonymous();
  private final RawManifest manifest = Kit.Image.of("lists").manifest();
  private final Repository repository = kit.at(registry.repository("acme/app"));

  @AfterEach
  void stop() {
    kit.close();
    registry.close();
  }

  private List<String> seed(int tags) {
    List<String> seeded = IntStream.range(0, tags).mapToObj("t%06d"::formatted).toList();
    seeded.forEach(tag -> registry.seedManifest("acme/app", tag, manifest));
    return seeded;
  }

  private static Answer tags(List<String> tags) {
    String list = tags.stream().map(tag -> "\"" + tag + "\"").collect(Collectors.joining(","));
    return Answer.of(200).body("{\"name\":\"acme/app\",\"tags\":[" + list + "]}");
  }

  private void everyList(Answer answer) {
    registry.faultOnAll(LIST, Fault.answer(answer));
  }

  private void tagsFailWith(String words) {
    assertThatThrownBy(repository::tags)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(registry.host() + "/acme/app")
        .hasMessageContaining(words);
    assertThat(kit.time.sleeps()).isEmpty();
  }

  @Test
  void tagsOfAllPagesAreListed() {
    List<String> seeded = seed(7);
    registry.tagPage(3);
    assertThat(repository.tags()).isEqualTo(seeded);
    assertThat(registry.requests()).hasSize(3);
    assertThat(registry.requests().get(0).query()).isEqualTo("n=1000");
  }

  /** The specification lets a registry leave the link out of a page that is full. */
  @Test
  void aFullPageWithoutLinkMayGoOn() {
    List<String> seeded = seed(2001);
    registry.faultOnAll(LIST, Fault.alter(answer -> answer.without("Link")));
    assertThat(repository.tags()).isEqualTo(seeded);
    assertThat(repository.lists("t002000")).isTrue();
    assertThat(repository.lists("other")).isFalse();
  }

  /** Distribution 2.8 knows neither {@code n} nor {@code last}. */
  @Test
  void aFullPageThatIsSaidOnceMoreIsTheWhole() {
    List<String> thousand = IntStream.range(0, 1000).mapToObj("t%03d"::formatted).toList();
    everyList(tags(thousand));
    assertThat(repository.tags()).isEqualTo(thousand);
    assertThat(registry.requests()).hasSize(2);
    registry.clearFaults().forgetRequests();
    List<String> more = new ArrayList<>(thousand);
    more.add("u");
    everyList(tags(more));
    assertThat(repository.tags()).isEqualTo(more);
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void thereAreNoTagsWhereThereIsNoRepositoryOrNullIsSaid() {
    everyList(Answer.error(404, "NAME_UNKNOWN", "unknown", ""));
    assertThat(repository.tags()).isEmpty();
    registry.clearFaults();
    everyList(Answer.of(200).body("{\"name\":\"acme/app\",\"tags\":null}"));
    assertThat(repository.tags()).isEmpty();
  }

  @Test
  void aRepositoryThatWasPushedToIsNotUnknown() {
    registry.seedManifest("acme/app", "1", manifest);
    repository.putTag("2", referrer("two", manifest.digest()), null);
    everyList(Answer.error(404, "NAME_UNKNOWN", "unknown", ""));
    tagsFailWith("404");
  }

  @Test
  void aListThatGoesWhileItIsReadIsNone() {
    seed(4);
    registry.tagPage(2);
    registry.faultOn(
        LIST.and(request -> request.query().contains("last=")),
        1,
        Fault.answer(Answer.error(404, "NAME_UNKNOWN", "unknown", "")));
    tagsFailWith("404");
  }

  @Test
  void aPlain404IsNoEmptyList() {
    everyList(Answer.of(404));
    tagsFailWith("404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "[]",
        "{}",
        "{\"tags\":{}}",
        "{\"tags\":\"1\"}",
        "{\"tags\":[1]}",
        "{\"tags\":[\"a/../b\"]}",
        "{\"tags\":[\"\"]}",
        "{\"tags\":[]} more",
        ""
      })
  void whatIsNoListIsNone(String body) {
    everyList(Answer.of(200).body(body));
    tagsFailWith("its list of tags");
  }

  @Test
  void aPageHasAnEnd() {
    everyList(Answer.of(200).body(" ".repeat(4 << 20) + "{\"tags\":[]}"));
    tagsFailWith("4 MiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</v2/acme/app/tags/list?n=1000>; rel=\"next\"",
        "<?n=1000>; rel=next",
        "<tags/list?n=1000&again>; rel=next",
        "<http://example.com/v2/acme/app/tags/list>; rel=\"next\"",
        "<https://127.0.0.1:1/v2/acme/app/tags/list>; rel=\"next\"",
        "/v2/acme/app/tags/list?n=1000&last=1; rel=\"next\"",
        "<ftp://x/>; rel=next"
      })
  void aLinkThatLeadsNowhereIsNotTheEnd(String link) {
    everyList(tags(List.of("1")).header("Link", link));
    tagsFailWith("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</v2/acme/app/tags/list?n=1000&last=1>;rel=next",
        "</v2/acme/app/tags/list?n=1000&last=1>; REL=\"prefetch next\"",
        "</x>; rel=\"first\", </v2/acme/app/tags/list?n=1000&last=1> ; title=\"a, b\";"
            + " rel=\"next\"",
        "<list?n=1000&last=1>; rel=\"next\""
      })
  void aLinkIsReadInEachOfItsForms(String link) {
    registry.faultOn(LIST, 1, Fault.answer(tags(List.of("1")).header("Link", link)));
    registry.faultOn(LIST, 1, Fault.answer(tags(List.of("2"))));
    assertThat(repository.tags()).containsExactly("1", "2");
  }

  @Test
  void aListWithoutEndIsGivenUp() {
    registry.faultOnAll(LIST, Fault.answer(tags(List.of()).header("Link", "<?n=1>; rel=next")));
    tagsFailWith("circle");
  }

  // ---- referrers

  private RawManifest referrer(String name, Digest subject) {
    var tree =
        Json.object()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.OCI_INDEX)
            .put("artifactType", name);
    tree.putArray("manifests");
    tree.set("subject", Descriptor.of(MediaTypes.OCI_MANIFEST, subject, 1).toJson());
    return RawManifest.of(MediaTypes.OCI_INDEX, Json.bytes(tree));
  }

  @Test
  void referrersAreThoseWithTheSubject() {
    registry.referrers(true);
    RawManifest one = referrer("one", manifest.digest());
    RawManifest two = referrer("two", manifest.digest());
    repository.putManifest(one);
    repository.putManifest(two);
    repository.putManifest(referrer("other", Digest.ofBytes(new byte[0])));
    assertThat(repository.referrers(manifest.digest()).orElseThrow())
        .extracting(Descriptor::digest)
        .containsExactlyInAnyOrder(one.digest(), two.digest());
    assertThat(repository.referrers(Digest.ofBytes(new byte[1])).orElseThrow()).isEmpty();
    assertThat(registry.requests(REFERRERS).get(0).header("Accept"))
        .isEqualTo(MediaTypes.OCI_INDEX);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void whereThereIsNoSuchEndPointThatIsSaid(int status) {
    registry.faultOnAll(REFERRERS, Fault.status(status));
    assertThat(repository.referrers(manifest.digest())).isEmpty();
  }

  private static Answer index(RawManifest... referrers) {
    var tree = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    var array = tree.putArray("manifests");
    for (RawManifest each : referrers) {
      array.add(each.descriptor().toJson());
    }
    return Answer.of(200).header("Content-Type", MediaTypes.OCI_INDEX).body(Json.bytes(tree));
  }

  @Test
  void referrersOfAllPagesAreListed() {
    RawManifest one = referrer("one", manifest.digest());
    RawManifest two = referrer("two", manifest.digest());
    registry.faultOn(
        REFERRERS, 1, Fault.answer(index(one).header("Link", "<?page=2>; rel=\"next\"")));
    registry.faultOn(REFERRERS, 1, Fault.answer(index(one, two)));
    assertThat(repository.referrers(manifest.digest()).orElseThrow())
        .extracting(Descriptor::digest)
        .containsExactly(one.digest(), two.digest());
    registry.faultOn(
        REFERRERS, 1, Fault.answer(index(one).header("Link", "<?page=2>; rel=\"next\"")));
    registry.faultOn(REFERRERS, 1, Fault.status(404));
    assertThatThrownBy(() -> repository.referrers(manifest.digest()))
        .isInstanceOf(RegistryException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json|{}",
        "application/json|{\"schemaVersion\":2,\"manifests\":[]}",
        "text/html|<html></html>",
        "application/vnd.oci.image.index.v1+json|{}",
        "application/vnd.oci.image.index.v1+json|{\"manifests\":{}}",
        "application/vnd.oci.image.index.v1+json|{\"manifests\":[{}]}",
        "application/vnd.oci.image.index.v1+json|{\"mediaType\":\"x/y\",\"manifests\":[]}",
      })
  void a200ThatIsNoIndexDoesNotSayThatThereAreNone(String answer) {
    String[] parts = answer.split("\\|", 2);
    registry.faultOnAll(
        REFERRERS, Fault.answer(Answer.of(200).header("Content-Type", parts[0]).body(parts[1])));
    assertThatThrownBy(() -> repository.referrers(manifest.digest()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("its list of referrers");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void aRefusalDoesNotSayThatThereAreNone(int status) {
    registry.faultOnAll(REFERRERS, Fault.status(status));
    assertThatThrownBy(() -> repository.referrers(manifest.digest()))
        .isInstanceOf(RegistryException.class);
  }

  // ---- how much may be read

  @Test
  void howManyReadsAreLeftIsWhatWasSaidLast() {
    registry.seedManifest("acme/app", "1", manifest);
    assertThat(repository.readsLeft()).isEmpty();
    for (String said : List.of("76;w=21600", "75", "0;w=21600")) {
      registry.clearFaults();
      registry.faultOnAll(
          request -> true, Fault.alter(answer -> answer.header("ratelimit-remaining", said)));
      repository.headManifest("1");
      int left = Integer.parseInt(said.split(";", 2)[0]);
      assertThat(repository.readsLeft()).hasValue(left);
    }
    registry.clearFaults();
    registry.faultOnAll(
        request -> true, Fault.alter(answer -> answer.header("ratelimit-remaining", "many")));
    repository.headManifest("1");
    assertThat(kit.at(registry.repository("acme/other")).readsLeft()).hasValue(0);
  }
}
