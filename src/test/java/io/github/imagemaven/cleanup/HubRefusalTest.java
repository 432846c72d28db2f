package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.cleanup.testing.FakeHub;
import io.github.imagemaven.cleanup.testing.RegistryFront;
import io.github.imagemaven.cleanup.testing.Reply;
import io.github.imagemaven.cleanup.testing.Request;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.registry.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where Docker Hub does not do what it is asked for. */
final class HubRefusalTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);
  private FakeHub hub;
  private RegistryFront registry;
  private RawManifest child;
  private RawManifest old;

  @BeforeEach
  void moveATag() throws IOException {
    hub = lab.hub();
    registry = lab.hubRegistry();
    child = VendorLab.image(repository, "child", null);
    old = VendorLab.index(repository, "latest", child);
    VendorLab.image(repository, "now", "latest");
  }

  private DockerHub dockerHub() {
    return dockerHub("shipper", "dckr_pat_1");
  }

  private DockerHub dockerHub(String user, String secret) {
    var client = lab.client(user, secret);
    RepositoryName name = new RepositoryName(registry.host(), path);
    return new DockerHub(client, client.repository(name), hub.root());
  }

  private boolean isThere(RawManifest manifest) {
    return lab.repository(path).hasManifest(manifest.digest());
  }

  @Test
  void theRightThatIsMissingIsNamed() throws IOException {
    repository.putTag("old", old, null);
    hub.account("reader", "dckr_pat_2", false);
    DockerHub reader = dockerHub("reader", "dckr_pat_2");
    Entry entry = reader.list().entry(old.digest()).orElseThrow();

    assertThatThrownBy(() -> reader.delete(entry, Looking.unopposed()))
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("does not delete the tag old")
        .hasMessageContaining("'Read, Write, Delete'")
        .hasMessageContaining("scope-tag-admin");
    assertThat(repository.tags()).contains("old");

    registry.mayDelete(false);
    assertThatThrownBy(
            () -> dockerHub().delete(Entry.unlisted(child.digest()), Looking.unopposed()))
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining(child.digest().toString())
        .hasMessageContaining("scope-image-delete");
    assertThat(isThere(child)).isTrue();
  }

  @Test
  void credentialsThatAreMissingOrWrongAreSaidToBeSo() {
    assertThatThrownBy(() -> dockerHub("shipper", "wrong-1").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("does not give shipper a token")
        .hasMessageContaining("401")
        .hasMessageContaining("did not accept the credentials")
        .hasMessageNotContaining("scope-tag-admin")
        .hasMessageNotContaining("wrong-1");
    var none = lab.client(null);
    assertThatThrownBy(
            () -> new DockerHub(none, none.repository(lab.name(path)), hub.root()).list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("found none")
        .hasMessageContaining("'Read, Write, Delete'");
  }

  @Test
  void aRepositoryThatIsNotListedIsSaidToBeSo() {
    var client = lab.client("shipper", "dckr_pat_1");
    assertThatThrownBy(
            () ->
                new DockerHub(client, client.repository(lab.name("acme/none")), hub.root()).list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("does not list the tags")
        .hasMessageContaining("404");
  }

  @Test
  void budgetsThatDoNotSufficeAreSaidBeforeAnythingIsDeleted() {
    DockerHub dockerHub = dockerHub();
    hub.requestsLeft(10 + 2, Duration.ofMinutes(5));
    registry.readsLeft(7);
    dockerHub.list();

    assertThatCode(() -> dockerHub.checkBudget(2, 7, 4)).doesNotThrowAnyException();
    assertThatThrownBy(() -> dockerHub.checkBudget(3, 7, 4))
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("11 requests to its API")
        .hasMessageContaining("allows 10 more")
        .hasMessageContaining("in 5 min");
  }

  @Test
  void aLimitOnReadingManifestsCounts() {
    registry.readsLeft(7);
    var client = lab.client("shipper", "dckr_pat_1");
    Repository behind = client.repository(new RepositoryName(registry.host(), path));
    DockerHub dockerHub = new DockerHub(client, behind, hub.root());
    assertThatCode(() -> dockerHub.checkBudget(1, 900, 1)).doesNotThrowAnyException();
    behind.getManifest("latest");

    assertThatCode(() -> dockerHub.checkBudget(1, 7, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> dockerHub.checkBudget(1, 8, 1))
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("8 manifests to be read")
        .hasMessageContaining("allows 7 more");
  }

  @Test
  void aLimitThatEndsWithinTheMinuteIsWaitedForInstead() {
    hub.requestsLeft(3, Duration.ofSeconds(50));
    DockerHub dockerHub = dockerHub();
    dockerHub.list();

    assertThatCode(() -> dockerHub.checkBudget(99, 0, 99)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'count':2,'next':null,'results':[{'name':'a','digest':'DIGEST'}]} | changed each of 5",
        "{'count':2,'results':[{'name':'a','digest':'DIGEST'}]} | changed each of 5",
        "{'next':null,'results':[]} | expected of Docker Hub a list of tags",
        "{'count':0,'next':null} | expected of Docker Hub a list of tags",
        "[] | expected of Docker Hub a list of tags",
        "{'count':1,'next':null,'results':[{'digest':'DIGEST'}]} | tags with names"
      })
  void aListThatIsNotWholeEndsCleanUp(String body, String said) {
    String json = body.replace("'", "\"").replace("DIGEST", "" + old.digest());
    hub.faultOn(Request.of("GET", ".*/tags.*"), 9, new Reply(200, Map.of(), json));

    assertThatThrownBy(() -> dockerHub().list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aPageOfAnotherHostIsNotAskedFor() {
    String json =
        "{\"count\":2,\"next\":\"https://hub.example.com/x\",\"results\":[{\"name\":\"a\"}]}";
    hub.faultOn(Request.of("GET", ".*/tags.*"), 9, new Reply(200, Map.of(), json));

    assertThatThrownBy(() -> dockerHub().list())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("another host");
  }

  @Test
  void aPageForPeopleIsNoAnswer() {
    hub.faultOn(Request.of("GET", ".*/tags.*"), 9, Reply.html(200));

    assertThatThrownBy(() -> dockerHub().list())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("JSON");
  }
}
