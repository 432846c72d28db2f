package io.github.imagemaven.report;

import java.util.List;
import java.util.stream.Collectors;

/** Several failures said together, a line each. Its code is that of the first. */
public final class SeveralProblems extends ImageException {
  private final transient List<ImageException> problems;

  /**
   * @param problems two or more
   */
  SeveralProblems(List<ImageException> problems) {
    super(problems.get(0).code(), message(problems), null);
    this.problems = List.copyOf(problems);
    problems.forEach(this::addSuppressed);
  }

  /** Each of them. */
  public List<ImageException> problems() {
    return problems;
  }

  /** Each keeps its code; where all have the same, it is said once, in front of the whole. */
  private static String message(List<ImageException> problems) {
    boolean mixed = problems.stream().map(ImageException::code).distinct().count() > 1;
    return problems.size()
        + " problems:"
        + problems.stream()
            .map(each -> (mixed ? each.code() + ": " : "") + each.getMessage())
            .map(text -> "\n  " + text.replace("\n", "\n    "))
            .collect(Collectors.joining());
  }
}
