package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.ci.GitHubRunner;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublicationRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

/** {@code image.dryRun} through the goals: registries are read, and nothing else. */
class DryRunTest extends ReleaseOnGitHub {
  private TestReactor reactor(String dryRun) throws Exception {
    return reactor()
        .set("registries", registry.host() + "/acme,oci:target/registry")
        .set("dryRun", dryRun);
  }

  private static void build(TestReactor reactor) throws MojoExecutionException {
    reactor.goal("validate-tag");
    reactor.goal("build-multiarch");
  }

  @Test
  void nothingIsSentAndNothingIsLeftAsIfItWere() throws Exception {
    TestReactor reactor = reactor("true");
    build(reactor);
    reactor.goal("push-all");
    reactor.end();
    assertOnlyRead();
    assertThat(reactor.session.getResult().hasExceptions()).isFalse();
    assertThat(reactor.lines)
        .anyMatch(line -> line.startsWith("Would publish billing sha256:"))
        .contains("  to " + registry.host() + "/acme/billing", "    1.2.3 would be created")
        .noneMatch(line -> line.startsWith("Published"));
    for (String module : new String[] {"orders", "billing"}) {
      assertThat(registry.tags("acme/" + module)).isEmpty();
      assertThat(reactor.directory(module).resolve(PublicationRecord.FILE)).doesNotExist();
      assertThat(root.resolve(module).resolve("target/registry")).doesNotExist();
    }
    assertThat(outputs())
        .containsEntry("published", "false")
        .containsEntry("uploaded_bytes", "0")
        .hasEntrySatisfying("digest", digest -> assertThat(digest).startsWith("sha256:"));
    assertThat(summary())
        .contains("Nothing was sent and no tag was moved", "### `billing`\n\n**Not published.**");
  }

  @Test
  void whatAPublicationWouldFailWithFailsIt() throws Exception {
    TestReactor first = reactor("false");
    build(first);
    first.goal("push-all");
    first.end();
    Digest released = registry.tags("acme/orders").get("1.2.3");
    Path record = first.directory("orders").resolve(PublicationRecord.FILE);
    byte[] published = Files.readAllBytes(record);
    registry.forgetRequests();

    TestReactor second = reactor("true");
    second.environment.put("GITHUB_SHA", "d".repeat(40)); // the same would finish that release
    build(second);
    second.goal("push-all", "parent");
    MojoExecutionException failure = second.failing("push-all", "orders");
    second.end();
    assertOnlyRead();
    assertThat(failure)
        .hasMessageStartingWith("IMG-4: ")
        .hasMessageContainingAll("names " + released, "This dry run sent nothing");
    assertThat(registry.tags("acme/orders")).containsEntry("1.2.3", released);
    assertThat(record).as("tells of the publication before").hasBinaryContent(published);
    assertThat(GitHubRunner.commands(second.console.toByteArray()))
        .singleElement()
        .satisfies(error -> assertThat(error.data()).contains("This dry run sent nothing"));
  }

  /** What the build was resumed past has been built, and is waiting for its names. */
  @Test
  void modulesThatABuildWasResumedPastAreLookedAtToo() throws Exception {
    TestReactor before = reactor("true");
    build(before);

    TestReactor resumed = reactor("true");
    resumed.session.getRequest().setResumeFrom(":billing");
    resumed.session.setProjects(List.of(resumed.module("billing")));
    resumed.goal("build-multiarch", "billing");
    registry.forgetRequests();
    resumed.goal("push-all", "billing");
    assertOnlyRead();
    assertThat(registry.requests()).anyMatch(each -> each.path().contains("acme/orders"));
    assertThat(registry.tags("acme/orders")).isEmpty();
  }

  /** One of several machines: its platforms are looked at, and what others build is not missed. */
  @Test
  void aPartIsLookedAtByItself() throws Exception {
    TestReactor reactor = reactor("true").set("buildPlatforms", "linux/amd64");
    build(reactor);
    reactor.goal("push-all");
    reactor.end();
    assertOnlyRead();
    assertThat(reactor.session.getResult().hasExceptions()).isFalse();
    assertThat(reactor.lines)
        .anyMatch(line -> line.startsWith("Would publish linux/amd64 of billing sha256:"))
        .noneMatch(line -> line.contains("would be created"));
    assertThat(reactor.directory("billing").resolve("parts")).doesNotExist();
  }
}
