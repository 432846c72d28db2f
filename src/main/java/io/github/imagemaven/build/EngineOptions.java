package io.github.imagemaven.build;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
 * @param network what steps reach
 * @param ulimits of the programs that steps run, {@code nofile=1024:2048}
 * @param secrets what steps may read while they run, by the id they ask for
 * @param cache beside the engine's own storage
 * @param limit how long all platforms together may take; null for as long as they want
 */
public record EngineOptions(
    @Nullable Instant timestamp,
    Pull pull,
    Network network,
    List<String> ulimits,
    Map<String, Secret> secrets,
    BuildCache cache,
    @Nullable Duration limit) {
  /** Everything as the engine has it. */
  public static final EngineOptions NONE =
      new EngineOptions(
          null, Pull.USUAL, Network.DEFAULT, List.of(), Map.of(), BuildCache.NONE, null);

  /** Copies the collections; secrets are sorted. */
  public EngineOptions {
    ulimits = List.copyOf(ulimits);
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
  }

  /** The same with another cache. */
  EngineOptions with(BuildCache other) {
    return new EngineOptions(timestamp, pull, network, ulimits, secrets, other, limit);
  }

  /** When a base is asked for in its registry. */
  public enum Pull {
    /** As the engine does by itself. */
    USUAL,
    /** Every time. */
    ALWAYS,
    /** Where the engine's storage has none of this name. */
    MISSING,
    /** Never: what the engine's storage has must do. */
    NEVER
  }

  /** The network that steps have. */
  public enum Network {
    /** The engine's. */
    DEFAULT,
    /** None. */
    NONE,
    /** This machine's. */
    HOST
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
}
