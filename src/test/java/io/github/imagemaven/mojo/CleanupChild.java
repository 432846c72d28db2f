package io.github.imagemaven.mojo;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;

/** The process that {@link CleanupCutTest} ends: publishes two modules and cleans up. */
final class CleanupChild {
  private CleanupChild() {}

  /** Says each line when it comes, since nobody does when the JVM has ended. */
  private static final class Out extends AbstractList<String> {
    @Override
    public boolean add(String line) {
      System.out.println(line);
      return true;
    }

    @Override
    public String get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return 0;
    }
  }

  /**
   * @param arguments folder of the session, host of the registry, {@code image.cleanup.order}
   */
  public static void main(String[] arguments) throws Exception {
    TestReactor reactor =
        CleanupSessions.push(Path.of(arguments[0]), arguments[1], "new")
            .set("cleanup.order", arguments[2]);
    List<String> out = new Out();
    try {
      for (String module : CleanupSessions.MODULES) {
        for (String goal : CleanupSessions.GOALS) {
          TestReactor.run(
              goal,
              reactor.session,
              reactor.plugin(),
              reactor.module(module),
              reactor.environment,
              reactor.console,
              out,
              out);
        }
      }
      System.out.println("ended");
    } catch (MojoExecutionException e) {
      System.out.println("failed: " + e.getMessage());
      System.exit(1);
    }
  }
}
