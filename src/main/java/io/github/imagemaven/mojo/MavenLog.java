package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Log;

/** Our lines in Maven's log. */
final class MavenLog implements Log {
  private final org.apache.maven.plugin.logging.Log log;

  MavenLog(org.apache.maven.plugin.logging.Log log) {
    this.log = log;
  }

  @Override
  public void debug(String line) {
    log.debug(line);
  }

  @Override
  public void info(String line) {
    log.info(line);
  }

  @Override
  public void warn(String line) {
    log.warn(line);
  }
}
