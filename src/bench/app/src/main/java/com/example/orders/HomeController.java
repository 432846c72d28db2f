package com.example.orders;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
public class HomeController {
  private final OrderService service;

  public HomeController(OrderService service) {
    this.service = service;
  }

  @GetMapping("/")
  public String home(Model model) {
    model.addAttribute("revision", Revision.NUMBER);
    model.addAttribute("orders", service.all());
    return "home";
  }
}
