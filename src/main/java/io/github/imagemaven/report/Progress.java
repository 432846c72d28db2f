package io.github.imagemaven.report;

/**
 * Bytes on the move. One object a run; implementations are safe for use by many threads and cheap
 * enough to be called for every buffer.
 */
public interface Progress {
  /**
   * More content is known to have to move.
   *
   * @param bytes how many bytes were added to the total; may be negative where a mount or a check
   *     made a transfer needless
   */
  void expect(long bytes);

  /**
   * Content has moved.
   *
   * @param bytes how many bytes; negative when an attempt is thrown away and starts again
   */
  void moved(long bytes);

  /** Shows nothing. */
  static Progress none() {
    return new Progress() {
      @Override
      public void expect(long bytes) {}

      @Override
      public void moved(long bytes) {}
    };
  }
}
