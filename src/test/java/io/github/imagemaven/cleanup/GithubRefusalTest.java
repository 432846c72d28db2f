package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.cleanup.testing.FakeGithub;
import io.github.imagemaven.cleanup.testing.Reply;
import io.github.imagemaven.cleanup.testing.Request;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.registry.Repository;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said where GitHub does not do what it is asked for: which right, and where it is given.
 */
final class GithubRefusalTest extends VendorTest {
  private final String path = path("acme");
  private final Repository repository = lab.repository(path);
  private FakeGithub github;
  private RawManifest old;

  @BeforeEach
  void startGithub() throws IOException {
    github = lab.github();
    old = VendorLab.image(repository, "old", null);
    VendorLab.image(repository, "now", "latest");
  }

  private GithubPackages packages(String token) {
    return packages(path, token);
  }

  private GithubPackages packages(String of, String token) {
    var client = lab.client("somebody", token);
    return new GithubPackages(client, client.repository(lab.name(of)), github.root());
  }

  private String failure(String token) throws Exception {
    GithubPackages packages = packages(token);
    try {
      packages.delete(packages.list().entry(old.digest()).orElseThrow(), Looking.unopposed());
    } catch (CleanupException e) {
      assertThat(lab.repository(path).hasManifest(old.digest())).isTrue();
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it was deleted");
  }

  @ParameterizedTest
  @CsvSource({
    "ghs_1, packages: write",
    "ghs_1, Manage Actions access",
    "ghp_1, classic personal access token with read:packages and delete:packages",
    "github_pat_1, a fine-grained token has no rights on packages at all"
  })
  void theRightThatIsMissingIsNamedForTheKindOfToken(String token, String said) throws Exception {
    github.token(token, token.startsWith("ghs_") ? null : "jane", true, false);
    assertThat(failure(token)).contains(said).contains("403").contains("does not delete version");

    github.token(token, token.startsWith("ghs_") ? null : "jane", false, false);
    assertThat(failure(token)).contains(said).contains("does not list the versions");
  }

  @Test
  void aTokenThatGithubDoesNotKnowIsSaidToBeSo() throws Exception {
    assertThat(failure("ghp_nobody"))
        .contains("does not know the token for")
        .contains("401")
        .contains("GitHub did not accept the credentials")
        .doesNotContain("ghp_nobody", "delete:packages");
  }

  /** A list is followed to the new place, a deletion is not. */
  @ParameterizedTest
  @ValueSource(ints = {301, 307})
  void whatWasRenamedIsSaidToBeSo(int status) throws Exception {
    github.faultOn(
        request -> request.method().equals("DELETE"),
        1,
        Reply.error(status, "Moved").header("Location", "/repositories/7"));
    assertThat(failure("ghs_run"))
        .contains("the owner acme or the package was renamed or moved")
        .contains("image.registries (" + lab.name("x").host() + "/OWNER)")
        .doesNotContain("githubstatus");
  }

  @Test
  void notFoundHasThreeReasons() {
    assertThatThrownBy(() -> packages("acme/not-there", "ghs_run").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("acme has no package not-there")
        .hasMessageContaining("not linked to the workflow's repository")
        .hasMessageContaining("the token may not see it")
        .hasMessageContaining("Manage Actions access");
  }

  @Test
  void anOwnerThatIsNeitherIsSaidWithTheSettingForEnterprise() {
    assertThatThrownBy(() -> packages("nobody/app", "ghs_run").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("no such nobody")
        .hasMessageContaining("-Dimage.cleanup.github=" + lab.name("x").host() + "=https://");
  }

  /** Which is never of GitHub Enterprise. */
  @Test
  void anOwnerThatIsNeitherAtGhcrIsASpelling() {
    var client = lab.client("somebody", "ghs_run");
    Repository ghcr = client.repository(RepositoryName.parse("ghcr.io/nobody/app"));
    assertThatThrownBy(() -> new GithubPackages(client, ghcr, github.root()).list())
        .isInstanceOf(CleanupException.class)
        .hasMessageEndingWith("no such nobody; look whether its name is right");
  }

  @Test
  void aPageForPeopleIsNoAnswer() {
    github.faultOn(Request.of("GET", ".*/versions.*"), 9, Reply.html(200));

    assertThatThrownBy(() -> packages("ghs_run").list())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("JSON");
  }

  /** Such as what a server shows to people, where the setting says a wrong address. */
  @Test
  void whatIsNoApiNamesTheSettingThatSaysWhereItIs() {
    github.faultOn(Request.of("GET", ".*/users/.*"), 9, Reply.html(200));

    assertThatThrownBy(() -> packages("ghs_run").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("JSON")
        .hasMessageContaining("Expected GitHub's REST API at " + github.root())
        .hasMessageContaining("image.cleanup.github");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'id':1,'name':'1.0','metadata':{'container':{'tags':[]}}}]",
        "[{'id':1,'name':'sha256:%s'}]",
        "[{'id':1,'name':'sha256:%s','metadata':{'container':{'tags':'latest'}}}]",
        "[{'id':1,'name':'sha256:%s','metadata':{'container':{'tags':[1]}}}]",
        "[{'id':'x','name':'sha256:%s','metadata':{'container':{'tags':[]}}}]",
        "[1]",
        "{'versions':[]}"
      })
  void whatCannotBeReadDeletesNothing(String body) {
    Reply reply = new Reply(200, Map.of(), body.replace("'", "\"").replace("%s", HEX));
    github.faultOn(Request.of("GET", ".*/versions.*"), 1, reply);

    assertThatThrownBy(() -> packages("ghs_run").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("clean-up of " + lab.name(path) + " ends here");
  }

  @Test
  void oneDigestTwiceDeletesNothing() {
    github.faultOn(
        Request.of("GET", ".*/versions.*"),
        1,
        new Reply(
            200,
            Map.of(),
            "["
                + VERSION.formatted(1, "sha256:" + HEX)
                + ","
                + VERSION.formatted(2, "sha256:" + HEX)
                + "]"));

    assertThatThrownBy(() -> packages("ghs_run").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("two versions");
  }

  @Test
  @Timeout(60)
  void thePageThatComesAgainIsNoList() {
    String versions =
        IntStream.range(0, 30)
            .mapToObj(i -> VERSION.formatted(i, Digest.ofBytes(new byte[] {(byte) i})))
            .collect(Collectors.joining(","));
    github.faultOn(
        Request.of("GET", ".*/versions.*"), 99, new Reply(200, Map.of(), "[" + versions + "]"));

    assertThatThrownBy(() -> packages("ghs_run").list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("changed each of 5 times");
  }

  @Test
  void credentialsThatTheApiCannotBeGivenAreNamed() {
    var none = lab.client(null);
    assertThatThrownBy(
            () -> new GithubPackages(none, none.repository(lab.name(path)), github.root()).list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("found none")
        .hasMessageContaining("secrets.GITHUB_TOKEN");
    var other = lab.client(new Credential.RegistryToken("secret-1"));
    assertThatThrownBy(
            () -> new GithubPackages(other, other.repository(lab.name(path)), github.root()).list())
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("registry token ***")
        .hasMessageNotContaining("secret-1");
  }

  @Test
  void aBudgetThatDoesNotSufficeIsSaidBeforeAnythingIsDeleted() throws IOException {
    GithubPackages packages = packages("ghs_run");
    github.requestsLeft(10 + 2);
    packages.list();

    assertThatCode(() -> packages.checkBudget(1, 1000, 3)).doesNotThrowAnyException();
    assertThatThrownBy(() -> packages.checkBudget(2, 0, 3))
        .isInstanceOf(CleanupException.class)
        .hasMessageContaining("11 requests")
        .hasMessageContaining("allows 10 more")
        .hasMessageContaining("in 50 min");
    assertThatCode(() -> packages("ghs_run").checkBudget(99, 99, 9999)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void aLimitThatPassesIsWaitedFor(int status) throws IOException {
    github.faultOn(Request.of("GET", ".*/versions.*"), 1, Reply.secondaryLimit(status, 1));

    assertThat(packages("ghs_run").list().entries()).hasSize(2);
  }

  private static final String VERSION =
      "{\"id\":%s,\"name\":\"%s\",\"metadata\":{\"container\":{\"tags\":[]}}}";
  private static final String HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
}
