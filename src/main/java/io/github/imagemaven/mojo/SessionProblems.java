package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong in the modules of a session: a sentence a problem, with the modules that have it. A
 * mistake in a parent POM is one, however many modules inherit it.
 */
final class SessionProblems {
  private static final int NAMED = 3;

  private final Map<String, Shared> problems = new LinkedHashMap<>();
  private final boolean severalModules;

  /**
   * @param severalModules whether somebody may wonder which module is meant
   */
  SessionProblems(boolean severalModules) {
    this.severalModules = severalModules;
  }

  /** A problem, and where it is. */
  private record Shared(Code code, String message, List<String> modules) {
    /** {@code shop: …}, {@code 50 modules (shop, till, desk, …): …}. */
    ImageException named() {
      String first = String.join(", ", modules.subList(0, Math.min(NAMED, modules.size())));
      String more = modules.size() > NAMED ? ", …" : "";
      String who = modules.size() == 1 ? first : modules.size() + " modules (" + first + more + ")";
      return new Found(code, who + ": " + message);
    }
  }

  /** A problem with the modules that have it. */
  static final class Found extends ImageException {
    Found(Code code, String message) {
      super(code, message, null);
    }
  }

  /** Adds what was found in a module. */
  void add(String module, Problems found) {
    for (ImageException problem : found.all()) {
      problems
          .computeIfAbsent(
              problem.code() + problem.getMessage(),
              any -> new Shared(problem.code(), problem.getMessage(), new ArrayList<>()))
          .modules()
          .add(module);
    }
  }

  /**
   * Ends in the failure that the problems are.
   *
   * @throws ImageException naming modules, unless there is one alone and it has several problems
   */
  void throwIfAny() {
    Problems all = new Problems();
    boolean named = severalModules || problems.size() == 1;
    for (Shared problem : problems.values()) {
      all.add(named ? problem.named() : new Found(problem.code(), problem.message()));
    }
    all.throwIfAny();
  }
}
