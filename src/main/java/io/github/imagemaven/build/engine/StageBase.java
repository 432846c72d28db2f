package io.github.imagemaven.build.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the image that a stage stands on, be it by way of other stages. */
final class StageBase {
  private final Arguments arguments;

  /** By the stages' names; null where only the engine knows. */
  private final Map<String, @Nullable String> bases = new HashMap<>();

  private @Nullable String last;

  private StageBase(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * That of the last stage, as it is written, with arguments put in; empty where it is {@code
   * scratch}, or has an argument that only the engine knows.
   *
   * @param instructions all up to the end of that stage
   */
  static Optional<String> of(List<Instruction> instructions, Map<String, String> buildArgs) {
    StageBase stages = new StageBase(Arguments.ofAllStages(instructions, buildArgs));
    instructions.stream().filter(each -> each.keyword().equals("FROM")).forEach(stages::from);
    return Optional.ofNullable(stages.last).filter(base -> !base.equalsIgnoreCase("scratch"));
  }

  private void from(Instruction from) {
    List<String> words = from.operands();
    String written = words.isEmpty() ? null : arguments.putInto(words.get(0).replace("\"", ""));
    String stage = written == null ? "" : written.toLowerCase(Locale.ROOT);
    last = bases.containsKey(stage) ? bases.get(stage) : written;
    Containerfile.stageName(from).ifPresent(name -> bases.put(name, last));
  }
}
