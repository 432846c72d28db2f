package io.github.imagemaven.release;

import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The program.
 *
 * @param program its name or path
 * @param environment of its process
 * @param limit for each run
 */
public record Git(String program, Map<String, String> environment, Duration limit) {
  private static final Set<String> LOCATIONS =
      Set.of(
          "GIT_DIR",
          "GIT_COMMON_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_PREFIX");

  /**
   * The folder alone says which repository is meant, also below a hook of git's; and git takes no
   * lock, which somebody else's git would meet.
   */
  public Git {
    Map<String, String> adjusted = new HashMap<>(environment);
    adjusted.keySet().removeAll(LOCATIONS);
    adjusted.put("GIT_OPTIONAL_LOCKS", "0");
    adjusted.put("LC_ALL", "C"); // git's reason is repeated among our words
    environment = Map.copyOf(adjusted);
  }

  /**
   * This machine's. A large repository on a slow disk takes its time, above all for the first look.
   */
  public static Git ofThisMachine(Map<String, String> environment) {
    return new Git("git", environment, Duration.ofSeconds(30));
  }

  /**
   * Asks it in a folder and waits for the answer.
   *
   * @param missing told why there is no such program, or that it writes without end
   * @param late told how long it took when it was killed
   * @return null where one of the two was told, or the thread was interrupted and still is
   */
  @Nullable ProgramRun ask(
      Path folder, Consumer<String> missing, Consumer<String> late, String... question) {
    List<String> command = new ArrayList<>(List.of(program, "-C", folder.toString()));
    command.addAll(List.of(question));
    try {
      return ProgramRun.of(command, environment, "", limit);
    } catch (IOException e) {
      missing.accept(String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      late.accept(Figures.seconds(limit));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** The folder whose content git looks after, or the folder itself where git does not. */
  static Path workTree(Path folder) {
    Path repository = repository(folder);
    return repository == null ? folder.toAbsolutePath().normalize() : repository;
  }

  /** The nearest folder above that has a {@code .git}. */
  static @Nullable Path repository(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path each = absolute; each != null; each = each.getParent()) {
      if (Files.exists(each.resolve(".git"))) {
        return each;
      }
    }
    return null;
  }
}
