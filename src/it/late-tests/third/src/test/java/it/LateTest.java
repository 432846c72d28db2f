package it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class LateTest {
  @Test
  void fails() {
    assertFalse(Boolean.getBoolean("late.fails"));
  }
}
