package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagListTest {
  private static List<String> of(String tag, String extra) {
    Properties project = new Properties();
    project.setProperty("image.tag", tag);
    project.setProperty("image.extraTags", extra);
    return TagList.of(settings(project));
  }

  private static Settings settings(Properties project) {
    return new Settings(Map.of("tag", "", "extraTags", ""), Map.of(), new Properties(), project);
  }

  @Test
  void latestInCapitalsIsAnotherTag() {
    Properties project = new Properties();
    project.setProperty("image.tag", "1.0+not-a-tag");
    project.setProperty("image.extraTags", "latest,LATEST");
    assertThat(TagList.warnings(settings(project)))
        .containsExactly("the tag LATEST is not latest, which is written in lower case");
  }

  @Test
  void versionsMoveFirstAndLatestLast() {
    assertThat(of("latest", "edge,1.2.3, 1.2 ,latest"))
        .containsExactly("1.2.3", "edge", "1.2", "latest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2 latest", "1.2;latest", "1.2 ; latest"})
  void aListHasCommas(String tags) {
    assertThatThrownBy(() -> of("1.2.3", tags))
        .hasMessageContainingAll("image.extraTags '" + tags + "'", "such as 1.2,latest");
    assertThatThrownBy(() -> of(tags, "")).hasMessageContaining("go into image.extraTags");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", ".a", "a b", "a/b", "a:b", "ä"})
  void malformed(String tag) {
    assertThatThrownBy(() -> of("1.0.0", tag))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.extraTags", "'" + tag + "'");
    assertThatThrownBy(() -> of(tag, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.tag", "'" + tag + "'");
  }
}
