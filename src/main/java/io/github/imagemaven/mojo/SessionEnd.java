package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.PublicationException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutionException;

/**
 * Does not let a session end in silence with content that was sent and not named. A goal that
 * failed says so itself; where a module never came to its goal nobody else would, and under {@code
 * --fail-never} Maven would end with success.
 */
final class SessionEnd {
  /** Under this key modules share whether somebody watches already. */
  static final String WATCHED = "image.sessionEnd";

  private SessionEnd() {}

  /**
   * Looks at the session's end, once.
   *
   * @param goal which publishes
   * @param unnamed the modules whose content is everywhere and has no name, asked at the end
   * @param failed the modules whose publication was begun and failed, asked at the end
   * @param told whom to tell of the failure beside Maven
   */
  static void watch(
      MavenSession session,
      ConcurrentMap<String, Boolean> watched,
      String goal,
      Supplier<List<String>> unnamed,
      Supplier<List<String>> failed,
      Consumer<ImageException> told,
      Log log) {
    SessionListener.atEnd(
        session,
        watched,
        WATCHED,
        () -> check(session, goal, unnamed.get(), failed.get(), told, log));
  }

  /**
   * Adds the failure of modules without a name; a publication that failed has one. Maven looks at
   * the request's failure behaviour when all is over, to decide whether to end with success
   * whatever has failed; this failure is not for {@code --fail-never} to pass over, since half a
   * release is what nobody asked for. Maven 4 (rc-5) reads its command line instead, and ends with
   * 0 after BUILD FAILURE and the message.
   */
  private static void check(
      MavenSession session,
      String goal,
      List<String> unnamed,
      List<String> failed,
      Consumer<ImageException> told,
      Log log) {
    if (unnamed.isEmpty() && failed.isEmpty()) {
      return;
    }
    MavenExecutionRequest request = session.getRequest();
    if (MavenExecutionRequest.REACTOR_FAIL_NEVER.equals(request.getReactorFailureBehavior())) {
      log.warn(
          "--fail-never does not go as far as a publication: this build fails (Maven 4 ends with 0"
              + " all the same)");
      request.setReactorFailureBehavior(MavenExecutionRequest.REACTOR_FAIL_AT_END);
    }
    if (!unnamed.isEmpty()) {
      PublicationException failure =
          new PublicationException(
              Code.PUBLICATION,
              "the content of "
                  + String.join(", ", unnamed)
                  + " is in place and was not published, because a module failed or did not"
                  + " come to image:"
                  + goal
                  + ": run again, or go on with -rf where a module failed",
              null);
      String message = failure.code() + ": " + failure.getMessage();
      session.getResult().addException(new LifecycleExecutionException(message));
      told.accept(failure);
    }
  }
}
