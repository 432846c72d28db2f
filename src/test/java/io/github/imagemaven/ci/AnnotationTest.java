package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagemaven.ci.GitHubRunner.Command;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnotationTest {
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final KeptWarnings log = new KeptWarnings();

  @Test
  void anErrorHasItsCodeInTheTitle() {
    annotate(Annotation.of(new ConfigurationException("image.x is 'y': expected 100%\nDo this")));

    assertThat(console.toString(UTF_8))
        .isEqualTo(
            "\n::error title=IMG-7 (configuration)::image.x is 'y': expected 100%25%0ADo this\n");
    assertThat(commands())
        .containsExactly(
            new Command(
                "error",
                Map.of("title", "IMG-7 (configuration)"),
                "image.x is 'y': expected 100%\nDo this"));
  }

  @Test
  void aWarningIsOne() {
    annotate(List.of(Annotation.warning(new EnvironmentException("full", null))));
    assertThat(commands())
        .containsExactly(new Command("warning", Map.of("title", "IMG-1 (environment)"), "full"));
  }

  @Test
  void severalProblemsAreAnnotatedEachAndOnce() {
    Problems problems = new Problems();
    problems.add(new ConfigurationException("one"));
    problems.add(new EnvironmentException("two", null));
    ImageException failure = catchThrowableOfType(ImageException.class, problems::throwIfAny);

    List<Annotation> twice = new ArrayList<>(Annotation.of(failure));
    twice.addAll(Annotation.of(failure));
    annotate(twice);

    assertThat(commands()).extracting(Command::data).containsExactly("one", "two");
  }

  @Test
  void noTextIsAnotherCommand() {
    for (String hostile : Reports.HOSTILE) {
      console.reset();
      annotate(List.of(new Annotation(Annotation.Level.ERROR, "t" + hostile, "d" + hostile)));

      String shown = Plain.text(hostile, 4096);
      assertThat(commands())
          .containsExactly(new Command("error", Map.of("title", "t" + shown), "d" + shown));
    }
  }

  @Test
  void whatIsNotSeenIsShownAndTheRestIsAsItWas() {
    assertThat(Plain.text("a\u0000b\u001Bc\u202Ed\uD83De🚀\r\n\tf", 99))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe🚀\r\n\tf");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    assertThat(Plain.text("abcd", 4)).isEqualTo("abcd");
    assertThat(Plain.text("abcde", 4)).isEqualTo("abc…");
    assertThat(Plain.text("ab🚀de", 4)).isEqualTo("ab…");
  }

  @Test
  void allAreOneWriteSoThatNoOtherLineComesBetween() {
    List<byte[]> writes = new ArrayList<>();
    OutputStream each =
        new OutputStream() {
          @Override
          public void write(int any) {
            throw new AssertionError("a byte by itself");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            writes.add(bytes.clone());
          }
        };
    new GitHubActions(Map.of(), each, log)
        .annotate(
            List.of(
                new Annotation(Annotation.Level.ERROR, "a", "b"),
                new Annotation(Annotation.Level.WARNING, "c", "d")));

    assertThat(writes).hasSize(1);
    assertThat(GitHubRunner.commands(writes.get(0))).hasSize(2);
  }

  @Test
  void aLineThatSomebodyLeftOpenDoesNotSwallowTheCommand() throws Exception {
    console.write("Progress (1): 4.1/8.0 kB".getBytes(UTF_8));
    annotate(List.of(new Annotation(Annotation.Level.ERROR, "a", "b")));
    assertThat(commands()).hasSize(1);
  }

  @Test
  void nothingIsWrittenForNothing() {
    annotate(List.of());
    assertThat(console.size()).isZero();
  }

  @Test
  void aClosedOutputIsAWarning() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int any) throws IOException {
            throw new IOException("Stream Closed");
          }
        };
    new GitHubActions(Map.of(), closed, log)
        .annotate(List.of(new Annotation(Annotation.Level.ERROR, "a", "b")));
    assertThat(log.lines).singleElement().asString().contains("Stream Closed");
  }

  private void annotate(List<Annotation> annotations) {
    new GitHubActions(Map.of(), console, log).annotate(annotations);
  }

  private List<Command> commands() {
    return GitHubRunner.commands(console.toByteArray());
  }
}
