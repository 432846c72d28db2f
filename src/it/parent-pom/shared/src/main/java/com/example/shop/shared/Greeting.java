package com.example.shop.shared;

/** Used by both applications. */
public final class Greeting {
  private Greeting() {}

  /** Says hello. */
  public static String to(String name) {
    return "Hello " + name;
  }
}
