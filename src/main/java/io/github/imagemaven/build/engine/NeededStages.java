package io.github.imagemaven.build.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The stages that the last one is made of. BuildKit passes over all others, and never asks for
 * their bases.
 */
final class NeededStages {
  private final Arguments arguments;
  private final List<Instruction> before = new ArrayList<>();
  private final List<List<Instruction>> stages = new ArrayList<>();
  private final BitSet needed = new BitSet();

  private NeededStages(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Without the instructions of other stages.
   *
   * @param instructions all up to the end of the stage that is wanted
   * @param buildArgs values of arguments
   */
  static List<Instruction> of(List<Instruction> instructions, Map<String, String> buildArgs) {
    NeededStages all = new NeededStages(Arguments.ofAllStages(instructions, buildArgs));
    instructions.forEach(all::add);
    all.need(all.stages.size() - 1);
    List<Instruction> left = new ArrayList<>(all.before);
    all.needed.stream().mapToObj(all.stages::get).forEach(left::addAll);
    return left;
  }

  private void add(Instruction instruction) {
    if (instruction.keyword().equals("FROM")) {
      stages.add(new ArrayList<>());
    }
    (stages.isEmpty() ? before : stages.get(stages.size() - 1)).add(instruction);
  }

  private void need(int number) {
    if (number < 0 || needed.get(number)) {
      return;
    }
    needed.set(number);
    Map<String, Integer> names = names(number);
    for (Instruction each : stages.get(number)) {
      for (String written : named(each)) {
        String name = arguments.putInto(written);
        if (name == null) { // only the engine knows: it may be any
          names.values().forEach(this::need);
        } else {
          need(names.getOrDefault(name.toLowerCase(Locale.ROOT), -1));
        }
      }
    }
  }

  /** Of those before a stage; a number is a name, too. */
  private Map<String, Integer> names(int end) {
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < end; i++) {
      names.put(String.valueOf(i), i);
      int number = i;
      Containerfile.stageName(stages.get(i).get(0)).ifPresent(name -> names.put(name, number));
    }
    return names;
  }

  /** What it takes from, a stage or an image. */
  private static List<String> named(Instruction instruction) {
    return switch (instruction.keyword()) {
      case "FROM" -> instruction.operands().stream().limit(1).toList();
      case "COPY", "ADD" -> List.of(instruction.flag("from"));
      case "RUN" -> instruction.flags("mount").stream().map(NamedImages::from).toList();
      default -> List.of();
    };
  }
}
