package io.github.imagemaven.workflow;

/**
 * How values of expressions are compared, and turned into text.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators">expressions,
 * operators</a>.
 */
final class Values {
  private Values() {}

  static boolean isTrue(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Double number) {
      return number != 0 && !number.isNaN();
    }
    return value != null && !value.equals("");
  }

  /** Strings without regard to case; values of two kinds as numbers. */
  static boolean areEqual(Object one, Object other) {
    if (one instanceof String text && other instanceof String otherText) {
      return text.equalsIgnoreCase(otherText);
    }
    if (one == null || other == null) {
      return one == other || number(one) == number(other);
    }
    return one.getClass() == other.getClass() ? one.equals(other) : number(one) == number(other);
  }

  private static double number(Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof Double number) {
      return number;
    }
    String text = value instanceof String string ? string.strip() : "no number";
    try {
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  static String text(Object value) {
    if (value == null) {
      return "";
    }
    if (Scope.isStructure(value)) {
      throw new ExpressionException("an object or list stands where text is wanted");
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return String.valueOf(number.longValue());
    }
    return value.toString();
  }
}
