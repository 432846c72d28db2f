package io.github.imagemaven.mojo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;

/**
 * Work at the end of a session, when nothing of it runs any more, whatever has failed, and Maven
 * has not yet said how it ended.
 */
final class SessionListener {
  private SessionListener() {}

  /**
   * Puts the work before Maven's own listener, once a session.
   *
   * @param known what is waited for already, shared by all modules of the session
   * @param key what the work is known by there
   */
  static void atEnd(
      MavenSession session, ConcurrentMap<String, Boolean> known, String key, Runnable work) {
    MavenExecutionRequest request = session.getRequest();
    synchronized (request) { // two modules at once would each put the other's away
      ExecutionListener maven = request.getExecutionListener();
      if (maven != null && known.putIfAbsent(key, true) == null) {
        request.setExecutionListener(before(maven, work));
      }
    }
  }

  private static ExecutionListener before(ExecutionListener maven, Runnable work) {
    Object listener =
        Proxy.newProxyInstance(
            ExecutionListener.class.getClassLoader(),
            new Class<?>[] {ExecutionListener.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("sessionEnded")) {
                work.run();
              }
              try {
                return method.invoke(maven, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
    return (ExecutionListener) listener;
  }
}
