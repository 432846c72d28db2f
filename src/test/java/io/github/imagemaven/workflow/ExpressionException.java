package io.github.imagemaven.workflow;

/** An expression that the kit cannot evaluate: it fails the test, rather than be guessed. */
final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExpressionException(String message) {
    super(message);
  }
}
