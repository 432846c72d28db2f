package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Containerfile and what it is built with.
 *
 * @param module the module's folder, which the context must not leave; absolute
 * @param output where this plugin writes, {@code target/image}, which is never a part of the
 *     context, whichever goal builds; absolute
 * @param file the Containerfile; absolute
 * @param context what {@code COPY} and {@code ADD} take from; absolute
 * @param target the stage to build; null for the last
 * @param buildArgs values of its arguments, by name
 * @param engines what may build it, the favourite first
 * @param options how they build it
 */
public record ContainerfileSource(
    Path module,
    Path output,
    Path file,
    Path context,
    @Nullable String target,
    Map<String, String> buildArgs,
    List<Engine.Kind> engines,
    EngineOptions options)
    implements Content {
  /** Copies the collections; arguments are sorted. */
  public ContainerfileSource {
    buildArgs = Collections.unmodifiableMap(new TreeMap<>(buildArgs));
    engines = List.copyOf(engines);
  }

  /** Whether building it writes into a registry: where {@link BuildCache#to} says so. */
  public boolean isWriting() {
    return options.cache().isWrittenToRegistry();
  }

  /** The same, built without writing anywhere but here. */
  public ContainerfileSource withoutWriting() {
    EngineOptions reading = options.with(new BuildCache(options.cache().from(), null));
    return new ContainerfileSource(
        module, output, file, context, target, buildArgs, engines, reading);
  }

  /** As its module calls it, for messages. */
  String name() {
    return file.startsWith(module)
        ? module.relativize(file).toString().replace('\\', '/')
        : file.toString();
  }
}
