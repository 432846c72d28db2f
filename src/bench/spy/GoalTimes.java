import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.eventspy.AbstractEventSpy;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.plugin.MojoExecution;

/**
 * Appends a line {@code prefix:goal nanoseconds} to the file named by the environment variable
 * GOAL_TIMES for each goal that Maven has run. The time is Maven's own view of the goal: from
 * before the plugin's classes are loaded until it returned.
 */
@Named
@Singleton
public class GoalTimes extends AbstractEventSpy {
  private final Map<MojoExecution, Long> started = new ConcurrentHashMap<>();

  @Override
  public void onEvent(Object event) throws IOException {
    if (!(event instanceof ExecutionEvent)) {
      return;
    }
    ExecutionEvent execution = (ExecutionEvent) event;
    switch (execution.getType()) {
      case MojoStarted:
        started.put(execution.getMojoExecution(), System.nanoTime());
        break;
      case MojoSucceeded:
      case MojoFailed:
        long nanoseconds = System.nanoTime() - started.remove(execution.getMojoExecution());
        MojoExecution goal = execution.getMojoExecution();
        String line = goal.getMojoDescriptor().getFullGoalName() + " " + nanoseconds + "\n";
        Files.write(
            Path.of(System.getenv("GOAL_TIMES")),
            line.getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        break;
      default:
        break;
    }
  }
}
