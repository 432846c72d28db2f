package com.example.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  @Test
  void greetsByName() throws Exception {
    Javalin server = Application.start(0);
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/hello/maven");
      var response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertEquals(200, response.statusCode());
      assertEquals("{\"hello\":\"maven\"}", response.body());
    } finally {
      server.stop();
    }
  }
}
