package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static CommandLine of(String... words) throws Exception {
    return new CommandLine(List.of(words), TestModules.descriptor());
  }

  @Test
  void aLaterPhaseReachesAnEarlierOne() throws Exception {
    assertThat(of("clean", "verify").reaches("package")).isTrue();
    assertThat(of("verify").reaches("deploy")).isFalse();
    assertThat(of("verify").endsBefore("deploy")).isTrue();
    assertThat(of("deploy").endsBefore("deploy")).isFalse();
    assertThat(of("install").reaches("after:install")).isTrue();
    assertThat(of("install").endsBefore("deploy[10]")).isTrue();
  }

  /** Who is waited for in vain ends the session with a failure; who is not, with half a release. */
  @Test
  void whatNobodyKnowsIsNeitherReachedNorPast() throws Exception {
    assertThat(of("release:stage").reaches("deploy")).isFalse();
    assertThat(of("release:stage").endsBefore("deploy")).isFalse();
    assertThat(of("release:stage").endsBefore("site-deploy")).isFalse();
    assertThat(of("ready").endsBefore("deploy")).isFalse();
  }

  /** Maven 4 has all phases of its default life cycle within {@code all}. */
  @Test
  void whatNobodyKnowsBesideAPhaseIsNotPastEither() throws Exception {
    assertThat(of("package", "all").endsBefore("deploy")).isFalse();
    assertThat(of("verify", "release:perform").endsBefore("deploy")).isFalse();
    assertThat(of("release:perform", "verify").endsBefore("deploy[10]")).isFalse();
    assertThat(of("clean", "verify").endsBefore("deploy")).isTrue();
    assertThat(of("before:install", "install").endsBefore("deploy")).isTrue();
  }

  /** They go through no phases. */
  @Test
  void ourOwnGoalsLeadNowhere() throws Exception {
    assertThat(of("package", "image:build-multiarch").endsBefore("deploy")).isTrue();
    assertThat(of("image:push-all@id").endsBefore("deploy")).isTrue();
  }

  /** A module whose image goes out with the site is not waited for by those that are deployed. */
  @Test
  void eachLifecycleHasWordsOfItsOwn() throws Exception {
    assertThat(of("deploy").reaches("site-deploy")).isFalse();
    assertThat(of("clean", "deploy").endsBefore("site-deploy")).isTrue();
    assertThat(of("clean", "site").endsBefore("site-deploy")).isTrue();
    assertThat(of("clean", "site-deploy").endsBefore("site-deploy")).isFalse();
    assertThat(of("clean", "site-deploy").reaches("site")).isTrue();
    assertThat(of("clean", "site-deploy").endsBefore("deploy")).isTrue();
    assertThat(of("deploy", "site-deploy").endsBefore("deploy")).isFalse();
    assertThat(of("clean").endsBefore("post-clean")).isTrue();
  }

  /** {@code <phase>never</phase>} is as usual as {@code none}; Maven runs neither. */
  @Test
  void aPhaseThatNoLifecycleHasIsNeverReached() throws Exception {
    assertThat(of("clean", "deploy").endsBefore("never")).isTrue();
    assertThat(of("deploy").endsBefore("")).isTrue();
    assertThat(of("image:push-all").endsBefore("never")).isTrue();
    assertThat(of("release").endsBefore("release")).isFalse();
    assertThat(of("deploy").endsBefore("ready")).isFalse();
  }

  @Test
  void goalsOfOthersAreNotOurs() throws Exception {
    assertThat(of("image:push-all").names("push-all")).isTrue();
    assertThat(of("g:image:1.0:push-all@id").names("push-all")).isTrue();
    assertThat(of("other:push-all").names("push-all")).isFalse();
    assertThat(of("image:push-all@id").namesExecution("id")).isTrue();
    assertThat(of("other:push-all@id").namesExecution("id")).isFalse();
  }

  @Test
  void theTopPomsDefaultGoalCountsWhereNothingIsNamed() throws Exception {
    MavenProject top = new MavenProject(new Model());
    top.setExecutionRoot(true);
    top.getBuild().setDefaultGoal("clean  deploy");
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of());
    session.setProjects(List.of(top));
    assertThat(CommandLine.of(session, TestModules.descriptor()).reaches("install")).isTrue();
  }
}
