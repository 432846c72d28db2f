package com.example.orders;

import java.util.List;
import org.apache.commons.text.WordUtils;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class OrderService {
  private final PurchaseOrders orders;

  public OrderService(PurchaseOrders orders) {
    this.orders = orders;
  }

  @Transactional
  @CacheEvict(cacheNames = "orders", allEntries = true)
  public PurchaseOrder place(PurchaseOrder order) {
    return orders.save(
        new PurchaseOrder(
            WordUtils.capitalizeFully(order.getCustomer()),
            order.getArticle(),
            order.getQuantity()));
  }

  @Transactional(readOnly = true)
  @Cacheable("orders")
  public List<PurchaseOrder> ofCustomer(String customer) {
    return orders.findByCustomerIgnoreCase(customer);
  }

  @Transactional(readOnly = true)
  public List<PurchaseOrder> all() {
    return orders.findAll();
  }
}
