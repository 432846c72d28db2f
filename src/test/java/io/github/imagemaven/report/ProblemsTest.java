package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final Problems problems = new Problems();

  private void wrong(String message) {
    problems.attempt(
        () -> {
          throw new ConfigurationException(message);
        });
  }

  @Test
  void nothingWrongThrowsNothing() {
    problems.attempt(() -> {});
    assertThat(problems.orElse(() -> "value", "harmless")).isEqualTo("value");
    problems.throwIfAny();
  }

  @Test
  void oneProblemIsItself() {
    ConfigurationException one = new ConfigurationException("a is b");
    String read =
        problems.orElse(
            () -> {
              throw one;
            },
            "harmless");
    assertThat(read).isEqualTo("harmless");
    assertThatThrownBy(problems::throwIfAny).isSameAs(one);
  }

  @Test
  void severalAreSaidALineEachAndTheSameOnce() {
    wrong("a is b");
    wrong("c is d\nand more");
    wrong("a is b");
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(SeveralProblems.class)
        .hasMessage("2 problems:\n  a is b\n  c is d\n    and more");
  }

  @Test
  void mixedCodesStandInFrontOfEachAndTheFirstIsThatOfTheWhole() {
    problems.add(new EnvironmentException("the disk is full", null));
    wrong("a is b");
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("2 problems:\n  IMG-1: the disk is full\n  IMG-7: a is b")
        .extracting(e -> ((ImageException) e).code())
        .isEqualTo(Code.ENVIRONMENT);
  }

  @Test
  void severalWithinOneCheckBecomeSeveralOfAll() {
    wrong("a is b");
    problems.attempt(
        () -> {
          Problems inner = new Problems();
          inner.add(new ConfigurationException("c is d"));
          inner.add(new ConfigurationException("e is f"));
          inner.throwIfAny();
        });
    assertThat(problems.all())
        .extracting(ImageException::getMessage)
        .containsExactly("a is b", "c is d", "e is f");
  }

  @Test
  void defectsAreNotCollected() {
    assertThatThrownBy(
            () ->
                problems.attempt(
                    () -> {
                      throw new IllegalStateException("defect");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }
}
