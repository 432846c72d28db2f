package it;

/** Says hello. */
public final class Main {
  private Main() {}

  /** Prints the greeting. */
  public static void main(String[] args) {
    System.out.println(System.getenv("GREETING") + " " + System.getProperty("name"));
  }
}
