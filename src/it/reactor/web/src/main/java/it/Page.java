package it;

/** A page's text. */
public final class Page {
  private Page() {}

  /** The text. */
  public static String text() {
    return Greeting.text() + ", web";
  }
}
