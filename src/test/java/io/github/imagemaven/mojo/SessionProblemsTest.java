package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionProblemsTest {
  private static Problems of(String... messages) {
    Problems problems = new Problems();
    for (String message : messages) {
      problems.add(new ConfigurationException(message));
    }
    return problems;
  }

  @Test
  void nothingIsThrownForNothing() {
    SessionProblems problems = new SessionProblems(true);
    problems.add("shop", of());
    problems.throwIfAny();
  }

  @Test
  void oneProblemHasItsModule() {
    SessionProblems problems = new SessionProblems(false);
    problems.add("shop", of("image.tag is wrong"));
    assertThatThrownBy(problems::throwIfAny).hasMessage("shop: image.tag is wrong");
  }

  @Test
  void severalOfTheOnlyModuleNeedNoName() {
    SessionProblems problems = new SessionProblems(false);
    problems.add("shop", of("image.tag is wrong", "image.user is wrong"));
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("2 problems:\n  image.tag is wrong\n  image.user is wrong");
  }

  @Test
  void severalOfSeveralModulesHaveTheirNames() {
    SessionProblems problems = new SessionProblems(true);
    problems.add("shop", of("image.tag is wrong"));
    problems.add("till", of("image.user is wrong"));
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("2 problems:\n  shop: image.tag is wrong\n  till: image.user is wrong");
  }

  @Test
  void whatFiftyModulesInheritIsSaidOnce() {
    SessionProblems problems = new SessionProblems(true);
    IntStream.range(0, 50).forEach(i -> problems.add("m" + i, of("image.tag is wrong")));
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("50 modules (m0, m1, m2, …): image.tag is wrong");
  }
}
