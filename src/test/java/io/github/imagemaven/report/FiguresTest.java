package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "1250, 1.3 kB",
    "300671234, 300.7 MB",
    "5000000000, 5.0 GB",
    "7200000000000000, 7200.0 TB"
  })
  void bytesAreInUnitsOfAThousand(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void secondsHaveOneDecimal() {
    assertThat(Figures.seconds(Duration.ofMillis(59_949))).isEqualTo("59.9 s");
    assertThat(Figures.seconds(Duration.ofMillis(59_950))).isEqualTo("60.0 s");
    assertThat(Figures.seconds(Duration.ZERO)).isEqualTo("0.0 s");
  }

  /** Numbers with an exact half are left out: in binary few of them are exact. */
  @Test
  void tenthsAreWhatTheFormatterWrites() {
    Random random = new Random(20261124);
    for (int i = 0; i < 1000; i++) {
      double number = random.nextInt(100_000) / 100.0 + 0.001;
      assertThat(Figures.tenths(number)).isEqualTo(String.format(Locale.ROOT, "%.1f", number));
    }
    assertThat(Figures.tenths(-0.34)).isEqualTo("-0.3");
  }
}
