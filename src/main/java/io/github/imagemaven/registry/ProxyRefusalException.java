package io.github.imagemaven.registry;

import java.io.IOException;

/** A proxy does not let us through (407), and another try cannot help. */
final class ProxyRefusalException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message which proxy, what it said, what to do; never a password
   */
  ProxyRefusalException(String message) {
    super(message);
  }
}
