package soak;

/** Says which of the two it is. */
public final class Main {
  private Main() {}

  /** Says it. */
  public static void main(String[] args) {
    System.out.println("two");
  }
}
