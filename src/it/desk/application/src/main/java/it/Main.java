package it;

/** Prints the greeting. */
public final class Main {
  private Main() {}

  /** Prints it. */
  public static void main(String[] args) {
    System.out.println(Greeting.text());
  }
}
