package io.github.imagemaven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README keeps up with the code. */
class ReadmeTest {
  private static final Pattern SETTING = Pattern.compile("property = \"(image\\.[A-Za-z.]+)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(image\\.[A-Za-z.]+)` \\|");
  private static final Pattern DEFAULT =
      Pattern.compile("property = \"(image\\.[A-Za-z.]+)\", defaultValue = \"([^\"$]+)\"");

  private final String readme = read("README.md");
  private final String declared =
      read("src/main/java/io/github/imagemaven/mojo/DeclaredSettings.java");

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }

  @Test
  void everySettingHasARowAndEveryRowASetting() {
    List<String> rows =
        all(ROW, readme).stream()
            .filter(row -> !row.matches("image\\.(env|labels|annotations|buildArgs|secrets)\\..*"))
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(all(SETTING, declared));
  }

  @Test
  void defaultsAreThoseOfTheCode() {
    List<MatchResult> defaults = DEFAULT.matcher(declared).results().toList();
    assertThat(defaults).isNotEmpty();
    for (MatchResult each : defaults) {
      assertThat(readme).contains("| `" + each.group(1) + "` | `" + each.group(2) + "` |");
    }
  }

  @Test
  void everyCodeHasARow() {
    for (Code code : Code.values()) {
      assertThat(readme).contains("| `" + code + "` |");
    }
  }

  @Test
  void theQuickStartUsesThisVersion() {
    Pattern version =
        Pattern.compile("<artifactId>image-maven-plugin</artifactId>\\s*<version>([^<]+)<");
    List<String> ours = all(version, read("pom.xml"));
    assertThat(all(version, read("src/it/quickstart/pom.xml"))).isEqualTo(ours);
    assertThat(all(version, readme)).hasSize(2).containsOnlyElementsOf(ours);
  }

  /** Whoever copies README's parent has what the tests have run. */
  @Test
  void theParentToCopyIsTheOneThatIsTried() {
    String tried = read("src/it/parent-pom/company/pom.xml");
    String xml = tried.substring(tried.indexOf("<project"));
    assertThat(readme).contains("```xml\n" + xml + "```\n");
  }
}
