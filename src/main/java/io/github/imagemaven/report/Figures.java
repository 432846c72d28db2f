package io.github.imagemaven.report;

import java.time.Duration;

/**
 * Numbers for people, with one decimal and a point. Written out, since {@link java.util.Formatter}
 * loads the data of locales for a fraction, which takes a new JVM 25 ms.
 */
public final class Figures {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** {@code 12.3}; half a tenth is rounded up. */
  public static String tenths(double number) {
    long tenths = Math.round(number * 10);
    return (tenths < 0 ? "-" : "") + Math.abs(tenths / 10) + "." + Math.abs(tenths % 10);
  }

  /** {@code 12.3 s}. */
  public static String seconds(Duration duration) {
    return tenths(duration.toMillis() / 1000.0) + " s";
  }

  /** Also what is less than a thousand and would be rounded to it. */
  private static boolean isNextUnit(double value, int unit) {
    return unit == 0 ? value >= 1000 : Math.round(value * 10) >= 10_000;
  }

  /** {@code 812 B}, {@code 1.2 kB}, {@code 300.7 MB}: units of 1000. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (isNextUnit(value, unit) && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : tenths(value) + " " + UNITS[unit];
  }
}
