package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.junit.jupiter.api.Test;

class SessionEndTest {
  private final List<ImageException> told = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private final MavenExecutionRequest request = new DefaultMavenExecutionRequest();

  @SuppressWarnings("deprecation") // the constructor of tests, as Maven says
  private final MavenSession session =
      new MavenSession(null, null, request, new DefaultMavenExecutionResult());

  private void end(List<String> unnamed, List<String> failed) {
    request.setExecutionListener(
        new AbstractExecutionListener() {
          @Override
          public void sessionEnded(ExecutionEvent event) {
            order.add("Maven sees " + session.getResult().getExceptions().size() + " failures");
          }
        });
    ConcurrentHashMap<String, Boolean> watched = new ConcurrentHashMap<>();
    for (int module = 0; module < 2; module++) {
      SessionEnd.watch(
          session, watched, "push-all", () -> unnamed, () -> failed, told::add, Log.silent());
    }
    request.getExecutionListener().projectStarted(null);
    request.getExecutionListener().sessionEnded(null);
  }

  @Test
  void contentWithoutNamesIsAFailureThatMavenSeesInTime() {
    end(List.of("shop", "till"), List.of());
    assertThat(order).containsExactly("Maven sees 1 failures");
    assertThat(session.getResult().getExceptions())
        .singleElement()
        .satisfies(
            e -> assertThat(e).hasMessageStartingWith("IMG-4: the content of shop, till is"));
    assertThat(told)
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageStartingWith("the content of shop, till is"));
  }

  @Test
  void itStandsBesideTheFailureThatCausedIt() {
    session.getResult().addException(new IllegalStateException("no compiler"));
    end(List.of("shop"), List.of());
    assertThat(session.getResult().getExceptions()).hasSize(2);
  }

  @Test
  void failNeverDoesNotReachIt() {
    request.setReactorFailureBehavior(MavenExecutionRequest.REACTOR_FAIL_NEVER);
    end(List.of("shop"), List.of());
    assertThat(request.getReactorFailureBehavior())
        .isEqualTo(MavenExecutionRequest.REACTOR_FAIL_AT_END);
  }

  @Test
  void failNeverDoesNotReachAPublicationThatFailed() {
    request.setReactorFailureBehavior(MavenExecutionRequest.REACTOR_FAIL_NEVER);
    session.getResult().addException(new IllegalStateException("IMG-4"));
    end(List.of(), List.of("shop"));
    assertThat(session.getResult().getExceptions()).hasSize(1);
    assertThat(request.getReactorFailureBehavior())
        .isEqualTo(MavenExecutionRequest.REACTOR_FAIL_AT_END);
  }

  @Test
  void nothingIsSaidWhereAllHasItsName() {
    request.setReactorFailureBehavior(MavenExecutionRequest.REACTOR_FAIL_NEVER);
    end(List.of(), List.of());
    assertThat(session.getResult().hasExceptions()).isFalse();
    assertThat(request.getReactorFailureBehavior())
        .isEqualTo(MavenExecutionRequest.REACTOR_FAIL_NEVER);
  }
}
