package io.github.imagemaven.build;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an engine builds, beside what.
 *
 * @param timestamp given to files of new layers and written into the history; null where the engine
 *     takes its own time
 * @param pull when bases are asked for in registries
 * @param ulimits of the programs that steps run, {@code nofile=1024:2048}
 * @param secrets what steps may read while they run, by the id they ask for
 */
public record EngineOptions(
    @Nullable Instant timestamp, Pull pull, List<String> ulimits, Map<String, Secret> secrets) {
  /** Everything as the engine has it. */
  public static final EngineOptions NONE = new EngineOptions(null, Pull.USUAL, List.of(), Map.of());

  /** Copies the collections; secrets are sorted. */
  public EngineOptions {
    ulimits = List.copyOf(ulimits);
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
  }

  /** When a base is asked for in its registry; in the words that old versions know too. */
  public enum Pull {
    /** As the engine does by itself. */
    USUAL(""),
    /** Every time. */
    ALWAYS("--pull-always"),
    /** Where the engine's storage has none of this name. */
    MISSING("--pull=false"),
    /** Never: what the engine's storage has must do. */
    NEVER("--pull-never");

    private final String word;

    Pull(String word) {
      this.word = word;
    }
  }

  /** Where a secret is; the engine reads it itself, so that it is in no process's arguments. */
  public sealed interface Secret {
    /**
     * The content of a file.
     *
     * @param path absolute
     */
    record InFile(Path path) implements Secret {}

    /**
     * The value of a variable of this process.
     *
     * @param name of the variable
     */
    record InVariable(String name) implements Secret {}
  }

  /** As a command that builds takes them. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (!pull.word.isEmpty()) {
      words.add(pull.word);
    }
    if (timestamp != null) {
      words.addAll(List.of("--timestamp", String.valueOf(timestamp.getEpochSecond())));
    }
    ulimits.forEach(each -> words.addAll(List.of("--ulimit", each)));
    secrets.forEach((id, secret) -> words.addAll(List.of("--secret", "id=" + id + where(secret))));
    return words;
  }

  private static String where(Secret secret) {
    return secret instanceof Secret.InFile file
        ? ",src=" + file.path()
        : ",env=" + ((Secret.InVariable) secret).name();
  }
}
