package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;

/**
 * A number that Java would write in another way than it stood, {@code 1e2} or {@code -0}: in a
 * member that we do not know it is to survive, byte for byte.
 */
final class WrittenNumber extends DecimalNode {
  private static final long serialVersionUID = 1;

  private final String text;

  private WrittenNumber(BigDecimal value, String text) {
    super(value);
    this.text = text;
  }

  /** A number with a fraction or an exponent. */
  static JsonNode of(BigDecimal value, String text) {
    return value.toString().equals(text) ? new DecimalNode(value) : new WrittenNumber(value, text);
  }

  /** An integer that is zero, which may have a sign. */
  static JsonNode zero(String text) {
    return text.equals("0") ? new IntNode(0) : new WrittenNumber(BigDecimal.ZERO, text);
  }

  /** As it stood. */
  String text() {
    return text;
  }
}
