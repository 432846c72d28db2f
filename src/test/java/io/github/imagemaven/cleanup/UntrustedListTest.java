package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of tags that does not have all of them, which no answer says. */
class UntrustedListTest extends OrdinaryRegistry {
  @BeforeEach
  void tag() {
    registry.seedManifest(APP, "latest", now);
    registry.seedManifest(APP, "stable", old);
  }

  private void listed(Answer answer) {
    registry.faultOnAll(request -> request.path().endsWith("/tags/list"), Fault.answer(answer));
  }

  private static Answer tags(String json) {
    return Answer.of(200).header("Content-Type", "application/json").body(json);
  }

  private RepositoryCleanup cleanUp(boolean alone) throws Exception {
    return cleanup().run(alone ? alone() : request());
  }

  private void nothingGoes(boolean alone) throws Exception {
    RepositoryCleanup result = cleanUp(alone);
    assertThat(result.deleted()).isEmpty();
    assertThat(result.failure()).contains("list of tags");
    assertThat(registry.tags(APP)).containsKeys("latest", "stable");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRepositoryThatIsSaidNotToExistIsNotCleanedUp(boolean alone) throws Exception {
    listed(Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry", APP));
    nothingGoes(alone);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "[]")
  void aRepositoryWithoutTagsIsNotCleanedUp(String tags) throws Exception {
    listed(tags("{\"name\":\"acme/app\",\"tags\":" + tags + "}"));
    nothingGoes(true);
    nothingGoes(false);
  }

  @Test
  void aListWithoutTheTagThatWasJustPublishedIsNotBelieved() throws Exception {
    registry.seedManifest(APP, "1.0.0", now);
    listed(tags("{\"name\":\"acme/app\",\"tags\":[\"1.0.0\"]}"));
    nothingGoes(false);
  }

  /** Which then says that there is one more page, or none, when it is asked for what follows. */
  @Test
  void aListThatIsCutWithoutALinkIsReadToItsEnd() throws Exception {
    IntStream.range(100, 199).forEach(i -> registry.seedManifest(APP, "b" + i, now));
    registry.tagPage(100);
    registry.faultOnAll(
        request -> request.path().endsWith("/tags/list"),
        Fault.alter(answer -> answer.without("Link")));
    RepositoryCleanup result = cleanUp(false);
    assertThat(result.failure()).isNull();
    assertThat(result.deleted()).isEmpty();
    assertThat(registry.tags(APP)).containsKey("stable");
  }
}
