package io.github.imagemaven.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.release.TagPattern.Field;
import io.github.imagemaven.report.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPatternTest {
  private static final Map<Field, String> VALUES =
      Map.of(
          Field.VERSION, "4.5.6",
          Field.MAJOR, "4",
          Field.MINOR, "5",
          Field.PATCH, "6",
          Field.BRANCH, "next",
          Field.SHA, "a".repeat(40),
          Field.SHA7, "a".repeat(7),
          Field.DATE, "20260101");

  @ParameterizedTest
  @CsvSource({
    "latest, latest",
    "{version}, 4.5.6",
    "{major}.{minor}, 4.5",
    "v{major}-jre, v4-jre",
    "{major}{minor}{patch}, 456",
    "{branch}-{sha7}, next-aaaaaaa",
    "{sha}, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "{date}.{date}, 20260101.20260101",
  })
  void fieldsAreFilled(String pattern, String tag) {
    assertThat(TagPattern.parse(pattern).resolve(VALUES)).isEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "{mayor}, did you mean {major}?",
        "{Version}, did you mean {version}?",
        "x-{sha8}, '{sha8}' is none of them",
        "{}, '{}' is none of them",
        "{ major }, '{ major }' is none of them",
      })
  void unknownFields(String pattern, String said) {
    assertThatThrownBy(() -> TagPattern.parse(pattern))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "image.extraTags '" + pattern + "' is not valid",
            "{version} {major} {minor} {patch} {branch} {sha} {sha7} {date}",
            said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{major", "major}", "{{major}}", "{major}}", "${major}"})
  void bracesAlone(String pattern) {
    assertThatThrownBy(() -> TagPattern.parse(pattern).resolve(VALUES))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.extraTags '" + pattern + "' is not valid");
  }

  @ParameterizedTest
  @CsvSource({
    "{major}/x, '1/x'",
    "-{version}, '-1.2.3'",
    ".{minor}, '.2'",
    "{sha}{sha}{sha}{sha}, (160 characters)",
    "{date} {date}, '20261129 20261129'",
  })
  void whatCouldNeverBecomeATagIsFoundBeforeTheDayOfARelease(String pattern, String resolved) {
    assertThatThrownBy(() -> TagPattern.parse(pattern).resolve(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "image.extraTags '" + pattern + "' is not valid", "1 to 128", resolved);
  }

  @Test
  void whatIsNoTagInThisRunIsNamedAsItIsFilled() {
    TagPattern pattern = TagPattern.parse("{branch}-" + "x".repeat(40));
    assertThatThrownBy(() -> pattern.resolve(Map.of(Field.BRANCH, "b".repeat(100))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'{branch}-x", "'bbbbbbb", "(141 characters)");
  }

  @Test
  void literalText() {
    assertThatThrownBy(() -> TagPattern.parse("not/ok").resolve(VALUES))
        .hasMessageStartingWith("image.extraTags 'not/ok' is not valid: expected 1 to 128")
        .hasMessageNotContaining("filled");
    assertThatThrownBy(() -> TagPattern.parse("me:secret@host/{major}").resolve(VALUES))
        .hasMessageContaining("is not valid")
        .hasMessageNotContaining("secret@");
  }

  @ParameterizedTest
  @CsvSource({
    "latest, true, false",
    "{major}, true, true",
    "{major}.{minor}, true, true",
    "{branch}, true, false",
    "{version}, false, false",
    "{major}-{version}, false, false",
    "{major}.{minor}.{patch}, false, true",
    "{major}.{minor}.{patch}-jre, false, true",
    "{major}-{sha7}, false, false",
    "{major}-{date}, false, true",
  })
  void whoseTextItIs(String pattern, boolean shared, boolean ofRelease) {
    assertThat(TagPattern.parse(pattern).isShared()).isEqualTo(shared);
    assertThat(TagPattern.parse(pattern).isOfRelease()).isEqualTo(ofRelease);
  }
}
