package io.github.imagemaven.workflow;

/**
 * An input of {@code workflow_dispatch} or {@code workflow_call}.
 *
 * @param type {@code string}, {@code boolean} or {@code number}
 * @param standard its default; null where it has none
 */
record Input(String name, String type, Object standard, boolean required) {
  static Input of(Node node) {
    node.allow("description", "type", "default", "required");
    String type = node.text("type") == null ? "string" : node.text("type");
    Input input =
        new Input(
            node.name(), type, node.value("default"), Boolean.TRUE.equals(node.value("required")));
    input.check(input.standard == null ? input.empty() : input.standard);
    return input;
  }

  /**
   * What the workflow sees.
   *
   * @param given null where nobody has given it
   */
  Object value(Object given) {
    if (given == null && required) {
      throw new IllegalArgumentException("the input " + name + " is required");
    }
    Object value = given == null ? standard : given;
    return check(value == null ? empty() : value);
  }

  /** GitHub refuses a value of another kind. */
  private Object check(Object value) {
    if (!empty().getClass().isInstance(value)) {
      throw new IllegalArgumentException("the input " + name + " is no " + type + ": " + value);
    }
    return value;
  }

  private Object empty() {
    return switch (type) {
      case "string" -> "";
      case "boolean" -> false;
      case "number" -> 0.0;
      default -> throw new IllegalArgumentException("the kit knows no input of type " + type);
    };
  }
}
