package com.example.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

@Entity
@Table(name = "purchase_order")
public class PurchaseOrder {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  @NotBlank
  @Column(nullable = false)
  private String customer;

  @NotBlank
  @Column(nullable = false)
  private String article;

  @Positive private int quantity;

  protected PurchaseOrder() {}

  public PurchaseOrder(String customer, String article, int quantity) {
    this.customer = customer;
    this.article = article;
    this.quantity = quantity;
  }

  public Long getId() {
    return id;
  }

  public String getCustomer() {
    return customer;
  }

  public String getArticle() {
    return article;
  }

  public int getQuantity() {
    return quantity;
  }
}
