package com.example.quickstart;

import io.javalin.Javalin;
import java.util.Map;

/** Answers with a greeting. */
public final class Application {
  private Application() {}

  /** Listens on the port that the environment variable PORT names, else on 8080. */
  public static void main(String[] args) {
    start(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
  }

  static Javalin start(int port) {
    return Javalin.create(config -> config.showJavalinBanner = false)
        .get("/", context -> context.json(greeting("world")))
        .get("/hello/{name}", context -> context.json(greeting(context.pathParam("name"))))
        .start(port);
  }

  static Map<String, String> greeting(String name) {
    return Map.of("hello", name);
  }
}
