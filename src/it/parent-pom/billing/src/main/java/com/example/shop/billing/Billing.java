package com.example.shop.billing;

import com.example.shop.shared.Greeting;

/** An application without a framework. */
public final class Billing {
  private Billing() {}

  /** Starts it. */
  public static void main(String[] args) {
    System.out.println(Greeting.to("billing"));
  }
}
