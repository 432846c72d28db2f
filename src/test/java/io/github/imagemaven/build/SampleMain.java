package io.github.imagemaven.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An application for an image: prints a resource, its class path, a property, its arguments. */
public final class SampleMain {
  private SampleMain() {}

  public static void main(String[] args) throws IOException {
    try (InputStream resource = SampleMain.class.getResourceAsStream("/greeting.txt")) {
      byte[] greeting = Objects.requireNonNull(resource).readAllBytes();
      System.out.println(new String(greeting, StandardCharsets.UTF_8));
    }
    System.out.println(System.getProperty("java.class.path"));
    System.out.println(System.getProperty("colour") + " " + String.join(",", args));
  }
}
