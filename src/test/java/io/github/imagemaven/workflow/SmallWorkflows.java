package io.github.imagemaven.workflow;

import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.workflow.Result.Conclusion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs small workflows on one machine that has nothing but this one's programs. */
abstract class SmallWorkflows {
  @TempDir Path folder;
  Event event = Event.push("branch", "main", "0".repeat(40));
  final Map<String, String> secrets = new LinkedHashMap<>();
  final Map<String, Path> called = new LinkedHashMap<>();
  private int runs;

  @BeforeAll
  static void programs() {
    RealRegistry.requireProgram("bash");
  }

  Map<String, Result> run(String yaml) throws Exception {
    Machine machine =
        new Machine(Map.of("PATH", System.getenv("PATH")), Path.of("/opt/java"), null, List.of());
    Path place = folder.resolve("run-" + runs++);
    Runner runner = new Runner(place, folder, Map.of("linux", machine), secrets, called);
    return runner.run(WorkflowFile.parse(yaml), event);
  }

  static Map<String, Conclusion> conclusions(Map<String, Result> results) {
    Map<String, Conclusion> conclusions = new LinkedHashMap<>();
    results.forEach((id, result) -> conclusions.put(id, result.conclusion()));
    return conclusions;
  }
}
