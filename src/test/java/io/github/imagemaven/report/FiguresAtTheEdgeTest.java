package io.github.imagemaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresAtTheEdgeTest {
  @ParameterizedTest
  @CsvSource({"999950, 1.0 MB", "999999999, 1.0 GB"})
  void whatIsRoundedToAThousandIsOneOfTheNextUnit(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }
}
