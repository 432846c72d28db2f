package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Eclipse (m2e) reads in the plugin's jar: no goal of ours has a part in its builds. */
class EclipseTest {
  private static final Pattern BOUND =
      Pattern.compile("@Mojo\\(\\s*name = \"([a-z-]+)\",\\s*defaultPhase = ");

  private final Document mapping;

  EclipseTest() throws Exception {
    mapping =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                EclipseTest.class.getResourceAsStream(
                    "/META-INF/m2e/lifecycle-mapping-metadata.xml"));
  }

  private static String source(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Element> elements(String name) {
    NodeList found = mapping.getElementsByTagName(name);
    return Stream.iterate(0, i -> i + 1)
        .limit(found.getLength())
        .map(i -> (Element) found.item(i))
        .toList();
  }

  @Test
  void everyBoundGoalIsNamed() throws Exception {
    List<String> bound;
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/github/imagemaven/mojo"))) {
      bound =
          files
              .flatMap(file -> BOUND.matcher(source(file)).results())
              .map(goal -> goal.group(1))
              .toList();
    }
    assertThat(bound).contains("validate-tag", "build-multiarch", "push-all");
    assertThat(elements("goal"))
        .extracting(Element::getTextContent)
        .containsExactlyInAnyOrderElementsOf(bound);
  }

  /** An {@code ignore} with a message is shown as a marker in every POM. */
  @Test
  void goalsAreIgnoredWithoutAWord() {
    assertThat(elements("action"))
        .hasSameSizeAs(elements("pluginExecution"))
        .allSatisfy(action -> assertThat(action.getTextContent()).isBlank())
        .allSatisfy(
            action -> assertThat(action.getElementsByTagName("ignore").getLength()).isEqualTo(1));
  }
}
