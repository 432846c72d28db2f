package io.github.imagemaven.build;

import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.EngineOptions.Pull;
import io.github.imagemaven.build.EngineOptions.Secret;
import io.github.imagemaven.build.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of an engine's command that builds. */
final class EngineCommand {
  private final List<String> words = new ArrayList<>();

  private EngineCommand() {}

  /**
   * Of buildah and podman, in Docker's format, whatever the image's is going to be: the other has
   * no health check.
   *
   * @param options what else there is, before the context
   */
  static List<String> of(Engine engine, ContainerfileSource source, List<String> options) {
    EngineCommand command = new EngineCommand();
    command.add(engine.program().toString(), engine.kind().buildCommand());
    command.add("--layers", "--force-rm", "--format", "docker");
    command.add("--file", source.file().toString());
    EngineOptions how = source.options();
    if (how.pull() != Pull.USUAL) {
      command.add(pull(engine, how.pull()));
    }
    if (how.timestamp() != null) {
      command.add("--timestamp", String.valueOf(how.timestamp().getEpochSecond()));
    }
    return command.rest(source, options);
  }

  /**
   * In words that old versions know too; but where old ones say {@code false} for what is missing,
   * newer ones have another word, and {@code false} is never.
   */
  private static String pull(Engine engine, Pull pull) {
    boolean isOld =
        engine.kind() == Engine.Kind.BUILDAH ? !engine.isSince(1, 28) : !engine.isSince(4, 3);
    return switch (pull) {
      case ALWAYS -> "--pull-always";
      case NEVER -> "--pull-never";
      default -> isOld ? "--pull=false" : "--pull=missing";
    };
  }

  /**
   * Of Docker's buildx, without what says how an image came to be, which would be a second image
   * beside it.
   *
   * @param file the Containerfile, or a copy of it
   * @param options what else there is, before the context
   */
  static List<String> ofBuildx(
      Engine engine, ContainerfileSource source, Path file, List<String> options) {
    EngineCommand command = new EngineCommand();
    command.add(engine.program().toString(), engine.kind().buildCommand(), "build");
    command.add("--progress", "plain", "--provenance=false", "--sbom=false");
    command.add("--file", file.toString());
    EngineOptions how = source.options();
    if (how.pull() == Pull.ALWAYS) {
      command.add("--pull");
    }
    if (how.network() == Network.HOST) {
      command.add("--allow", "network.host");
    }
    return command.rest(source, options);
  }

  private List<String> rest(ContainerfileSource source, List<String> options) {
    EngineOptions how = source.options();
    if (source.target() != null) {
      add("--target", source.target());
    }
    source.buildArgs().forEach((name, value) -> add("--build-arg", name + "=" + value));
    if (how.network() != Network.DEFAULT) {
      add("--network", how.network().name().toLowerCase(Locale.ROOT));
    }
    how.ulimits().forEach(each -> add("--ulimit", each));
    how.secrets().forEach((id, secret) -> add("--secret", "id=" + id + where(secret)));
    words.addAll(options);
    add(source.context().toString());
    return words;
  }

  private static String where(Secret secret) {
    return secret instanceof Secret.InFile file
        ? ",src=" + file.path()
        : ",env=" + ((Secret.InVariable) secret).name();
  }

  private void add(String... more) {
    words.addAll(List.of(more));
  }
}
