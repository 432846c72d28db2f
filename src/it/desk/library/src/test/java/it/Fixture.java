package it;

/** For tests of modules that use the library. */
public class Fixture {
  /** What the library is to say. */
  public static final String EXPECTED = "hello";
}
