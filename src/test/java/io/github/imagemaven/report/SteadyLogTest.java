package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyLogTest {
  private final List<String> instead = new ArrayList<>();

  private static final class Broken implements Log {
    @Override
    public void debug(String line) {
      throw new NumberFormatException(line);
    }

    @Override
    public void info(String line) {
      throw new ArrayIndexOutOfBoundsException(line);
    }

    @Override
    public void warn(String line) {
      throw new IllegalStateException(line);
    }
  }

  @Test
  void whatABrokenLogRefusesIsSaidElsewhere() {
    Log log = new SteadyLog(new Broken(), instead::add);
    log.debug("one");
    log.info("two");
    log.warn("three");
    assertThat(instead).containsExactly("one", "two", "three");
  }

  @Test
  void aLogThatWorksHasItAll() {
    List<String> lines = new ArrayList<>();
    Log works =
        new Log() {
          @Override
          public void debug(String line) {
            lines.add("D " + line);
          }

          @Override
          public void info(String line) {
            lines.add("I " + line);
          }

          @Override
          public void warn(String line) {
            lines.add("W " + line);
          }
        };
    Log log = new SteadyLog(works, instead::add);
    log.debug("one");
    log.info("two");
    log.warn("three");
    assertThat(lines).containsExactly("D one", "I two", "W three");
    assertThat(instead).isEmpty();
  }
}
