package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixTest {
  private static List<Map<String, Object>> jobs(String json) {
    Scope scope =
        new Scope(Map.of("needs", Map.of("matrix", json)), new Scope.Status(true, false, false));
    return Matrix.jobs("${{ fromJSON(needs.matrix) }}", scope);
  }

  @Test
  void includedEntriesAlone() {
    assertThat(jobs("{\"include\":[{\"a\":\"1\",\"b\":[\"x\",\"y\"]},{\"a\":\"2\"}]}"))
        .containsExactly(Map.of("a", "1", "b", List.of("x", "y")), Map.of("a", "2"));
  }

  @Test
  void everyCombinationInOrder() {
    assertThat(jobs("{\"os\":[\"l\",\"w\"],\"java\":[\"17\",\"21\"]}"))
        .containsExactly(
            Map.of("os", "l", "java", "17"),
            Map.of("os", "l", "java", "21"),
            Map.of("os", "w", "java", "17"),
            Map.of("os", "w", "java", "21"));
  }

  @Test
  void anIncludedEntryJoinsTheCombinationsItContradictsNot() {
    assertThat(
            jobs(
                "{\"os\":[\"l\",\"w\"],\"include\":[{\"x\":\"all\"},{\"os\":\"w\",\"y\":\"one\"},"
                    + "{\"os\":\"m\"}]}"))
        .containsExactly(
            Map.of("os", "l", "x", "all"),
            Map.of("os", "w", "x", "all", "y", "one"),
            Map.of("os", "m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"include\":[]}", "[]", "\"text\"", "{\"os\":[\"l\"],\"exclude\":[]}"})
  void whatMakesNoJobsIsRefused(String json) {
    assertThatThrownBy(() -> jobs(json)).isInstanceOf(ExpressionException.class);
  }
}
