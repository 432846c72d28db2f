package io.github.imagemaven.report;

/** Lines for the person who started the run. Implementations are safe for use by many threads. */
public interface Log {
  /** For the curious: each request retried, each blob finished. */
  void debug(String line);

  /** What every run should say. */
  void info(String line);

  /** Something that did not stop the run and should be looked at. */
  void warn(String line);

  /** Says nothing. */
  static Log silent() {
    return new Log() {
      @Override
      public void debug(String line) {}

      @Override
      public void info(String line) {}

      @Override
      public void warn(String line) {}
    };
  }
}
