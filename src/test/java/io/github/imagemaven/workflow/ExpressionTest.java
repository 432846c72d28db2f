package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final Scope.Status GOOD = new Scope.Status(true, false, false);
  private static final Scope.Status BAD = new Scope.Status(false, true, false);

  private static Scope scope(Scope.Status status) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("skip_push", true);
    inputs.put("tag_name", null);
    Known outputs = new Known(Map.of("json", "{\"a\":[1,{\"b\":true}],\"c\":null}"));
    return new Scope(
        Map.of(
            "inputs", new Known(inputs),
            "env", Map.of("WORD", "Word", "FIVE", "5"),
            "needs", new Known(Map.of("first-job", new Known(Map.of("outputs", outputs))))),
        status);
  }

  private static Object value(String text) {
    return Expression.evaluate(text, scope(GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "env.WORD; Word",
        "env.NOTHING; ``",
        "'it''s'; it's",
        "inputs.skip_push && 'yes' || 'no'; yes",
        "inputs.tag_name && 'yes' || 'no'; no",
        "inputs.tag_name && ',docker.io/'; ``",
        "!inputs.skip_push; false",
        "env.WORD == 'wORD'; true",
        "env.WORD != 'word'; false",
        "env.FIVE == 5; true",
        "inputs.skip_push == 1; true",
        "inputs.tag_name == ''; true",
        "inputs.tag_name == false; true",
        "'text' == 0; false",
        "true && (false || true); true",
        "!(true && false) == true; true",
        "false && true || true; true",
        "5; 5",
        "-1.5; -1.5",
        "fromJSON('5') == 5; true",
        "fromJSON(needs.first-job.outputs.json).c == null; true",
      })
  void isEvaluatedAsGitHubDoes(String text, String expected) {
    assertThat(Values.text(value(text))).isEqualTo(expected);
  }

  @Test
  void jsonHasObjectsAndLists() {
    assertThat(value("fromJSON(needs.first-job.outputs.json).a"))
        .isEqualTo(List.of(1.0, Map.of("b", true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format('{0}', env.WORD)",
        "hashFiles('**/pom.xml')",
        "contains(env.WORD, 'o')",
        "env.FIVE < 6",
        "env['WORD']",
        "env.*",
        "vars.NAME",
        "runner.os",
        "inputs.skip-push",
        "needs.second.outputs.json",
        "needs.first-job.outputs.other",
        "env.WORD.more",
        "fromJSON('{')",
        "'no end",
        "(true",
        "true true",
        "env.",
        "",
        "success(1)",
      })
  void whatTheKitDoesNotKnowFails(String text) {
    assertThatThrownBy(() -> value(text)).isInstanceOf(ExpressionException.class);
  }

  @Test
  void aConditionWantsSuccessUnlessItAsks() {
    assertThat(holds(null, GOOD)).isTrue();
    assertThat(holds(null, BAD)).isFalse();
    assertThat(holds("true", BAD)).isFalse();
    assertThat(holds("${{ inputs.skip_push }}", GOOD)).isTrue();
    assertThat(holds("${{ inputs.skip_push }}", BAD)).isFalse();
    assertThat(holds("always()", BAD)).isTrue();
    assertThat(holds("failure()", BAD)).isTrue();
    assertThat(holds("failure()", GOOD)).isFalse();
    assertThat(holds("success() || failure()", BAD)).isTrue();
    assertThat(holds("always() && !inputs.skip_push", GOOD)).isFalse();
    assertThat(holds("!cancelled()", BAD)).isTrue();
    assertThat(holds("cancelled()", new Scope.Status(false, false, true))).isTrue();
  }

  private static boolean holds(String condition, Scope.Status status) {
    return Expression.condition(condition, scope(status));
  }

  @Test
  void textWithExpressions() {
    assertThat(Template.text("a ${{ env.WORD }}${{env.FIVE}} $HOME ${x} }} '$1'", scope(GOOD)))
        .isEqualTo("a Word5 $HOME ${x} }} '$1'");
    assertThat(Template.text("${{ '}}' }}", scope(GOOD))).isEqualTo("}}");
    assertThat(Template.value("${{ inputs.skip_push }}", scope(GOOD))).isEqualTo(true);
    assertThatThrownBy(() -> Template.text("a ${{ env.WORD }", scope(GOOD)))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> Template.text("${{ fromJSON('[]') }}", scope(GOOD)))
        .isInstanceOf(ExpressionException.class);
  }
}
