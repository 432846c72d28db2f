package com.example.shop.orders;

import com.example.shop.shared.Greeting;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application. */
@SpringBootApplication
public class Orders {
  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(Orders.class, args);
  }

  @Bean
  CommandLineRunner greeting() {
    return arguments -> System.out.println(Greeting.to("orders"));
  }
}
