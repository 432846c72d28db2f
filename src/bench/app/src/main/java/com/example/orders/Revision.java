package com.example.orders;

/** The class that case d of the benchmark changes. */
final class Revision {
  static final Integer NUMBER = 1;

  private Revision() {}
}
