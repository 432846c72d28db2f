package it;

/** A greeting. */
public final class Greeting {
  private Greeting() {}

  /** Hello. */
  public static String text() {
    return "hello";
  }
}
