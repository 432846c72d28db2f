package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** OpenShift gives each namespace a range of user ids from 1000000000 on. */
class LargeOwnerTest {
  @Test
  void tenDigitsAreANumberToo() {
    assertThat(Owner.parse("1000650000:0")).isEqualTo(new Owner(1000650000, 0));
  }
}
